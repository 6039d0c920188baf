// What the phone keeps: presses that are not sent yet, and the list as it last stood.
const NAME = "gpx-check-in";
const STORES = { presses: "id", lists: "session", settings: "key" };

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(name, { keyPath });
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

const put = (store, value) => run(store, "readwrite", (rows) => rows.put(value));
const get = (store, key) => run(store, "readonly", (rows) => rows.get(key));
const all = (store) => run(store, "readonly", (rows) => rows.getAll());
const remove = (store, key) => run(store, "readwrite", (rows) => rows.delete(key));

// A random name for this browser, which says nothing of who holds it.
export async function device() {
  const kept = await get("settings", "device");
  if (kept) {
    return kept.value;
  }
  const value = newId();
  await put("settings", { key: "device", value });
  return value;
}

// randomUUID needs HTTPS; this is the same without it.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const keepPress = (press) => put("presses", press);
export const forgetPress = (id) => remove("presses", id);

export async function presses(session) {
  const kept = await all("presses");
  return kept.filter((each) => each.session === session).sort((a, b) => a.made_at - b.made_at);
}

export const keepList = (list) => put("lists", list);
export const keptList = (session) => get("lists", session);

// Forget the names of one session, and of every session whose time is up.
export async function forgetNames(session) {
  const now = Date.now();
  for (const list of await all("lists")) {
    if (list.session === session || list.forgetAt <= now) {
      await remove("lists", list.session);
      await forgetPages(list.session);
    }
  }
}

// A session's page is kept once for each language in which it was opened; both end in its number.
async function forgetPages(session) {
  for (const name of (await self.caches?.keys()) ?? []) {
    if (name.startsWith("check-in-")) {
      const kept = await caches.open(name);
      const pages = await kept.keys();
      const own = pages.filter(({ url }) => new URL(url).pathname.endsWith(`/${session}/`));
      await Promise.all(own.map((page) => kept.delete(page, { ignoreVary: true })));
    }
  }
}
