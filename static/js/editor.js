// Lets Wagtail's page editor lose nothing.
//
// It takes what is typed in its first two seconds for what was there before, and what is typed
// while a draft is on its way for saved: here both are noticed, and saved as well. And where the
// session has ended, it says so, keeps the form on the screen, and goes on when the editor has
// signed in again in another tab.
const { accountUrl, signedOut, signIn, signInUrl } = document.currentScript.dataset;
const LOOK_EVERY = 3000;
const NOT_WRITTEN = /^(csrfmiddlewaretoken|next|(loaded|overwrite)_revision_.*|comments-.*)$/;

let typedIn = null;
let sent = null;
let notice = null;

document.addEventListener("input", ({ target, isTrusted }) => {
  if (isTrusted) {
    typedIn = target;
  }
});

document.addEventListener("w-unsaved:watch-edits", ({ target: form }) => {
  if (!sent && form.contains(typedIn)) {
    save(form);
  }
});

document.addEventListener("w-autosave:save", (event) => {
  sent = event.detail.formData;
});

document.addEventListener("w-autosave:success", ({ target: form, detail }) => {
  const answered = new Set(Object.keys(detail.response.field_updates ?? {}));
  if (written(new FormData(form), answered) !== written(sent, answered)) {
    save(form);
  }
});

document.addEventListener("w-autosave:error", async ({ target: form, detail }) => {
  if (detail.type === "server_error" && (await isSignedOut()) && !notice) {
    wait(form);
  }
});

function written(data, answered) {
  const entries = [...data].filter(([name]) => !NOT_WRITTEN.test(name) && !answered.has(name));
  return JSON.stringify(entries.map(([name, value]) => [name, value.name ?? value]));
}

function save(form) {
  // Until it is saved, whoever leaves is asked.
  form.dataset.wUnsavedForceValue = "true";
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true }));
}

// Whoever is signed in is answered with a page; others are sent to sign in.
function account() {
  return fetch(accountUrl, { redirect: "manual", cache: "no-store" });
}

async function isSignedOut() {
  return (await account()).type === "opaqueredirect";
}

function wait(form) {
  notice = document.createElement("div");
  notice.className = "gpx-signed-out";
  notice.setAttribute("role", "alert");
  notice.tabIndex = -1;
  const link = Object.assign(document.createElement("a"), { href: signInUrl, target: "_blank" });
  link.textContent = signIn;
  notice.append(`${signedOut} `, link);
  form.prepend(notice);
  form.addEventListener("submit", hold, { capture: true });
  setTimeout(() => look(form), LOOK_EVERY);
}

function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  notice.focus();
}

async function look(form) {
  const answer = await account().catch(() => null);
  if (!answer?.ok) {
    setTimeout(() => look(form), LOOK_EVERY);
    return;
  }
  renewToken(await answer.text());
  form.removeEventListener("submit", hold, { capture: true });
  notice.remove();
  notice = null;
  save(form);
}

// To sign in makes another token, without which nothing can be sent.
function renewToken(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  window.wagtailConfig.CSRF_TOKEN = token;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    field.value = token;
  }
}
