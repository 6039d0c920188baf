// Lets whoever fills in a form take an answer back, and keeps what they fill in until it is sent.
//
// It is kept in this browser alone. The form works without this file, and without the storage.
const form = document.querySelector("[data-answers]");
const thanks = document.querySelector("[data-answers-sent]");
const SENT = "gpx-answers-sent";

if (form) {
  start(form);
}
if (thanks) {
  forgetSent();
}

function start(form) {
  const name = `gpx-answers-${form.dataset.answers}`;
  const fields = [...form.elements].filter(
    ({ name, type }) => name && !["hidden", "submit", "button"].includes(type),
  );
  const notice = form.querySelector("[data-answers-kept]");
  const status = form.querySelector("[data-answers-status]");

  // A form that is shown again was not taken.
  attempt(() => sessionStorage.removeItem(SENT));
  restore(fields, attempt(() => JSON.parse(localStorage.getItem(name))) ?? {});
  notice.hidden = !keep();
  const groups = [...form.querySelectorAll(".govuk-radios")].map(offerToClear);

  form.addEventListener("input", () => {
    keep();
    showButtons();
  });
  form.addEventListener("submit", ({ submitter }) => {
    // The other button is the switch to the other language.
    if (!submitter?.name) {
      attempt(() => sessionStorage.setItem(SENT, name));
    }
  });
  notice.querySelector("[data-answers-clear-all]").addEventListener("click", () => {
    fields.forEach(empty);
    changed(status.dataset.formCleared);
  });
  showButtons();

  function offerToClear(radios) {
    const inputs = [...radios.querySelectorAll("[type=radio]")];
    const template = form.querySelector("[data-answers-clear]");
    const button = template.content.firstElementChild.cloneNode(true);
    button.addEventListener("click", () => {
      inputs.forEach(empty);
      changed(status.dataset.answerCleared);
      // The button goes away, and the focus must not go with it.
      inputs[0].focus();
    });
    radios.after(button);
    return { inputs, button };
  }

  function showButtons() {
    for (const { inputs, button } of groups) {
      button.hidden = !inputs.some((input) => input.checked);
    }
  }

  function changed(words) {
    keep();
    showButtons();
    status.textContent = "";
    status.textContent = words;
  }

  // Returns whether this browser keeps anything.
  function keep() {
    const kept = filledIn(fields);
    return attempt(() => {
      localStorage.setItem(name, JSON.stringify(kept));
      if (!Object.keys(kept).length) {
        localStorage.removeItem(name);
      }
      return true;
    });
  }
}

function forgetSent() {
  attempt(() => {
    localStorage.removeItem(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
  });
}

function isTicked({ type }) {
  return type === "radio" || type === "checkbox";
}

function isFilledIn(field) {
  return isTicked(field) ? field.checked : field.value !== "";
}

function empty(field) {
  if (isTicked(field)) {
    field.checked = false;
  } else {
    field.value = "";
    // The count of characters listens to keys.
    field.dispatchEvent(new Event("keyup"));
  }
}

function filledIn(fields) {
  const kept = {};
  for (const field of fields.filter(isFilledIn)) {
    (kept[field.name] ??= []).push(field.value);
  }
  return kept;
}

// Only where nothing is filled in: what the page came with is newer.
function restore(fields, kept) {
  const present = filledIn(fields);
  for (const field of fields.filter(({ name }) => kept[name] && !present[name])) {
    if (isTicked(field)) {
      field.checked = kept[field.name].includes(field.value);
    } else {
      [field.value] = kept[field.name];
    }
  }
}

// A browser that keeps nothing keeps nothing.
function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
