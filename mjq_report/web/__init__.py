"""Stage 6: the document and its charts as web pages, as JSON, and all briefings as a site that needs no server.

    page = single(briefing, templates)          one self-contained HTML file
    data = export(briefing)                     the document model as JSON, every figure with its provenance
    site = Site(templates, places)              site.issue(issue) for each briefing, then site.rest(theme)

Values in, values out: nothing here opens a file but the templates.
"""

from mjq_report.web.export import export
from mjq_report.web.page import single
from mjq_report.web.pages import Templates
from mjq_report.web.site import Issue, Place, Site, newest_first

__all__ = ["Issue", "Place", "Site", "Templates", "export", "newest_first", "single"]
