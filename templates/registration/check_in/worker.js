// Keeps the check-in page and what it loads, for when there is no network. It keeps nothing else.
const KEPT = "check-in-1";
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data.keep) {
    event.waitUntil(keep(event.data.keep));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(navigate(request, url));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(loaded(request));
  }
});

async function keep(urls) {
  const cache = await caches.open(KEPT);
  for (const url of urls) {
    const answer = await fetch(url, { cache: "no-cache" }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      await cache.put(url, answer);
    }
  }
}

// The network first: the page of the last visit is for when there is none.
async function navigate(request, url) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(url.pathname);
  try {
    const patience = kept ? { signal: AbortSignal.timeout(PATIENCE) } : undefined;
    const answer = await fetch(request, patience);
    if (answer.status === 403) {
      await cache.delete(url.pathname);
    } else if (kept && answer.ok && !answer.redirected && !url.search) {
      await cache.put(url.pathname, answer.clone());
    }
    return answer;
  } catch (error) {
    const instead = kept ?? (await nearest(cache, url));
    if (instead) {
      return instead;
    }
    throw error;
  }
}

// A ticket that was scanned by the phone's own camera: look for its reference in the kept list.
// The link itself, opened again: the page that it led to, where no other session's is kept.
async function nearest(cache, url) {
  const reference = url.pathname.match(/\/([A-Z\d]{8})\/$/)?.[1];
  const isLink = /\/[\w-]{20,}\/$/.test(url.pathname);
  const paths = (await cache.keys()).map((request) => new URL(request.url).pathname);
  const pages = paths.filter((path) => /\/\d+\/$/.test(path));
  const sessions = new Set(pages.map((path) => path.match(/\d+(?=\/$)/)[0]));
  if (reference && pages.length > 0) {
    return Response.redirect(`${pages.at(-1)}?q=${reference}`);
  }
  return isLink && sessions.size === 1 ? Response.redirect(pages.at(-1)) : null;
}

async function loaded(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) {
      return kept;
    }
    throw error;
  }
}
