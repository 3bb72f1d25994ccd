"""Stage 1: the curated tables under data/, read strictly, checked by rules, given on as `TownData`."""
