"""The sample data: where it lies, the failures it tells of, and the broken copies of its index that show some of them.

Invariant: `sample_data/` is read and never written; copies are indexes like any other, made anew by the build.
"""
