"""What the tables must obey, one module a subject; `catalogue` names every rule."""
