"""What a worker needs, loaded once: the fork server imports this module and forks workers from it.

Libraries, chart kinds and the default font are then there before a worker starts, and in memory once for all.
"""

import mjq_report.analysis
import mjq_report.charts
import mjq_report.dataset.enclosed
import mjq_report.dataset.loading
import mjq_report.distribution.shelf
import mjq_report.narrative
import mjq_report.pdf.assemble
import mjq_report.pdf.enclosures
import mjq_report.pdf.fontbook
import mjq_report.pipeline
import mjq_report.theme

mjq_report.charts.prepare()
mjq_report.dataset.loading.prepare()
mjq_report.pdf.fontbook.font_book(mjq_report.theme.load_theme())
mjq_report.pipeline.build_versions()
