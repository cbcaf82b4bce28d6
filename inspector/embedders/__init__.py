"""Models as embedders: one protocol, one row per kind of model."""
