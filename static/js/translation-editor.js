// Keeps what is typed in the translation editor until it is saved: a session that ends, or a browser that does,
// loses nothing. The editor works without it.
const form = document.querySelector("[data-translation-editor]");
const problems = document.querySelector("[data-editor-focus]");

if (problems) {
  problems.focus();
}
if (form) {
  keep(form);
}

function keep(form) {
  const name = `gpx-translation-editor-${form.dataset.translationEditor}`;
  const fields = [...form.querySelectorAll("textarea:not([readonly])")];
  const typed = read(name);
  let restored = false;

  for (const field of fields) {
    const before = typed[field.name];
    // Only over what was there when it was typed: what is saved since is newer.
    if (before && before.over === field.defaultValue && before.words !== field.value) {
      field.value = before.words;
      restored = true;
    }
  }
  form.querySelector("[data-editor-restored]").hidden = !restored;
  form.addEventListener("input", write);
  form.addEventListener("submit", write);
  write();

  function write() {
    const changed = fields.filter((field) => field.value !== field.defaultValue);
    const entries = changed.map((field) => [
      field.name,
      { words: field.value, over: field.defaultValue },
    ]);
    try {
      if (entries.length) {
        localStorage.setItem(name, JSON.stringify(Object.fromEntries(entries)));
      } else {
        localStorage.removeItem(name);
      }
    } catch {
      // A browser that keeps nothing keeps nothing.
    }
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}
