"""A demonstration of its own for a script that pictures it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "arfer-da-2026"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
REAL_PARTS = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "ELASTICSEARCH_URL", "EMAIL_URL"}


@contextmanager
def demonstration() -> Iterator[str]:
    """Run the demonstration on a free port with data of its own; yield its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "manage.py", "demo", f"--port={port}"]
        env = {name: value for name, value in os.environ.items() if name not in REAL_PARTS}
        env["DATA_DIR"] = folder
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        address = f"http://localhost:{port}"
        try:
            wait_until(lambda: process.poll() is not None or answers(f"{address}/health/live"), 300)
            if process.poll() is not None:
                raise SystemExit("The demonstration did not start.")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def answers(address: str) -> bool:
    """Whether something answers there."""
    try:
        with urlopen(address, timeout=5) as response:  # our own demonstration
            return bool(response.status == 200)
    except OSError:
        return False


def wait_until(done: Callable[[], object], seconds: float) -> object:
    """Wait until ``done`` returns something true, and return that."""
    deadline = time.monotonic() + seconds
    while not (result := done()):
        if time.monotonic() > deadline:
            raise SystemExit("Waited too long.")
        time.sleep(0.5)
    return result


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    path = shutil.which("chromium") or sys.exit("There is no chromium on the PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def browsing(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A page of a browser with nothing remembered."""
    context = browser.new_context(base_url=base_url, **options)
    context.set_default_timeout(20_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: Page, username: str) -> None:
    """Sign in to the admin with one of the demonstration's accounts."""
    page.goto("/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")


def speak(page: Page, account: str, language: str) -> None:
    """Sign in, and have the admin in ``language``."""
    sign_in(page, account)
    page.goto("/admin/account/")
    page.locator("select[name$=preferred_language]").select_option(language)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
