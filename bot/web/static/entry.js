/** The first page: the privacy notice, and in a demonstration the sample people. */

import { people } from "./api.js";
import { byId, el, press } from "./dom.js";
import { roleOf, sayPerson, t } from "./words.js";

const ORDER = ["resident", "grid_worker", "unit_staff", "supervisor", "admin"];

/** Draw it; `enter(sample)` is called with a sample person's key, or nothing for a resident. */
export async function drawEntry({ boot, invited, ended, enter }) {
  const parts = [
    el("img", { class: "entry-mark", src: "/static/mark.svg", alt: "", width: 72, height: 72 }),
    el("h2", { class: "entry-title", text: t("web-title") }),
    el("p", { class: "entry-tagline", text: t("web-tagline") }),
    ended ? el("p", { class: "entry-note", role: "alert", text: t("web-ended") }) : null,
    invited ? el("p", { class: "entry-note", text: t("web-enter-invited") }) : null,
  ];
  const samples = boot.demo ? await people().catch(() => []) : [];
  const body = samples.length ? demo(boot, samples, invited, enter) : resident(boot, enter);
  byId("entry").replaceChildren(el("div", { class: "entry-card" }, ...parts.filter(Boolean), ...body));
}

function resident(boot, enter) {
  const start = press("strong wide", () => enter(), { id: "enter", text: t("web-enter") });
  return [el("section", { class: "notice" }, el("h3", { text: t("web-notice-title") }), ...notice(boot)), start];
}

function notice(boot) {
  const paragraphs = boot.notice.split(/\n+/).filter((line) => line.trim());
  const made = paragraphs.map((line) => el("p", { text: line.trim() }));
  if (boot.phone) made.push(el("p", { class: "notice-phone", text: t("web-notice-phone", { phone: boot.phone }) }));
  return made;
}

function demo(boot, samples, invited, enter) {
  const weight = invited ? "strong" : "plain";
  const fresh = press(`${weight} wide`, () => enter(), { id: "enter", text: t("web-enter-new") });
  const folded = el("details", { class: "notice" }, el("summary", { text: t("web-demo-notice") }), ...notice(boot));
  const choice = [
    el("h3", { class: "entry-choose", text: t("web-demo-title") }),
    el("ul", { class: "people" }, ...sorted(samples).map((one) => person(one, enter))),
    el("p", { class: "entry-hint", text: t("web-demo-hint") }),
  ];
  return invited ? [fresh, ...choice, folded] : [...choice, fresh, folded];
}

const sorted = (samples) => [...samples].sort((a, b) => ORDER.indexOf(roleOf(a)) - ORDER.indexOf(roleOf(b)));

function person(one, enter) {
  const role = roleOf(one);
  const name = sayPerson(one);
  const label = t(`web-role-${role}`);
  const initial = { class: `avatar role-${role}`, "aria-hidden": "true", text: label.slice(0, 1) };
  const detail = name.startsWith(label) ? one.title : label;
  const small = detail && detail !== name ? el("small", { text: detail }) : null;
  const names = el("span", { class: "person-names" }, el("strong", { text: name }), small);
  const key = { "data-key": one.key };
  return el("li", {}, press("person", () => enter(one.key), key, el("span", initial), names));
}
