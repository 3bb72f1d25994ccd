"""Spreadsheets: tables out to one and back in behind a guard, and the folder of a new town."""
