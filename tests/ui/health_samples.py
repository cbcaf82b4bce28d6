"""Results of a check put together by hand: healthy, broken, and one that could not look at much."""

from __future__ import annotations

from inspector.contract import Source
from inspector.records.findings import Cause, Evidence, Finding, NotChecked, Severity
from inspector.records.health import CheckMade, ContractField, Health

COPIES = Finding(
    Cause.COPIES,
    "copies",
    Severity.WARNING,
    "12 of 450 documents repeat the text of another; one text stands 13 times.",
    (Evidence("Stands 13 times", '"<b>Install</b>"'),),
    "It was indexed twice.",
    "Index it once.",
    "Search for it.",
    ("copy", "gone"),
)
UNNAMED = Finding(None, "files", Severity.FAILURE, "A file changed.", (), "A disk.", "Restore it.", "Compare.")


def health(fingerprint: str = "f", *findings: Finding, left_out: tuple[NotChecked, ...] = ()) -> Health:
    """Give a result with some findings."""
    return Health(
        name="faq",
        fingerprint=fingerprint,
        count=450,
        contract=(
            ContractField("model", "some/model", Source.VERIFIED, "299 of 299 documents embedded anew agree"),
            ContractField("weights_sha256", "0123456789abcdef" * 4, Source.DECLARED),
            ContractField("pooling", "", Source.DECLARED, "nothing to compare it with"),
        ),
        findings=findings,
        not_checked=left_out,
        checks=(CheckMade("copies", "Does the index hold the same text more than once?", (Evidence("Copies", "12"),)),),
        sample=299,
        made_at="2026-01-02T03:04:05+00:00",
    )
