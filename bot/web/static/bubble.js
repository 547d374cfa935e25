/** One message, drawn. */

import { areas, miniMap, placeName } from "./areas.js";
import { el, icon } from "./dom.js";
import { grid } from "./pictures.js";
import { sayTime, t } from "./words.js";

/**
 * Draw a message.
 * @param item what the server (or the page itself) says of it
 * @param room {seat, role, tap(item, position, label), ask(kind), show(point), resend()}
 */
export function drawMessage(item, room) {
  const mine = item.side === "in";
  const stack = el("div", { class: "stack" }, bubble(item, room), mine ? null : buttons(item, room), asks(item, room));
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
  const [name, key] = { sending: ["clock", "web-sending"], sent: ["tick", "web-sent"], failed: ["alert", "web-failed"] }[state];
  slot.replaceChildren(icon(name), el("span", { class: "unseen", text: t(key) }));
  article.classList.toggle("failed", state === "failed");
  article.querySelector(".resend")?.remove();
  if (state !== "failed") return;
  const again = el("button", { type: "button", class: "resend", on: { click: () => room.resend() } }, icon("alert"));
  again.append(`${t("web-failed")} · ${t("web-resend")}`);
  article.querySelector(".stack").append(again);
}

function placeCard(point, room) {
  const name = el("span", { class: "place-text", text: t("web-place") });
  const card = el("button", { type: "button", class: "place-card", "aria-label": t("web-place-open") }, el("span", { class: "place-picture" }), name);
  card.addEventListener("click", () => room.show(point));
  areas(room.seat).then(({ areas: { features } }) => {
    card.querySelector(".place-picture").replaceWith(miniMap(features, point));
    name.textContent = placeName(features, point) || t("web-place");
  }, () => {});
  return card;
}

function buttons(item, room) {
  if (!item.rows?.length) return null;
  let position = 0;
  const rows = item.rows.map((row) => el("div", { class: "row" }, ...row.map((one) => button(item, one, position++, room))));
  return el("div", { class: "buttons", role: "group" }, ...rows);
}

function button(item, { label, url }, position, room) {
  if (url) return el("a", { class: "choice", href: safe(url), target: "_blank", rel: "noopener noreferrer", text: label });
  const made = el("button", { type: "button", class: "choice", text: label });
  made.addEventListener("click", () => {
    if (made.classList.contains("chosen-now")) return; // the second half of a double tap
    made.classList.add("chosen", "chosen-now");
    setTimeout(() => made.classList.remove("chosen-now"), 1500);
    room.tap(item, position, label);
  });
  return made;
}

const safe = (url) => (/^https?:\/\//.test(url) ? url : "#");

function asks(item, room) {
  const offers = { place: [["place", "target", "web-ask-place"], ["map", "pin", "web-ask-map"]], photo: [["photo", "camera", "web-ask-photo"]] }[item.wants];
  if (!offers) return null;
  const made = offers.map(([kind, drawing, key]) => el("button", { type: "button", class: "ask", on: { click: () => room.ask(kind) } }, icon(drawing), el("span", { text: t(key) })));
  return el("div", { class: "asks", role: "group" }, ...made);
}
