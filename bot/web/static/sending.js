/** What the person sends: one after the other, in order, tried again while the server is away. */

import { Refused } from "./api.js";
import { pause, uuid } from "./dom.js";
import { language } from "./words.js";

const WAITS_S = [1, 2, 4, 8, 15, 30];

/** Make a message to send; what is left out is empty. */
export function draft(parts) {
  return { key: uuid(), text: "", files: [], point: null, tap: null, label: "", start: "", quiet: false, ...parts };
}

function formOf(message) {
  const form = new FormData();
  const { key, text, label, start, point, tap, quiet } = message;
  const fields = { key, text, label, start, language: language(), quiet: quiet ? "1" : "" };
  if (point) Object.assign(fields, { lon: point[0], lat: point[1] });
  if (tap) Object.assign(fields, { message: tap.message, button: tap.button });
  for (const [name, value] of Object.entries(fields)) if (value !== "") form.append(name, value);
  for (const file of message.files) form.append("photos", file, file.name);
  return form;
}

export class Sending {
  /** @param hears {sending(m), sent(m), failed(m), refused(m, why), ended()} */
  constructor(seat, hears) {
    Object.assign(this, { seat, hears, queue: [], failed: [], busy: false, closed: false });
    this.online = () => this.#hurry();
    window.addEventListener("online", this.online);
  }

  close() {
    this.closed = true;
    window.removeEventListener("online", this.online);
    this.#hurry();
  }

  /** Whether something the person wrote has not arrived yet. */
  get unsent() { return [...this.queue, ...this.failed].some((message) => !message.quiet); }

  add(message) {
    this.queue.push(message);
    this.hears.sending(message);
    this.#work();
  }

  /** Try everything that failed again, in the order written. */
  resend() {
    const again = this.failed.splice(0);
    this.queue.unshift(...again);
    again.forEach((message) => this.hears.sending(message));
    this.#work();
  }

  #hurry() { this.hurry?.abort(); }

  async #work() {
    if (this.busy) return;
    this.busy = true;
    while (this.queue.length && !this.closed) await this.#first();
    this.busy = false;
  }

  async #first() {
    const message = this.queue[0];
    try {
      const arrived = await this.#try(message);
      if (arrived) this.#done(message, () => this.hears.sent(message));
      else this.#giveUp();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#done(message, () => this.#refused(message, error));
    }
  }

  #done(message, tell) {
    this.queue.shift();
    tell();
  }

  #refused(message, error) {
    if (error.status === 401) this.hears.ended();
    else this.hears.refused(message, error.message);
  }

  #giveUp() {
    const given = this.queue.splice(0);
    this.failed.push(...given);
    given.forEach((message) => this.hears.failed(message));
  }

  async #try(message) {
    for (const wait of [...WAITS_S, 0]) {
      if (this.closed) return false;
      try {
        await this.seat.post(formOf(message));
        return true;
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      this.hurry = new AbortController();
      await pause(wait, this.hurry.signal);
    }
    return false;
  }
}
