"""Wide tables of yearbooks and offices as proposals: years, towns or months across, several on a sheet, units where they stand."""
