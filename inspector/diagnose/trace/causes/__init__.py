"""The causes of a trace in the order in which they are named, one row each.

To add one: its word in `Cause`, a function that looks for its proof, a row here, a test, a paragraph in the help of the
app, and a fault in the benchmark. Integrity causes are named on direct proof. The others, down to `hub_crowd`, only if
undoing that one thing, and nothing else, was run and brought the document within k; the last three cannot be undone in
an index, and stand on measurements of the query: with and without a term, a negation, edits that change nothing.
"""

from __future__ import annotations

from inspector.diagnose.trace.causes import crowding, fusion, integrity, reading, structure, words
from inspector.diagnose.trace.causes.rule import Rule
from inspector.records.findings import Cause

CAUSES: tuple[Rule, ...] = (
    Rule(Cause.FILTERED_OUT, integrity.filtered_out, integrity=True),
    Rule(Cause.EMPTY_TEXT, integrity.empty_text, integrity=True),
    Rule(Cause.INVALID_VECTOR, integrity.invalid_vector, integrity=True),
    Rule(Cause.ZERO_VECTOR, integrity.zero_vector, integrity=True),
    Rule(Cause.FOREIGN_MODEL, integrity.foreign_model, integrity=True),
    Rule(Cause.MISSING_PROMPT, integrity.missing_prompt, integrity=True),
    Rule(Cause.STALE_VECTOR, integrity.stale_vector, integrity=True),
    Rule(Cause.WRONG_METRIC, structure.wrong_metric),
    Rule(Cause.NOT_NORMALIZED, structure.not_normalized),
    Rule(Cause.ANN_MISS, structure.ann_miss),
    Rule(Cause.QUANTIZATION_LOSS, structure.quantization_loss),
    Rule(Cause.FUSION_DROPPED, fusion.fusion_dropped),
    Rule(Cause.TRUNCATED, reading.truncated),
    Rule(Cause.DUPLICATES_CROWD, crowding.duplicates_crowd),
    Rule(Cause.HUB_CROWD, crowding.hub_crowd),
    Rule(Cause.EXACT_TERM_MISSED, words.exact_term_missed),
    Rule(Cause.NEGATION_IGNORED, words.negation_ignored),
    Rule(Cause.BELOW_CUT, words.below_cut),
)
"""Before them stand `found` and `not_indexed`, behind them `model_limit`."""
