"""From the year's figures to sentences: what belongs together, how it is said, in which order, and where it is cut."""
