"""Our searches have names for headings and lines; a saved run keeps its own."""

from inspector.ui.parts.evaluate.names import heading, label


def test_our_searches_are_named_and_a_saved_run_keeps_its_name():
    assert [heading(run) for run in ("embedding", "keyword", "hybrid", "the OLD")] == [
        "Embedding",
        "Keyword search",
        "Hybrid list",
        "the OLD",
    ]
    assert [label(run) for run in ("hybrid", "the OLD")] == ["hybrid list", "the OLD"]
