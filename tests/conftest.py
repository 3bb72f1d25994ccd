"""What all tests share: outside tools, a surrounding that does not leak in, and how many random examples are tried."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# `--hypothesis-profile=long` (make fuzz) tries many more; a slow machine is no failure, so there is no deadline.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile("quick")

# A suite that was started in the background may have been told to ignore Ctrl-C, and so would every program that it
# starts; tests that send one would wait for ever.
with contextlib.suppress(ValueError):  # not the main thread: then we were not started that way
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Set from outside, any of these would change what we build.
SURROUNDING = ("SOURCE_DATE_EPOCH", "MATPLOTLIBRC", "MPLBACKEND", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout that the tests run in."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """`tool("pdftotext")` is that program's path; without it the test skips and says why, or fails under MJQ_CI=1."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed; .ci/run names the package that has it"
            if os.environ.get("MJQ_CI") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find


@pytest.fixture(autouse=True)
def _plain_surrounding(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SURROUNDING:
        monkeypatch.delenv(name, raising=False)
