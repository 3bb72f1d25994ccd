"""The grammar of Chinese statistical sentences: numbers, units, hedges, status, periods, names, and numbers that are no figures."""
