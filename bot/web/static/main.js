/** Where the page begins: words, then the seat this browser remembers, or the entry. */

import { boot, enter, Refused, Seat } from "./api.js";
import { Chat } from "./chat.js";
import { byId, openDialog, pause } from "./dom.js";
import { drawEntry } from "./entry.js";
import { fillWords, firstLanguage, isEnglish, rememberLanguage, t, useWords } from "./words.js";

const SEAT = "xiaohao-seat";
let page = null; // what /chat/boot answered
let chat = null;
let ended = false;
let invitation = new URLSearchParams(location.search).get("start") ?? "";

/** One person per tab in a demonstration, one per browser otherwise. */
const memory = () => (page.demo ? sessionStorage : localStorage);

async function learn(language) {
  page = await boot(language);
  useWords(page.language, page.words);
  fillWords();
  byId("district").textContent = page.district;
  byId("language").textContent = t("web-language");
  byId("language").lang = isEnglish() ? "zh-CN" : "en";
  byId("language").title = t("web-language-label");
  document.title = `${t("web-title")} · ${page.district}`;
  if (chat) chat.page.boot = page;
}

function show(which) {
  byId("entry").hidden = which !== "entry";
  byId("chat").hidden = which !== "chat";
  byId("leave").hidden = which !== "chat";
}

async function showEntry() {
  byId("who").textContent = t("web-title");
  await drawEntry({ boot: page, invited: Boolean(invitation), ended, enter: takeSeat });
  show("entry");
}

async function takeSeat(sample) {
  for (const button of byId("entry").querySelectorAll("button")) button.disabled = true;
  try {
    const name = await enter(sample);
    memory().setItem(SEAT, name);
    await openChat(name, { text: "/start", start: invitation, quiet: true });
  } catch (error) {
    await showEntry();
    byId("entry").querySelector(".entry-card").append(troubleNote(error));
  }
}

function troubleNote(error) {
  const note = document.createElement("p");
  note.className = "entry-note";
  note.setAttribute("role", "alert");
  note.textContent = error instanceof Refused ? error.message : t("web-lost");
  return note;
}

async function openChat(name, hello) {
  ended = false;
  invitation = "";
  history.replaceState(null, "", location.pathname);
  show("chat");
  chat = new Chat(new Seat(name), { boot: page, ended: () => endChat(true) });
  if (matchMedia("(hover: hover)").matches) byId("text").focus();
  await chat.open(hello);
}

function endChat(byServer) {
  memory().removeItem(SEAT);
  chat?.close();
  chat = null;
  ended = byServer;
  return showEntry();
}

async function toggleLanguage() {
  const wanted = isEnglish() ? "zh-CN" : "en";
  await learn(wanted);
  rememberLanguage(wanted);
  if (chat) chat.newLanguage();
  else await showEntry();
}

function askToLeave() {
  byId("question-text").textContent = t(page.demo ? "web-leave-ask-demo" : "web-leave-ask");
  byId("question-yes").textContent = t(page.demo ? "web-leave-yes-demo" : "web-leave-yes");
  openDialog(byId("question"));
}

async function leave() {
  byId("question").close();
  await chat.seat.leave().catch(() => {}); // the seat is forgotten here in any case
  await endChat(false);
}

async function begin() {
  for (let wait = 1; !page; wait = Math.min(wait * 2, 15)) {
    await learn(firstLanguage()).catch(() => pause(wait));
  }
  byId("language").addEventListener("click", toggleLanguage);
  byId("leave").addEventListener("click", askToLeave);
  byId("question-yes").addEventListener("click", leave);
  addEventListener("beforeunload", (event) => { if (chat?.outgoing.unsent) event.preventDefault(); });
  const seat = memory().getItem(SEAT);
  if (seat) await openChat(seat, invitation && { text: "/start", start: invitation, quiet: true });
  else await showEntry();
}

begin();
