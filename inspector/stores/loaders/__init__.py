"""Kinds of indexes made elsewhere that lie in files: one file each, read in a process of its own."""
