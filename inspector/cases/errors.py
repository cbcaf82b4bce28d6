"""What goes wrong with cases."""

from __future__ import annotations

from inspector.errors import InspectorError


class CaseError(InspectorError):
    """A case cannot be read, found or kept."""
