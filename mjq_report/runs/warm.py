"""What a worker needs, loaded once: the fork server imports this module and forks workers from it.

Libraries, chart kinds and the default font are then there before a worker starts, and in memory once for all.
"""

import gc

import mjq_report.analysis
import mjq_report.archive.briefings
import mjq_report.archive.versions
import mjq_report.charts
import mjq_report.dataset.loading
import mjq_report.narrative
import mjq_report.pdf.assemble
import mjq_report.pdf.attachments
import mjq_report.pdf.fontbook
import mjq_report.pipeline
import mjq_report.settings.theme

mjq_report.charts.prepare()
mjq_report.pdf.fontbook.font_book(mjq_report.settings.theme.load_theme())
mjq_report.archive.versions.build_versions()

# What is loaded stays: the collector need not look at it again, nor touch pages that forked workers share. A briefing
# makes tens of thousands of objects that live until it is written; looking every 700 of them is a twentieth of the time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
