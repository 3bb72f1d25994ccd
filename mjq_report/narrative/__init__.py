"""Findings and templates to a Document: the editor's words around the data's figures."""

from mjq_report.narrative.document import write
from mjq_report.narrative.plan import Plan, load_plan
from mjq_report.narrative.templates.lint import lint
from mjq_report.narrative.texts import lint_texts

__all__ = ["Plan", "lint", "lint_texts", "load_plan", "write"]
