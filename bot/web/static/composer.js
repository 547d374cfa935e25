/** Where the person writes: text, pictures chosen, dragged or pasted, and the shortcuts. */

import { byId, el, icon, press } from "./dom.js";
import { fillWords, t } from "./words.js";

/** The shortcuts, and the words the bot knows in every language. */
const MENU = [
  ["web-menu-report", "上报问题"],
  ["web-menu-mine", "我的上报"],
  ["web-menu-tasks", "我的任务"],
  ["web-menu-help", "帮助"],
];

/** A small picture of a chosen file, or its name where the browser cannot draw it. */
function preview({ url, file }) {
  const name = el("span", { text: file.name });
  const instead = () => image.replaceWith(el("span", { class: "preview-file" }, icon("file"), name));
  const image = el("img", { src: url, alt: file.name, on: { error: instead } });
  return image;
}

export class Composer {
  /** @param room {seat, limits, send(parts), place()} */
  constructor(room) {
    Object.assign(this, { room, files: [], kept: `xiaohao-draft-${room.seat.name}` });
    this.text = byId("text");
    this.controller = new AbortController();
    this.text.value = sessionStorage.getItem(this.kept) ?? "";
    this.#listen();
    this.#changed();
  }

  close() {
    this.controller.abort();
    this.#forgetFiles();
    this.text.value = "";
    this.say("");
    this.#drawPreviews();
  }

  #listen() {
    const { signal } = this.controller;
    const on = (target, event, listener) => target.addEventListener(event, listener, { signal });
    on(byId("composer"), "submit", (event) => { event.preventDefault(); this.submit(); });
    on(this.text, "input", () => this.#changed());
    on(this.text, "keydown", (event) => this.#key(event));
    on(byId("add-photo"), "click", () => this.choosePhotos());
    on(byId("add-place"), "click", () => this.room.place());
    on(byId("files"), "change", (event) => { this.addFiles(event.target.files); event.target.value = ""; });
    on(this.text, "paste", (event) => this.#take(event, event.clipboardData));
    const chat = byId("chat");
    const dropping = (yes) => chat.classList.toggle("dropping", yes);
    on(chat, "dragover", (event) => { event.preventDefault(); dropping(true); });
    on(chat, "dragleave", (event) => dropping(chat.contains(event.relatedTarget)));
    on(chat, "drop", (event) => { dropping(false); this.#take(event, event.dataTransfer); });
  }

  #take(event, data) {
    if (!data.files.length) return;
    event.preventDefault();
    this.addFiles(data.files);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  choosePhotos() { byId("files").click(); }

  /** Show the shortcuts; staff have tasks. */
  drawMenu(isStaff) {
    const shown = MENU.filter(([key]) => isStaff || key !== "web-menu-tasks");
    const say = (key, text) => this.room.send({ text, label: t(key) });
    const chips = shown.map(([key, text]) => press("chip", () => say(key, text), { text: t(key) }));
    byId("menu").replaceChildren(...chips);
  }

  addFiles(list) {
    for (const file of list) this.files.push({ file, url: URL.createObjectURL(file) });
    this.say(this.#wrong());
    this.#drawPreviews();
    this.text.focus({ preventScroll: true });
  }

  #drawPreviews() {
    const previews = this.files.map((one, at) => {
      const label = { "aria-label": t("web-remove", { n: at + 1 }) };
      const remove = press("preview-remove", () => this.#remove(one), label, icon("close"));
      return el("li", { class: "preview" }, preview(one), remove);
    });
    byId("previews").replaceChildren(...previews);
    byId("previews").hidden = !previews.length;
    this.#ready();
  }

  #remove(one) {
    URL.revokeObjectURL(one.url);
    this.files = this.files.filter((other) => other !== one);
    this.say(this.#wrong());
    this.#drawPreviews();
    this.text.focus();
  }

  #forgetFiles() { this.files = []; }

  /** Say what is wrong, beside the box; an empty text takes it back. */
  say(words) {
    byId("trouble").textContent = words;
    byId("trouble").hidden = !words;
  }

  #wrong() {
    const { limits } = this.room;
    const sizes = this.files.map(({ file }) => file.size);
    if (sizes.length > limits.photos) return t("web-error-photos");
    if (sizes.some((size) => size > limits.photo)) return t("web-error-photo");
    if (sizes.reduce((sum, size) => sum + size, 0) > limits.body) return t("web-error-too-much");
    if (new Blob([this.text.value]).size > limits.text) return t("web-error-text");
    return "";
  }

  /** Send what is written, unless it is too much: then it stays, and the page says why. */
  submit() {
    const wrong = this.#wrong();
    this.say(wrong);
    if (wrong || byId("send").disabled) return;
    const files = this.files.map(({ file }) => file);
    const urls = this.files.map(({ url }) => url);
    const text = this.text.value.trim();
    this.#forgetFiles();
    this.text.value = "";
    this.#changed();
    this.#drawPreviews();
    this.room.send({ text, files, urls });
  }

  /** Put a refused message back into the box, before what was written since. */
  putBack(message, why) {
    this.text.value = [message.label ? "" : message.text, this.text.value].filter(Boolean).join("\n");
    this.files.unshift(...message.files.map((file) => ({ file, url: URL.createObjectURL(file) })));
    this.#changed();
    this.#drawPreviews();
    this.say(why);
  }

  #changed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 160)}px`;
    sessionStorage.setItem(this.kept, this.text.value.slice(0, 100000));
    if (!this.text.value) this.say("");
    this.#ready();
  }

  #ready() { byId("send").disabled = !this.text.value.trim() && !this.files.length; }

  /** Say everything in the language chosen now. */
  translate(isStaff) {
    this.drawMenu(isStaff);
    this.#drawPreviews();
    fillWords(byId("composer"));
  }
}
