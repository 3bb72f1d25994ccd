"""The command line: parses, calls one function, prints, sets the exit code; nothing else.

Heavy libraries are imported inside the command that needs them, so that `--help` stays instant.
"""
