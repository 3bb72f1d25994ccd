"""Templates to pages: Jinja's immutable sandbox with escaping on, and the one place where text is let through as markup.

Templates are the program's own or the editor's, never data, and get nothing but text, numbers and lists (J1, J3, J8, J10
in the tables of docs/guarantees.md). They have no functions; what they may print unescaped is made by `svg` or read from the
template folder, and checked below.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mjq_report.errors import TemplateError
from mjq_report.settings import toml
from mjq_report.settings.paths import read_plain
from mjq_report.web.markup import clean

_FILTERS = ("escape", "format", "join", "length", "first", "last", "replace", "selectattr", "list")
_MAX_BYTES = 256 * 1024
_ENDS = re.compile(r"</(?:style|script)|<!--", re.IGNORECASE)


class Templates:
    """The templates of one folder, compiled once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._environment = _Sandbox(
            loader=_Loader(self._folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip

    def render(self, name: str, values: Mapping[str, Any], markup: Mapping[str, Any] | None = None) -> bytes:
        """A page in UTF-8. `values` are plain; `markup` is text (or a mapping of texts) of our own, printed as it is.

        Raises TemplateError `name:line: what`, TypeError when a value is anything but plain.
        """
        plain = json.loads(json.dumps(dict(values)))
        trusted = {key: _trusted(value) for key, value in (markup or {}).items()}
        try:
            text = self._environment.get_template(name).render(plain | trusted)
        except (JinjaError, SecurityError, TypeError, ValueError, LookupError, RecursionError) as error:
            raise TemplateError(_said(error, name)) from None
        return clean(text).encode("utf-8")

    def text(self, name: str) -> str:
        """A style sheet or script of the folder. TemplateError when it is not there or would end its element."""
        text = read(self._folder, name)
        found = _ENDS.search(text)
        if found:
            raise TemplateError(f"site/{name}: {found.group()} would end the element that it is put into")
        return text

    def words(self, lang: str) -> dict[str, str]:
        """The words of the pages in a language, English where a language has none of its own."""
        table = toml.parse(read(self._folder, "words.toml").encode("utf-8-sig"), "site/words.toml", TemplateError)
        found: dict[str, str] = {}
        for language in ("en", lang):
            words = table.get(language, {})
            if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
                raise TemplateError(f"site/words.toml: [{language}] must hold texts, one a key")
            found |= words
        if not found:
            raise TemplateError(f"site/words.toml: [{lang}] must hold texts, one a key")
        return found


def hashed(text: str) -> str:
    """What a Content-Security-Policy allows an inline style or script by (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def read(folder: Path, name: str) -> str:
    """The text of a file below a folder, wherever links lead. Raises TemplateError."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise TemplateError(f"site/{name}: lies outside the template folder")
    try:
        raw = read_plain(path, _MAX_BYTES)
    except OSError as error:
        raise TemplateError(f"site/{name}: {error.strerror or error}") from None
    if len(raw) > _MAX_BYTES:
        raise TemplateError(f"site/{name}: larger than {_MAX_BYTES} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TemplateError(f"site/{name}:{line}: not UTF-8; save the file as UTF-8") from None


class _Loader(BaseLoader):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        return read(self._folder, template), template, None


class _Sandbox(ImmutableSandboxedEnvironment):
    """Without functions, with few filters, and without the operators that a small text makes a large one by."""

    intercepted_binops = frozenset(["*", "**"])

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not for templates")


class _Trusted(str):
    """Markup of our own, which templates print as it is: made by `svg` and `colours`, or read from the template
    folder, never data."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _trusted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _trusted(item) for key, item in value.items()}
    return _Trusted(value)


def _said(error: BaseException, name: str) -> str:
    line = getattr(error, "lineno", None)
    where = getattr(error, "name", None) or name
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            where, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    text = " ".join(str(error).split()) or type(error).__name__
    return f"site/{where}:{line or 1}: {text}"
