"""The parts of a page: each asks or shows one thing."""
