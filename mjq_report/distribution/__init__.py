"""Stage 7: finished briefings leave the program: published whole into a folder, with a manifest beside them."""
