/** One message, drawn. */

import { areas, miniMap, placeName } from "./areas.js";
import { el, icon, press } from "./dom.js";
import { grid } from "./pictures.js";
import { sayTime, t } from "./words.js";

const STATES = {
  sending: ["clock", "web-sending"],
  sent: ["tick", "web-sent"],
  failed: ["alert", "web-failed"],
};

const ASKS = {
  place: [["place", "target", "web-ask-place"], ["map", "pin", "web-ask-map"]],
  photo: [["photo", "camera", "web-ask-photo"]],
};

/**
 * Draw a message.
 * @param item what the server (or the page itself) says of it
 * @param room {seat, role, tap(item, position, label), ask(kind), show(point), resend()}
 */
export function drawMessage(item, room) {
  const mine = item.side === "in";
  const below = mine ? [] : [buttons(item, room), asks(item, room)];
  const stack = el("div", { class: "stack" }, bubble(item, room), ...below);
  return el("article", { class: `message ${mine ? "mine" : "theirs"}` }, avatar(mine, room), stack);
}

function avatar(mine, room) {
  const initial = t(`web-role-${room.role}`).slice(0, 1);
  if (mine) return el("span", { class: `avatar role-${room.role}`, text: initial, "aria-hidden": "true" });
  return el("img", { class: "avatar", src: "/static/mark.svg", alt: "" });
}

function bubble(item, room) {
  const speaker = el("span", { class: "unseen", text: `${t(item.side === "in" ? "web-me" : "web-bot")}: ` });
  const made = el("div", { class: "bubble" }, speaker);
  if (item.photos?.length) {
    made.append(grid(room.seat, item.photos.map((name, at) => ({ name, url: item.urls?.[at] }))));
    made.classList.add("with-photos");
  }
  if (item.text) made.append(el("p", { class: "text" }, ...withNumbers(item.text)));
  if (item.file) made.append(el("p", { class: "file" }, icon("file"), el("span", { text: item.file })));
  if (item.point) made.append(placeCard(item.point, room));
  made.append(meta(item));
  if (!item.text && !item.file && !item.point) made.classList.add("photos-only");
  return made;
}

/** Words, with issue numbers kept on one line. */
function withNumbers(text) {
  const parts = text.split(/([A-Z]{1,6}-\d{8}-\d{4,})/);
  return parts.map((part, at) => (at % 2 ? el("span", { class: "number", text: part }) : part));
}

function meta(item) {
  const at = new Date(item.at);
  const made = el("span", { class: "meta" }, el("time", { datetime: item.at, text: sayTime(at) }));
  if (item.side === "in") made.append(el("span", { class: "mark-slot" }));
  return made;
}

/** Show how far a message of the person's own is: `sending`, `sent`, `failed`. */
export function markState(article, state, room) {
  const slot = article.querySelector(".mark-slot");
  const [name, key] = STATES[state];
  slot.replaceChildren(icon(name), el("span", { class: "unseen", text: t(key) }));
  article.classList.toggle("failed", state === "failed");
  article.querySelector(".resend")?.remove();
  if (state !== "failed") return;
  const again = press("resend", () => room.resend(), {}, icon("alert"));
  again.append(`${t("web-failed")} · ${t("web-resend")}`);
  article.querySelector(".stack").append(again);
}

function placeCard(point, room) {
  const name = el("span", { class: "place-text", text: t("web-place") });
  const picture = el("span", { class: "place-picture" });
  const label = { "aria-label": t("web-place-open") };
  const card = press("place-card", () => room.show(point), label, picture, name);
  areas(room.seat).then(({ areas: { features } }) => {
    picture.replaceWith(miniMap(features, point));
    name.textContent = placeName(features, point) || t("web-place");
  }, () => {});
  return card;
}

function buttons(item, room) {
  if (!item.rows?.length) return null;
  let position = 0;
  const rows = item.rows.map((row) => {
    const made = row.map((one) => button(item, one, position++, room));
    return el("div", { class: "row" }, ...made);
  });
  return el("div", { class: "buttons", role: "group" }, ...rows);
}

function button(item, { label, url }, position, room) {
  const outside = { target: "_blank", rel: "noopener noreferrer" };
  if (url) return el("a", { class: "choice", href: safe(url), ...outside, text: label });
  const made = press("choice", () => {
    if (made.classList.contains("chosen-now")) return; // the second half of a double tap
    made.classList.add("chosen", "chosen-now");
    setTimeout(() => made.classList.remove("chosen-now"), 1500);
    room.tap(item, position, label);
  }, { text: label });
  return made;
}

const safe = (url) => (/^https?:\/\//.test(url) ? url : "#");

function asks(item, room) {
  if (!ASKS[item.wants]) return null;
  const made = ASKS[item.wants].map(([kind, drawing, key]) =>
    press("ask", () => room.ask(kind), {}, icon(drawing), el("span", { text: t(key) })));
  return el("div", { class: "asks", role: "group" }, ...made);
}
