"""A briefing as one HTML page: by itself in a single file, or as a page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mjq_report.archive.forms import Drawn
from mjq_report.model.document import Photograph, charts_in
from mjq_report.web.colours import Palette
from mjq_report.web.pages import Templates, hashed
from mjq_report.web.svg import svg
from mjq_report.web.view import View

STYLE, SCRIPT, ICON = "site.css", "figures.js", "icon.svg"
_TEMPLATE = "briefing.html.j2"


def single(briefing: Drawn, templates: Templates) -> bytes:
    """A self-contained file: nothing is loaded, and nothing runs but the script that it is allowed by hash.

    Raises TemplateError.
    """
    drawings, palette = drawn(briefing)
    picture = _cover(briefing, palette)  # before the colours are written that it asks for
    style, script = f"{palette.css()}\n{templates.text(STYLE)}", templates.text(SCRIPT)
    values = {
        **_values(briefing, templates),
        "site": None,
        "policy": policy(script=hashed(script), style=hashed(style), image=_images(briefing, "'none'")),
        "style_sheet": "",
        "icon": "",
        "scripts": [],
    }
    markup = {"style": style, "script_text": script, "drawings": drawings, "picture": picture}
    return templates.render(_TEMPLATE, values, markup)


def within_site(briefing: Drawn, templates: Templates, site: Mapping[str, Any]) -> bytes:
    """The same as a page of the site. `site` are the addresses that it leads to, see `site.Site`. Raises TemplateError."""
    drawings, palette = drawn(briefing)
    picture = _cover(briefing, palette)
    style = palette.css()
    root = site["root"]
    values = {
        **_values(briefing, templates),
        "site": dict(site),
        "policy": policy(script="'self'", style=f"'self' {hashed(style)}", image=_images(briefing, "'self'")),
        "style_sheet": f"{root}assets/{STYLE}",
        "icon": f"{root}assets/{ICON}",
        "scripts": [f"{root}assets/{SCRIPT}"],
        "script_text": "",
    }
    markup = {"style": style, "drawings": drawings, "picture": picture}
    return templates.render(_TEMPLATE, values, markup)


def _cover(briefing: Drawn, palette: Palette) -> str:
    """What the cover draws of the town's rows, wide and for a phone; "" where it draws nothing."""
    picture = briefing.document.cover.picture
    looks = ("picture has-narrow", "picture narrow")
    drawings = zip(briefing.cover, looks, strict=False) if picture is not None else ()
    return "\n".join(
        svg(drawing, picture.alt, palette, briefing.measure, look) for drawing, look in drawings if picture
    )


def _images(briefing: Drawn, usual: str) -> str:
    """Where pictures may come from: those of the text are in the page itself."""
    held = any(isinstance(block, Photograph) for section in briefing.document.sections for block in section.blocks)
    return "data:" if held and usual == "'none'" else f"{usual} data:" if held else usual


def policy(script: str, style: str, image: str = "'none'") -> str:
    """A Content-Security-Policy that forbids all but these (CSP 3)."""
    closed = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return f"{closed}; script-src {script}; style-src {style}; img-src {image}"


def drawn(briefing: Drawn) -> tuple[dict[str, str], Palette]:
    """Every chart as SVG, wide and narrow, and the colours that the page then needs."""
    palette = Palette(briefing.theme)
    made = {}
    for chart in charts_in(briefing.document):
        wide, narrow = briefing.wide[chart.id], briefing.narrow.get(chart.id)
        look = "chart has-narrow" if narrow else "chart"
        parts = [svg(wide, chart.alt, palette, briefing.measure, look)]
        if narrow:
            parts.append(svg(narrow, chart.alt, palette, briefing.measure, "chart narrow"))
        made[chart.id] = "\n".join(parts)
    return made, palette


def _values(briefing: Drawn, templates: Templates) -> dict[str, Any]:
    words = templates.words(briefing.document.lang)
    return {"page": View(briefing, words).page(), "w": words}
