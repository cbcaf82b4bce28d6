"""The injected-fault benchmark: indexes broken in one known way, and whether the trace names that way."""
