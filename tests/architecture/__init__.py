"""The house rules as tests: each file holds one rule, its checker, and the bad snippet that proves it can fail."""
