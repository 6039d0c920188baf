// The check-in page: presses are kept on the phone first and sent when there is a network.
// Without this file the same buttons are plain forms.
import { canScan, scan } from "./scan.js";
import * as store from "./store.js";

const EVERY = 5000;
const AT_ONCE = 100;

const words = JSON.parse(document.getElementById("check-in-words").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);
const parts = Object.fromEntries(
  ["summary", "status", "said", "search", "people", "nobody", "row", "overwritten", "leave"].map(
    (name) => [name, document.querySelector(`[data-${name}]`)],
  ),
);
let state = null;
let waiting = [];
let refused = [];
let sending = null;
let connected = true;
let closed = false;

start();

async function start() {
  if (Date.now() > words.forgetAt) {
    waiting = await store.presses(words.session);
    if (waiting.length > 0) {
      await renew(); // nobody had a network before: it still counts
    }
    await forget();
    return;
  }
  await store.forgetNames(null);
  keepPage().catch(() => {}); // where a worker is not allowed, the page needs the network
  const box = parts.search.querySelector("input");
  box.value ||= new URLSearchParams(location.search).get("q") ?? "";
  state = (await store.keptList(words.session))?.state ?? null;
  waiting = await store.presses(words.session);
  show();
  document.addEventListener("submit", onSubmit);
  box.addEventListener("input", show);
  addEventListener("online", renew);
  addEventListener("offline", renew);
  prepareScanning();
  await renew();
  setInterval(() => document.hidden || renew(), EVERY);
}

// The worker keeps everything that this page has loaded, and then the page.
async function keepPage() {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  await navigator.serviceWorker.register(words.worker);
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((each) => each.name);
  const own = loaded.filter((url) => new URL(url).pathname.startsWith("/static/"));
  active.postMessage({ keep: [...own, words.page] });
}

// Presses ---------------------------------------------------------------------

async function onSubmit(event) {
  const form = event.target;
  if (form === parts.search) {
    event.preventDefault();
    show();
    document.activeElement?.blur();
  } else if (form === parts.leave) {
    await leave(event);
  } else if (form.elements.reference) {
    event.preventDefault();
    await press(form.elements.reference.value, event.submitter.value, "manual");
  }
}

async function press(reference, arrived, source) {
  const device = await store.device();
  const { session } = words;
  const made = { id: store.newId(), session, reference, arrived, source, device };
  const kept = { ...made, made_at: Date.now() };
  await store.keepPress(kept);
  waiting.push(kept);
  const name = person(reference)?.name ?? reference;
  say(fill(arrived === "yes" ? words.arrived : words.undone, { name }));
  show();
  await renew();
  if (waiting.length > 0 && connected) {
    await renew(); // it was pressed while another was on its way
  }
}

// Send what waits, then ask how it stands; one at a time.
function renew() {
  if (closed) {
    return Promise.resolve();
  }
  sending ??= talk().finally(() => {
    sending = null;
  });
  return sending;
}

async function talk() {
  try {
    let more = waiting.length > 0;
    while (more) {
      await send(waiting.slice(0, AT_ONCE));
      more = waiting.length > 0;
    }
    await takeIn(await (await ask(words.state)).json());
    connected = true;
  } catch (error) {
    if (error instanceof Closed) {
      await forget();
      return;
    }
    connected = false;
  }
  show();
}

async function send(presses) {
  const answer = await ask(words.sync, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ sent_at: Date.now(), presses }),
  });
  const { results, state: now } = await answer.json();
  for (const each of presses) {
    await store.forgetPress(each.id);
    if (results[each.id] === "refused") {
      refused.push(person(each.reference)?.name ?? each.reference);
    }
  }
  const done = new Set(presses.map((each) => each.id));
  waiting = waiting.filter((each) => !done.has(each.id));
  await takeIn(now);
}

class Closed extends Error {}

async function ask(url, options = {}) {
  const answer = await fetch(url, { cache: "no-store", ...options });
  if (answer.status === 403) {
    throw new Closed();
  }
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return answer;
}

function token() {
  return parts.leave.elements.csrfmiddlewaretoken.value;
}

async function takeIn(now) {
  state = now;
  const { session, forgetAt } = words;
  await store.keepList({ session, forgetAt, state });
}

// What is shown ---------------------------------------------------------------

function person(reference) {
  return state?.people.find((each) => each.reference === reference);
}

// The list as it stands, with what was pressed here and is not sent yet.
function people() {
  const pressed = new Map(waiting.map((each) => [each.reference, each.arrived === "yes"]));
  return state.people.map((each) => ({
    ...each,
    arrived: pressed.get(each.reference) ?? each.arrived,
  }));
}

function show() {
  showStatus();
  if (!state) {
    return;
  }
  const everybody = people();
  const arrived = everybody.filter((each) => each.arrived).length;
  setText(parts.summary, fill(words.summary, { arrived, total: everybody.length }));
  const wanted = plain(parts.search.querySelector("input").value).split(" ");
  const found = everybody.filter((each) => wanted.every((word) => each.words.includes(word)));
  showPeople(found);
  parts.nobody.hidden = found.length > 0;
  parts.overwritten.hidden = state.overwritten.length === 0;
  parts.overwritten.querySelector("ul").replaceChildren(
    ...state.overwritten.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}

// Rows that stay keep their place in the page, and with it the focus.
function showPeople(found) {
  const rows = new Map([...parts.people.children].map((row) => [row.dataset.reference, row]));
  let before = null;
  for (const each of found) {
    const row = rows.get(each.reference) ?? newRow(each);
    rows.delete(each.reference);
    fillRow(row, each);
    const next = before ? before.nextElementSibling : parts.people.firstElementChild;
    if (row !== next) {
      parts.people.insertBefore(row, next);
    }
    before = row;
  }
  rows.forEach((row) => row.remove());
}

function newRow(each) {
  const row = parts.row.content.firstElementChild.cloneNode(true);
  row.dataset.reference = each.reference;
  return row;
}

function fillRow(row, each) {
  const { name, organisation, reference, arrived } = each;
  row.classList.toggle("gpx-door__person--arrived", arrived);
  setText(row.querySelector("[data-name]"), name);
  setText(row.querySelector("[data-organisation]"), organisation);
  setText(row.querySelector("[data-code]"), reference);
  row.querySelector("[data-tag]").hidden = !arrived;
  row.querySelector("[name=reference]").value = reference;
  const button = row.querySelector("button");
  button.value = arrived ? "no" : "yes";
  button.classList.toggle("govuk-button--secondary", arrived);
  button.setAttribute("aria-label", fill(arrived ? words.undoName : words.checkInName, { name }));
  setText(button, arrived ? words.undo : words.checkIn);
}

function showStatus() {
  const n = waiting.length;
  const offline = !connected || !navigator.onLine;
  const counted = offline ? words.waitingOffline : words.waitingConnected;
  const calm = offline ? words.offline : words.connected;
  const lines = [n ? fill(counted[plural.select(n)], { n }) : calm];
  lines.push(...refused.map((name) => fill(words.refused, { name })));
  parts.status.hidden = false;
  parts.status.classList.toggle("gpx-door__status--offline", offline);
  setText(parts.status, lines.join(" "));
}

function say(text) {
  setText(parts.said, text);
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_match, name) => String(values[name]));
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).join(" ").trim();
}

// The camera ------------------------------------------------------------------

async function prepareScanning() {
  const section = document.querySelector("[data-scan]");
  if (!(await canScan())) {
    return;
  }
  const [begin, end] = section.querySelectorAll("button");
  const video = section.querySelector("video");
  let stop = null;
  section.hidden = false;
  begin.addEventListener("click", async () => {
    try {
      video.hidden = false;
      stop = await scan(video, onTicket);
      toggle(true);
    } catch {
      toggle(false);
      say(words.noCamera);
    }
  });
  end.addEventListener("click", () => {
    stop?.();
    toggle(false);
  });

  function toggle(on) {
    video.hidden = end.hidden = !on;
    begin.hidden = on;
    (on ? end : begin).focus();
  }
}

async function onTicket(reference) {
  const holder = state && people().find((each) => each.reference === reference);
  if (!holder) {
    say(fill(words.unknown, { reference }));
  } else if (holder.arrived) {
    say(fill(words.already, { name: holder.name }));
  } else {
    await press(reference, "yes", "qr");
  }
}

// The end ---------------------------------------------------------------------

async function leave(event) {
  event.preventDefault();
  await renew();
  if (waiting.length > 0 || !connected) {
    say(words.unsent);
    return;
  }
  await forgetEverything();
  parts.leave.submit();
}

// The phone may not see the names any more: neither may whoever finds it.
async function forget() {
  await forgetEverything();
  parts.people.replaceChildren();
  parts.status.hidden = false;
  setText(parts.status, waiting.length > 0 ? `${words.closed} ${words.stays}` : words.closed);
}

async function forgetEverything() {
  closed = true;
  await store.forgetNames(words.session);
}
