"""Many briefings: which are due, on which process, shown, compared, as a site."""
