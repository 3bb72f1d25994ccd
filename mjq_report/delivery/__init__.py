"""Who else gets the briefings: targets, channels, the ledger of what was sent."""
