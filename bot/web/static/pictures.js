/** Pictures in messages: a grid of thumbnails that fill when they are ready, and the lightbox. */

import { byId, el, icon, openDialog, pause } from "./dom.js";
import { t } from "./words.js";

const WAITS_S = [1, 2, 3, 5, 8, 13, 20, 30, 60, 60, 120, 120, 300];

/** Make the grid. `photos`: [{name, url}], `url` set while the page has the file itself. */
export function grid(seat, photos) {
  const shown = photos.map(({ name, url }) => ({
    url,
    thumb: seat.photo(name, "thumb"),
    full: seat.photo(name, "full"),
  }));
  const many = photos.length === 4 ? 2 : Math.min(photos.length, 3);
  return el("div", { class: `photos photos-${many}` }, ...shown.map((_, at) => cell(shown, at)));
}

function cell(shown, at) {
  const label = t("web-photo-of", { n: at + 1, count: shown.length });
  const image = el("img", { alt: label, decoding: "async" });
  const note = el("span", { class: "photo-note", "aria-hidden": "true" }, icon("image"));
  const order = { class: "photo-number", text: String(at + 1), "aria-hidden": "true" };
  const number = shown.length > 1 ? el("span", order) : null;
  const button = el("button", { type: "button", class: "photo coming", "aria-label": label }, image, note, number);
  button.addEventListener("click", () => {
    if (button.classList.contains("ready")) lightbox.open(shown, at);
  });
  fill(button, image, note, shown[at]);
  return button;
}

/** Show the picture, or say that it is coming and look again until it is there. */
async function fill(button, image, note, picture) {
  const { url, thumb } = picture;
  if (await loads(image, url ?? thumb)) return settle(button, "ready");
  picture.url = undefined; // a format this browser cannot draw; the server makes one it can
  note.append(t("web-photo-coming"));
  for (const wait of WAITS_S) {
    await pause(wait);
    if (!button.isConnected && !document.contains(button)) return undefined;
    const status = await statusOf(thumb);
    if (status === 200 && (await loads(image, thumb))) return settle(button, "ready");
    if (status === 410 || status === 401) break;
  }
  return gone(button, note);
}

function loads(image, address) {
  return new Promise((done) => {
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = address;
  });
}

const statusOf = (address) => fetch(address).then((answer) => answer.status, () => 0);

function settle(button, how) {
  button.classList.remove("coming");
  button.classList.add(how);
}

function gone(button, note) {
  settle(button, "gone");
  note.replaceChildren(icon("image"), t("web-photo-gone"));
}

const lightbox = {
  open(shown, at) {
    Object.assign(this, { shown, at });
    this.prepare();
    this.draw();
    openDialog(byId("lightbox"));
  },

  prepare() {
    if (this.ready) return;
    this.ready = true;
    const dialog = byId("lightbox");
    byId("light-close").addEventListener("click", () => dialog.close());
    byId("light-previous").addEventListener("click", () => this.go(-1));
    byId("light-next").addEventListener("click", () => this.go(1));
    byId("light-image").addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") this.go(-1);
      if (event.key === "ArrowRight") this.go(1);
    });
  },

  go(by) {
    this.at = (this.at + by + this.shown.length) % this.shown.length;
    this.draw();
  },

  draw() {
    const { shown, at } = this;
    const count = shown.length;
    byId("light-image").src = shown[at].url ?? shown[at].full;
    byId("light-image").alt = t("web-photo-of", { n: at + 1, count });
    byId("light-caption").textContent = count > 1 ? `${at + 1} / ${count}` : "";
    for (const id of ["light-previous", "light-next"]) byId(id).hidden = count < 2;
  },
};
