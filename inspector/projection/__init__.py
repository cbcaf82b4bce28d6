"""The map: where every document lies in two dimensions, and how far the picture can be trusted."""
