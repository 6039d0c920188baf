// Renews the part of a page that changes as answers arrive. The page works without it, by its link.
const EVERY = 2000;
const ANNOUNCE_EVERY = 10000;

for (const report of document.querySelectorAll("[data-live-report]")) {
  keepFresh(report);
}

function keepFresh(report) {
  const body = report.querySelector("[data-live-body]");
  const pause = report.querySelector("[data-live-pause]");
  const status = report.querySelector("[data-live-status]");
  let paused = false;
  let tag = "";
  let announced = 0;

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
  });
  schedule();

  function schedule() {
    setTimeout(async () => {
      if (!paused && !document.hidden) {
        await renew();
      }
      schedule();
    }, EVERY);
  }

  async function renew() {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const response = await fetch(report.dataset.liveReport, { headers, cache: "no-store" });
      if (response.status === 304) {
        return;
      }
      if (!response.ok || response.redirected) {
        throw new Error(String(response.status));
      }
      const first = tag === "";
      const html = await response.text();
      tag = response.headers.get("ETag") ?? "";
      replace(html);
      if (!first) {
        announce(status.dataset.changed);
      }
    } catch {
      announce(status.dataset.offline);
    }
  }

  // The answer is the part itself, or a whole page that holds it.
  function replace(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const fresh = parsed.querySelector("[data-live-body]") ?? parsed.body;
    const open = [...body.querySelectorAll("details")].map((each) => each.open);
    const focused = [...body.querySelectorAll("summary, a, [tabindex]")].indexOf(
      document.activeElement,
    );
    body.replaceChildren(...fresh.childNodes);
    body.querySelectorAll("details").forEach((each, index) => {
      each.open = open[index] ?? false;
    });
    body.querySelectorAll("summary, a, [tabindex]")[focused]?.focus({ preventScroll: true });
  }

  // Politely, and not more often than somebody can listen to.
  function announce(text) {
    if (Date.now() - announced > ANNOUNCE_EVERY) {
      announced = Date.now();
      status.textContent = "";
      status.textContent = text;
    }
  }
}
