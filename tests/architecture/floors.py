"""The floors of the house, as data: the one place in code; README draws the same picture."""

from __future__ import annotations

GROUND = 0
FLOORS: dict[str, int] = {
    "app": 10,
    "__main__": 10,
    "ui": 9,
    "cli": 9,
    "cases": 8,
    "triage": 7,
    "compare": 7,
    "monitor": 7,
    "report": 6,
    "diagnose": 5,
    "evaluate": 5,
    "inspection": 4,
    "sample": 4,
    "explain": 3,
    "projection": 3,
    "build": 3,
    "search": 2,
    "stores": 1,
    "embedders": 1,
    "records": GROUND,
    "contract": GROUND,
    "errors": GROUND,
    "progress": GROUND,
    "vectors": GROUND,
    "text": GROUND,
    "fingerprint": GROUND,
    "files": GROUND,
    "timing": GROUND,
    "settings": GROUND,
}


def room(module: str) -> str:
    """The room a module belongs to: inspector.stores.exact is in stores; empty for the root and for strangers."""
    if module == "app":
        return "app"
    head, _, rest = module.partition(".")
    return rest.split(".")[0] if head == "inspector" else ""
