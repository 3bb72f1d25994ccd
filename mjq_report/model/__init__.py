"""The frozen values that the stages hand on to each other.

`dataset` makes a `TownData`, `analysis` turns it into `Findings`, `narrative` writes a `Document`,
`charts` draws a `Drawing` for each `Chart`, and `pdf` sets them all. Nothing here reads files or
imports a heavy library, so that every stage, and `--help`, may import it freely.
"""
