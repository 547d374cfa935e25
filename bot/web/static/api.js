/** Talking to the server. A refusal has words for the person; anything else is worth another try. */

import { language } from "./words.js";

/** The server said no, and why; trying the same again would not help. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The server could not be reached, or stumbled; trying again may help. */
export class Trouble extends Error {}

const REFUSALS = new Set([400, 401, 403, 404, 409, 410, 413, 422, 507]);

async function ask(path, { seconds = 20, ...options } = {}) {
  const headers = { "Accept-Language": language(), "X-Xiaohao": "1", ...options.headers };
  const request = { ...options, headers, signal: AbortSignal.timeout(seconds * 1000) };
  let answer;
  try {
    answer = await fetch(path, request);
  } catch (error) {
    throw new Trouble(error.message);
  }
  if (answer.ok) return answer.json();
  if (!REFUSALS.has(answer.status)) throw new Trouble(String(answer.status));
  const said = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, said.message ?? "");
}

export const boot = (wish) => ask(`/chat/boot?language=${encodeURIComponent(wish)}`);
export const people = async () => (await ask("/chat/people")).people;

/** Take a seat, as a new resident or (demo) as somebody of the sample; returns its name. */
export async function enter(sample) {
  const body = JSON.stringify({ agree: true, language: language(), ...(sample ? { as: sample } : {}) });
  const headers = { "Content-Type": "application/json" };
  return (await ask("/chat/enter", { method: "POST", headers, body })).seat;
}

/** One seat's addresses. */
export class Seat {
  constructor(name) {
    this.name = name;
    this.base = `/chat/s/${encodeURIComponent(name)}`;
  }

  me() { return ask(`${this.base}/me`); }

  history(before = "", limit = 40) {
    return ask(`${this.base}/history?limit=${limit}&before=${encodeURIComponent(before)}`);
  }

  post(form) { return ask(`${this.base}/messages`, { method: "POST", body: form, seconds: 180 }); }

  leave() { return ask(`${this.base}/leave`, { method: "POST" }); }

  map() { return ask(`${this.base}/map`); }

  events(after) { return `${this.base}/events?after=${after}`; }

  photo(name, size) { return `${this.base}/photos/${encodeURIComponent(name)}/${size}.jpg`; }
}
