/** The page's words in the language chosen, and how it says times. */

const REMEMBERED = "xiaohao-language";
let words = {};
let chosen = "zh-CN";

/** The language to begin with: chosen before, else the browser's, else Chinese. */
export function firstLanguage() {
  const before = localStorage.getItem(REMEMBERED);
  if (before) return before;
  const wishes = navigator.languages ?? [navigator.language];
  if (wishes.some((wish) => wish.startsWith("zh"))) return "zh-CN";
  return wishes.some((wish) => wish.startsWith("en")) ? "en" : "zh-CN";
}

export const language = () => chosen;
export const isEnglish = () => chosen === "en";

/** Take the words of a language into use. */
export function useWords(name, found) {
  chosen = name;
  words = found;
  document.documentElement.lang = name;
}

export const rememberLanguage = (name) => localStorage.setItem(REMEMBERED, name);

/** The words of a key, with its variables filled in. */
export function t(key, facts = {}) {
  const pattern = words[key] ?? "";
  return pattern.replace(/\{([a-z]+)\}/g, (_, name) => String(facts[name] ?? ""));
}

/** Fill in every element that names its words: text, label, hint. */
export function fillWords(root = document) {
  for (const one of root.querySelectorAll("[data-words]")) one.textContent = t(one.dataset.words);
  for (const one of root.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", t(one.dataset.label));
    if (one.matches("button")) one.title = t(one.dataset.label);
  }
  for (const one of root.querySelectorAll("[data-hint]")) one.placeholder = t(one.dataset.hint);
}

const dayNumber = (date) => Math.floor((date - date.getTimezoneOffset() * 60000) / 86400000);

/** Whether two moments fall on one day, here. */
export const sameDay = (one, other) => dayNumber(one) === dayNumber(other);

/** A day as a chat says it: today, yesterday, 3月12日 星期二. */
export function sayDay(date, now = new Date()) {
  const ago = dayNumber(now) - dayNumber(date);
  if (ago === 0) return t("web-today");
  if (ago === 1) return t("web-yesterday");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(chosen, { year, month: "long", day: "numeric", weekday: "long" });
}

/** A time of day, 24 hours. */
export const sayTime = (date) =>
  date.toLocaleTimeString(chosen, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** A person as the header says them: their title, else their role and where it reaches. */
export function sayPerson({ title, hats }) {
  if (title && !isEnglish()) return title;
  if (!hats.length) return t("web-role-resident");
  return hats.map(sayHat).join(isEnglish() ? ", " : "、");
}

/** What a person mainly is: the first role they were given. */
export const roleOf = ({ hats }) => hats[0]?.role ?? "resident";

function sayHat(hat) {
  const place = isEnglish() ? hat.place_en : hat.place;
  const role = t(`web-role-${hat.role}`);
  return place ? `${role} · ${place}` : role;
}
