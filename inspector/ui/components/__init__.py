"""The views no widget can draw: they take values, draw them as text, and return what was chosen."""
