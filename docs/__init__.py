"""The generated pages and what makes them."""
