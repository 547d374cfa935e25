/** One open conversation: what comes in, what goes out, and who sits here. */

import { Refused } from "./api.js";
import { areas } from "./areas.js";
import { Composer } from "./composer.js";
import { byId, pause } from "./dom.js";
import { Log } from "./log.js";
import { locate, PlaceSheet } from "./place.js";
import { draft, Sending } from "./sending.js";
import { Stream } from "./stream.js";
import { language, roleOf, sayPerson, t } from "./words.js";

export class Chat {
  /** @param page {boot, ended()} */
  constructor(seat, page) {
    Object.assign(this, { seat, page, who: { title: "", hats: [] }, unseen: 0, heard: 0, closed: false });
    this.room = {
      seat,
      limits: page.boot.limits,
      role: "resident",
      tap: (item, button, label) => this.send({ tap: { message: item.id, button }, label }),
      ask: (kind) => this.ask(kind),
      show: (point) => this.places.view(point).catch(() => this.#lost()),
      resend: () => this.outgoing.resend(),
      send: (parts) => this.send(parts),
      place: () => this.ask("map"),
    };
    this.items = new Map();
    this.log = new Log(this.room);
    this.composer = new Composer(this.room);
    this.places = new PlaceSheet(seat, (point) => this.send({ point }));
    this.outgoing = new Sending(seat, this);
    this.older = () => this.#loadOlder();
    this.seen = () => { if (!document.hidden) this.#unread(0); };
    byId("older").addEventListener("click", this.older);
    document.addEventListener("visibilitychange", this.seen);
  }

  close() {
    this.closed = true;
    for (const part of [this.log, this.composer, this.places, this.outgoing, this.stream]) part?.close();
    byId("older").removeEventListener("click", this.older);
    document.removeEventListener("visibilitychange", this.seen);
    byId("bar").hidden = true;
    this.#unread(0);
  }

  /** Show the conversation so far, then listen; `hello` is what to say first, if anything. */
  async open(hello) {
    const page = await this.#patiently(() => this.seat.history());
    if (!page) return;
    this.back();
    this.#older(page);
    this.log.prepend(page.items);
    this.log.toEnd();
    this.stream = new Stream(this.seat, page.last, this, this.page.boot.demo);
    if (hello) this.send(hello);
    await this.meet();
    areas(this.seat).catch(() => {});
  }

  async #patiently(ask) {
    for (let wait = 1; !this.closed; wait = Math.min(wait * 2, 15)) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused) { this.ended(); return null; }
        this.lost();
      }
      await pause(wait);
    }
    return null;
  }

  #older({ before }) {
    this.before = before;
    byId("older").hidden = !before;
  }

  async #loadOlder() {
    const button = byId("older");
    button.disabled = true;
    try {
      const page = await this.seat.history(this.before);
      this.#older(page);
      this.log.prepend(page.items);
    } catch {
      this.#lost();
    } finally {
      button.disabled = false;
    }
  }

  /** Learn who sits here; an invitation may just have changed it. */
  async meet() {
    try {
      this.who = await this.seat.me();
    } catch {
      return; // the stream finds out what is the matter
    }
    this.translate();
  }

  translate() {
    const name = sayPerson(this.who);
    byId("who").textContent = t("web-you-are", { who: name });
    this.room.role = roleOf(this.who);
    this.composer.translate(this.who.hats.length > 0);
    this.log.redraw();
  }

  /** Say everything in the language chosen now, and let the other side know. */
  newLanguage() {
    this.translate();
    this.send({ text: `/language ${language()}`, quiet: true });
  }

  send(parts) {
    const message = draft(parts);
    if (!message.quiet) this.#show(message, parts.urls);
    message.heard = this.heard;
    this.outgoing.add(message);
  }

  /** Show a message before it has arrived; `urls` are its pictures as the page has them. */
  #show({ key, text, label, files, point }, urls) {
    const at = new Date().toISOString();
    const photos = files.map((_, position) => `${key}.${position}`);
    const shown = { side: "in", key, at, text: label || text, photos, urls, point, state: "sending" };
    this.items.set(key, shown);
    this.log.add(shown);
  }

  async ask(kind) {
    if (kind === "photo") return this.composer.choosePhotos();
    if (kind === "map") return this.places.choose().catch(() => this.#lost());
    this.composer.say(t("web-locating"));
    try {
      const point = await locate();
      this.composer.say("");
      return this.send({ point });
    } catch (error) {
      this.composer.say("");
      return this.places.choose(error.message).catch(() => this.#lost());
    }
  }

  #mark(message, state) {
    const shown = this.items.get(message.key);
    if (shown) this.log.mark(shown, state);
  }

  // What Sending tells.

  sending(message) { this.#mark(message, "sending"); }

  sent(message) {
    this.#mark(message, "sent");
    if (this.heard === message.heard) this.log.typing(true);
    if (message.start) this.meetAgain = true;
  }

  failed(message) { this.#mark(message, "failed"); }

  refused(message, why) {
    const shown = this.items.get(message.key);
    if (shown) this.log.remove(shown);
    this.composer.putBack(message, why);
  }

  // What Stream tells.

  message(item) {
    if (this.log.has(item)) return;
    this.heard += 1;
    this.log.add(item);
    if (document.hidden) this.#unread(this.unseen + 1);
    if (this.meetAgain) this.meet();
    this.meetAgain = false;
  }

  own(item) { this.log.add({ ...item, state: "sent" }); }

  lost() {
    byId("bar").textContent = t("web-lost");
    byId("bar").hidden = false;
  }

  back() { byId("bar").hidden = true; }

  ended() { this.page.ended(); }

  #lost() { this.composer.say(t("web-lost")); }

  #unread(count) {
    this.unseen = count;
    const title = `${t("web-title")} · ${this.page.boot.district}`;
    document.title = count ? `(${count}) ${title}` : title;
  }
}
