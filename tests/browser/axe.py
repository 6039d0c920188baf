"""Runs axe in the page that is open."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What fades in has other colours on the way.
SETTLE = """document.getAnimations()
  .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime))
  .forEach((each) => each.finish())"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    # Every rule is checked all the same; to describe what passed takes as long as the checks.
    "resultTypes": ["violations"],
}


def violations(page: Page, part: str | None = None) -> list[str]:
    """Return what axe finds, as ``rule: selector``; nothing is left out of the check.

    In Wagtail's own pages only ``part``, a selector, is ours.
    """
    page.evaluate(SETTLE)
    results = Axe().run(page, context=part, options=OPTIONS)
    return [
        f"{found['id']}: {node['target']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]
