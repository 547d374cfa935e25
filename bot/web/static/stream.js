/** New messages as they come, over one event stream that is opened again whenever it breaks. */

import { Refused } from "./api.js";

const SILENT_S = 40; // the server says something every 15 s
const GRACE_S = 2.5; // a short break is not worth a word
const HIDDEN_POLL_S = 15;

export class Stream {
  /**
   * @param seat the seat
   * @param last id of the newest message already shown
   * @param hears {message(item), own(item), lost(), back(), ended()}
   * @param frugal close while the tab is hidden and look now and then: a browser opens only six
   *   connections to one host, and a demonstration has a tab for each person
   */
  constructor(seat, last, hears, frugal) {
    Object.assign(this, { seat, last, hears, frugal, tries: 0, closed: false });
    this.wake = () => this.#onVisible();
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("online", this.wake);
    this.#open();
  }

  close() {
    this.closed = true;
    this.#drop();
    clearTimeout(this.again);
    clearTimeout(this.complain);
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("online", this.wake);
  }

  #open() {
    this.#drop();
    clearTimeout(this.again);
    const source = new EventSource(this.seat.events(this.last));
    this.source = source;
    source.onopen = () => this.#heard(true);
    source.onmessage = (event) => this.#message(event);
    source.addEventListener("beat", () => this.#heard(false));
    source.addEventListener("own", (event) => { this.#heard(false); this.hears.own(JSON.parse(event.data)); });
    source.onerror = () => this.#broken();
    this.#watch();
  }

  #drop() {
    clearTimeout(this.watchdog);
    this.source?.close();
    this.source = null;
  }

  #message(event) {
    this.#heard(false);
    this.last = Number(event.lastEventId);
    this.hears.message(JSON.parse(event.data));
  }

  #heard(opened) {
    this.#watch();
    this.tries = 0;
    clearTimeout(this.complain);
    this.complain = null;
    if (opened) this.hears.back();
    if (opened && this.frugal && document.hidden) this.#rest();
  }

  #watch() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.#broken(), SILENT_S * 1000);
  }

  async #broken() {
    this.#drop();
    if (this.closed) return;
    this.complain ??= setTimeout(() => this.hears.lost(), GRACE_S * 1000);
    if (await this.#seatEnded()) return;
    const wait = Math.min(15, 0.5 * 2 ** this.tries++) * (0.8 + Math.random() * 0.4);
    clearTimeout(this.again);
    this.again = setTimeout(() => this.#open(), wait * 1000);
  }

  async #seatEnded() {
    try {
      await this.seat.me();
    } catch (error) {
      if (error instanceof Refused && error.status === 401 && !this.closed) {
        this.close();
        this.hears.ended();
        return true;
      }
    }
    return this.closed;
  }

  #rest() {
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      if (!document.hidden) return;
      this.#drop();
      this.again = setTimeout(() => this.#open(), HIDDEN_POLL_S * 1000);
    }, 3000);
  }

  #onVisible() {
    if (this.closed) return;
    if (document.hidden) {
      if (this.frugal) this.#rest();
    } else if (!this.source || this.source.readyState !== EventSource.OPEN) {
      this.tries = 0;
      this.#open();
    }
  }
}
