"""The editor's language: a sandbox, its functions, its checks, and the way from rendered text to blocks."""
