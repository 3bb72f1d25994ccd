"""Which shapes the figures of a section have, and so which charts can draw them; a module for each family of shapes."""
