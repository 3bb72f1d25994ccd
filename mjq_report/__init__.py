"""Dated PDF briefings about Chinese towns, made from curated indicator tables."""

__version__ = "0.1.0"
