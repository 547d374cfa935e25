/** The list of messages: what stands in it, in which order, and where it is scrolled to. */

import { drawMessage, markState } from "./bubble.js";
import { byId, el } from "./dom.js";
import { sameDay, sayDay, t } from "./words.js";

const GROUP_MS = 4 * 60000;
const NEAR_PX = 120;
const TYPING_S = 15;

export class Log {
  constructor(room) {
    Object.assign(this, { room, items: [], articles: new Map(), unread: 0 });
    this.box = byId("log");
    this.scroller = byId("scroller");
    this.controller = new AbortController();
    const { signal } = this.controller;
    byId("newer").addEventListener("click", () => this.toEnd(true), { signal });
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { signal, passive: true });
    this.watcher = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    this.watcher.observe(this.box);
    this.watcher.observe(this.scroller);
    this.stuck = true;
    this.redraw();
  }

  close() {
    this.controller.abort();
    this.watcher.disconnect();
    clearTimeout(this.quiet);
    this.box.replaceChildren();
  }

  nameOf(item) { return item.side === "in" ? `in:${item.key}` : `out:${item.id}`; }

  has(item) { return this.articles.has(this.nameOf(item)); }

  /** Add a message at the end; one that is there already stays as it is. */
  add(item) {
    if (this.has(item)) return;
    const follow = this.stuck || item.side === "in";
    this.items.push(item);
    this.#draw(item, this.items.at(-2), null);
    this.#fade();
    if (item.side === "out") this.typing(false);
    if (follow) this.toEnd();
    else this.#count();
  }

  /** Put older messages before the first one, without moving what is being read. */
  prepend(items) {
    const fresh = items.filter((item) => !this.has(item));
    const bottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.items.unshift(...fresh);
    this.redraw();
    this.scroller.scrollTop = this.scroller.scrollHeight - bottom;
  }

  remove(item) {
    this.articles.get(this.nameOf(item))?.remove();
    this.articles.delete(this.nameOf(item));
    this.items = this.items.filter((one) => one !== item);
  }

  mark(item, state) {
    item.state = state;
    const article = this.articles.get(this.nameOf(item));
    if (article) markState(article, state, this.room);
  }

  /** Draw everything anew: other words, or older messages. A reader is not told of it again. */
  redraw() {
    this.box.setAttribute("aria-live", "off");
    this.box.replaceChildren();
    this.articles.clear();
    this.items.forEach((item, at) => this.#draw(item, this.items[at - 1], null));
    this.#fade();
    requestAnimationFrame(() => this.box.setAttribute("aria-live", "polite"));
  }

  #draw(item, before) {
    const at = new Date(item.at);
    const then = before ? new Date(before.at) : null;
    const newDay = !then || !sameDay(at, then);
    if (newDay) this.box.append(el("div", { class: "day" }, el("span", { text: sayDay(at) })));
    const article = drawMessage(item, this.room);
    if (!newDay && before.side === item.side && at - then < GROUP_MS) article.classList.add("goes-on");
    this.articles.set(this.nameOf(item), article);
    this.box.append(article);
    if (item.side === "in") markState(article, item.state ?? "sent", this.room);
  }

  /** Only the newest message's buttons stand out; a control that asks for something is only there. */
  #fade() {
    const said = this.items.filter((item) => item.side === "out");
    const newest = said.at(-1);
    const asked = said.findLast((item) => item.rows?.length);
    for (const item of said) {
      const article = this.articles.get(this.nameOf(item));
      article.classList.toggle("old", item !== asked);
      article.classList.toggle("answered", item !== newest);
    }
  }

  toEnd(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.stuck = true;
    this.#read();
  }

  /** Show that an answer is being made; it goes by itself when none comes. */
  typing(on) {
    clearTimeout(this.quiet);
    byId("typing").hidden = !on;
    if (!on) return;
    if (this.stuck) this.toEnd();
    this.quiet = setTimeout(() => this.typing(false), TYPING_S * 1000);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.stuck) this.#read();
    else byId("newer").hidden = false;
  }

  #count() {
    this.unread += 1;
    byId("newer").hidden = false;
    byId("newer-count").textContent = t("web-unread", { count: this.unread });
  }

  #read() {
    this.unread = 0;
    byId("newer").hidden = true;
    byId("newer-count").textContent = "";
  }
}
