"""A site built once for all browser tests, on this machine's loopback, and the system's Chromium to look at it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mjq_report.runs.serving import HOST, make_server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (360, 768, 1440)
SHIFTS = """
globalThis.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) shifted += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Seen:
    """A page, and what went wrong while it was shown."""

    page: Any
    wrong: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")  # no longer: while the driver runs, nothing else in this process can have an event loop
def chromium() -> Iterator[Any]:
    """The browser; without it the test skips and says why, or fails under MJQ_CI=1."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = "chromium is not installed; .ci/run names the package that has it"
        if os.environ.get("MJQ_CI") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: Any) -> Iterator[Callable[..., Seen]]:
    """`show(address, width, dark=False)` opens a page in a context of its own and notes what goes wrong."""
    contexts = []

    def opened(address: str, width: int = 1440, dark: bool = False, script: str = "") -> Seen:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", locale="zh-CN",
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        seen = Seen(context.new_page())
        page = seen.page
        page.set_default_timeout(20_000)
        page.on("console", lambda said: seen.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: seen.wrong.append(str(error)))
        page.on("requestfailed", lambda request: seen.wrong.append(f"failed: {request.url}"))
        page.on("request", lambda request: _own(request.url, address, seen))
        page.on("response", lambda response: _weigh(response, seen))
        if script:
            page.add_init_script(script)
        page.goto(address)
        return seen

    yield opened
    for context in contexts:
        context.close()


def _own(url: str, address: str, seen: Seen) -> None:
    """A site asks nobody else for anything."""
    origin = address.split("/")[2]
    if not url.startswith((f"http://{origin}/", "file://")):
        seen.wrong.append(f"a foreign address: {url}")


def _weigh(response: Any, seen: Seen) -> None:
    if response.status >= 400:
        seen.wrong.append(f"{response.status}: {response.url}")
    if length := response.headers.get("content-length"):
        seen.sizes[response.url] = int(length)


# --------------------------------------------------------------------------- the site


def make(folder: Path, project: Path, *chosen: str) -> Path:
    """Build briefings and the site of them, as a user does."""
    out, site = folder / "out", folder / "site"
    for arguments in (["build", *chosen, "--out", str(out)], ["site", "--briefings", str(out), "--out", str(site)]):
        done = subprocess.run(
            [sys.executable, "-m", "mjq_report", *arguments, "--quiet", "--root", str(project)],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return site


@contextmanager
def once(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder that all test processes share, held by one at a time."""
    root = factory.getbasetemp()
    shared = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder = shared / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """A site of two briefings of two towns."""
    with once(tmp_path_factory, "browser-two") as folder:
        if not (folder / "site" / "index.html").is_file():
            make(folder, project, "--town", "majuqiao", "--town", "xiji", "--year", "2024")
        return folder / "site"


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The site of all briefings."""
    with once(tmp_path_factory, "browser-all") as folder:
        if not (folder / "site" / "index.html").is_file():
            make(folder, project, "--all")
        return folder / "site"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as `mjq-report serve` shows it: its address, ending in a slash."""
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The paths of all pages of the smaller site; the list comes first, then the larger town."""
    return listed(site)


def listed(site: Path) -> list[str]:
    """All pages below a site, the list first."""
    root = site.resolve()
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    return sorted(found, key=lambda path: ("/" in path, "majuqiao" not in path, path))
