"""Is a stored vector the vector of this text by this model, and if not, of what? Asked by embedding the text anew."""
