"""What shapes the bytes of a briefing besides its inputs: the versions of libraries and the digest of our own code.

Stands below the pipeline, which encloses them, since planning compares them without loading the pipeline's stages.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from mjq_report import __version__

SHAPING = (
    "reportlab",
    "fonttools",
    "matplotlib",
    "pikepdf",
    "uharfbuzz",
    "jinja2",
    "justmytype-intl-cjk",
    "uniseg",
)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Our version and those of the libraries that shape the bytes; the PDF carries them."""
    found = _installed()
    missing = [name for name in SHAPING if name not in found]
    if missing:
        from importlib.metadata import version

        found.update((name, version(name)) for name in missing)
    return {**{name: found[name] for name in SHAPING}, "mjq-report": __version__}


def _installed() -> dict[str, str]:
    """Versions by name, read off the folders that installers leave (PEP 376, PEP 503).

    importlib.metadata reports the same, but takes a quarter of the time that a build with nothing to do may take.
    """
    found: dict[str, str] = {}
    for entry in sys.path:
        with contextlib.suppress(OSError):
            for folder in os.listdir(entry or "."):  # noqa: PTH208 - a quarter of the time again
                name, dash, version = folder.removesuffix(".dist-info").partition("-")
                if dash and folder.endswith(".dist-info"):
                    found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return found


def build_versions() -> dict[str, str]:
    """The same with the digest of our code; the manifest beside the PDF has it, to find what is due."""
    return {**versions(), "code": code_digest()}


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over this package's modules and themes: what we do, whatever version number it bears."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for name in sorted(_code(str(package), "")):
        data = (package / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _code(folder: str, below: str) -> Iterator[str]:
    """Modules and themes, by path below the package. The tables that a wheel brings along are no code."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if name != "defaults" and entry.name != "__pycache__":
                    yield from _code(entry.path, f"{name}/")
            elif name.endswith(".py") or (below.endswith("themes/") and name.endswith(".toml")):
                yield name
