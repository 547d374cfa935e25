/** Making elements. Text always goes in as text: nothing anybody wrote is ever read as HTML. */

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/**
 * Make an element; `attributes` may hold `text`, `on: {event: listener}` and any attribute by name.
 * Children that are null are left out.
 */
export function el(name, attributes = {}, ...children) {
  const { text, on, ...rest } = attributes;
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(rest)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  for (const [event, listener] of Object.entries(on ?? {})) made.addEventListener(event, listener);
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter((child) => child));
  return made;
}

/** Make a button of a class that does something when pressed. */
export function press(className, action, attributes = {}, ...children) {
  return el("button", { type: "button", class: className, on: { click: action }, ...attributes }, ...children);
}

/** Make an SVG element. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Make one of the icons of icons.svg. */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `/static/icons.svg#${name}` }));
}

/** Open a dialog; clicking its backdrop or anything marked `data-close` closes it, as Esc does. */
export function openDialog(dialog) {
  if (!dialog.dataset.ready) {
    dialog.dataset.ready = "1";
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
  if (!dialog.open) dialog.showModal();
}

/** A name no other message has; also where the page is not served securely. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Wait so many seconds; `signal` ends the wait early, without an error. */
export function pause(seconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    signal?.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });
}
