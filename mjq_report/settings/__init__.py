"""What a project sets: its TOML files, themes, and where data, templates and out are."""
