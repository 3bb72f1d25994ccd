"""matplotlib, loaded apart from the user's set-up, and the state that it draws in.

matplotlib reads `./matplotlibrc` before anything else, runs a backend that such a file names, and
scans the machine's fonts on first use. Charts must look the same everywhere and need none of that
(guarantees M1, M3, M6 and M8), so it is imported from inside an empty folder, with an empty font
list, and every drawing starts from its shipped defaults.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from importlib import util
from pathlib import Path
from typing import Any

_LOCK = threading.RLock()
_OURS = {"backend": "agg", "text.parse_math": False, "text.usetex": False, "path.simplify": False}
_NEEDED = ("matplotlib.lines", "matplotlib.patches", "matplotlib.text", "matplotlib.backend_bases")


def load() -> None:
    """Import the parts of matplotlib that drawing needs, unless it is loaded already."""
    with _LOCK:
        if all(name in sys.modules for name in _NEEDED):
            return
        with tempfile.TemporaryDirectory(prefix="mjq-charts-") as folder, _only(folder):
            for name in _NEEDED:
                __import__(name)


@contextmanager
def _only(folder: str) -> Iterator[None]:
    """Make `folder` the working folder and all of matplotlib's set-up."""
    place = Path(folder)
    place.joinpath("matplotlibrc").write_bytes(b"")
    version = _font_list_version()
    if version:
        empty = {"__class__": "FontManager", "_version": version, "afmlist": [], "ttflist": []}
        place.joinpath(f"fontlist-v{version}.json").write_text(json.dumps(empty), encoding="ascii")
    before = dict(os.environ)
    os.environ.update(MPLCONFIGDIR=folder, MATPLOTLIBRC=folder)
    os.environ.pop("MPLBACKEND", None)
    try:
        with chdir(folder):  # a matplotlibrc in the working folder comes before all that variables name
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _font_list_version() -> str:
    """The version that matplotlib's font list must carry to be believed; empty (a slow start) when not found."""
    spec = util.find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:
        return ""
    source = Path(next(iter(spec.submodule_search_locations))) / "font_manager.py"
    found = re.search(r"^    __version__ = '([\w.]+)'", source.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


@contextmanager
def drawing() -> Iterator[None]:
    """One drawing at a time, from matplotlib's shipped defaults, with every warning an error.

    The caller's own settings are put back afterwards, so that a notebook that uses us keeps its style.
    """
    load()
    import matplotlib as mpl

    # as the plain dictionaries that they are: their own methods would look up a backend
    settings: Any = mpl.rcParams
    shipped: Any = mpl.rcParamsDefault
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("error")
        before = dict(dict.items(settings))
        dict.update(settings, dict(dict.items(shipped)) | _OURS)
        try:
            yield
        finally:
            dict.update(settings, before)
