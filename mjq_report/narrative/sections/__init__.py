"""The sections that no template writes: audit, annex, tables, sources."""
