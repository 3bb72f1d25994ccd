"""WeasyPrint, Chromium and fullbleed: the HTML page with the charts as SVG in it."""

from __future__ import annotations

from benchmarks.peers.content import Document, Setup
from benchmarks.peers.markup import page


class WeasyPrint:
    """matplotlib SVG + WeasyPrint, tagged."""

    def __init__(self, setup: Setup) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._setup, self._fonts = setup, FontConfiguration()

    def make(self, document: Document) -> bytes:
        """The PDF."""
        from weasyprint import HTML

        html = HTML(string=page(document, self._setup, self._setup.svg), base_url=str(self._setup.folder))
        data: bytes = html.write_pdf(font_config=self._fonts, pdf_variant="pdf/ua-1")
        return data

    def close(self) -> None:
        """Nothing is held."""


class Chromium:
    """matplotlib SVG + the system's Chromium, kept open, tagged."""

    def __init__(self, setup: Setup) -> None:
        import shutil

        from playwright.sync_api import sync_playwright

        self._setup, self._driver = setup, sync_playwright().start()
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        self._browser = self._driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        self._page = self._browser.new_page()

    def make(self, document: Document) -> bytes:
        """The PDF."""
        path = self._setup.folder / "page.html"
        path.write_text(page(document, self._setup, self._setup.svg), encoding="utf-8")
        self._page.goto(path.as_uri())
        return self._page.pdf(prefer_css_page_size=True, tagged=True)

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._driver.stop()


class Fullbleed:
    """matplotlib SVG + fullbleed."""

    def __init__(self, setup: Setup) -> None:
        import fullbleed

        self._setup = setup
        theme = setup.theme
        top, right, bottom, left = (f"{margin}pt" for margin in theme.margins)
        self._engine = fullbleed.PdfEngine(
            page_width=f"{theme.page[0]}pt",
            page_height=f"{theme.page[1]}pt",
            margin=0,
            page_margins={1: {"top": top, "right": right, "bottom": bottom, "left": left}},
            font_files=[str(setup.regular), str(setup.bold)],
            document_lang="zh-CN",
            pdf_profile="tagged",
        )

    def make(self, document: Document) -> bytes:
        """The PDF."""
        html = page(document, self._setup, self._setup.svg)
        head, _, rest = html.partition("<style>")
        css, _, body = rest.partition("</style>")
        data: bytes = self._engine.render_pdf(head + body, css)
        return data

    def close(self) -> None:
        """Nothing is held."""
