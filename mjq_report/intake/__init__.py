"""From a source to proposed rows: what it says in figures, for a person to accept. Nothing here writes into data/."""
