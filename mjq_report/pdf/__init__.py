"""Stage 5: a Document and its drawings become the bytes of a PDF (reportlab, uharfbuzz, pikepdf)."""
