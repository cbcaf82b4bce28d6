"""Databases that hold vectors: one file each, behind the small `Engine` protocol. Nothing is ever written to one."""
