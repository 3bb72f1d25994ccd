"""The same documents made by others: what a briefing costs here and what it would cost with what people use instead."""
