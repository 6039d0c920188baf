// Runs before the first paint, so that parts which need the script are not shown without it.
document.documentElement.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("govuk-frontend-supported");
}
