"""What figures are: units, intervals, operations on them, references to them, which of several is meant, how one is written."""
