"""The command line for a release: what it holds, and that it runs as it stands."""

import math
import shlex
from dataclasses import replace
from pathlib import Path

from inspector.evaluate.gates import parse_gate
from inspector.records.evaluation import Gate, Relation
from inspector.ui.parts.evaluate.gate import command, offered
from inspector.ui.runtime.evaluated import Kept
from inspector.ui.runtime.evaluating import Asked
from tests.ui.evaluate_samples import evaluation

GATE = Gate("hybrid", "nDCG@10", Relation.AT_LEAST, 0.7)


def test_the_bar_offered_is_the_lower_end_of_the_interval_rounded_down():
    found = evaluation()
    assert offered(found, "hybrid", "nDCG@10") == math.floor(100 * (2.5 / 3 - 0.125)) / 100 == 0.7
    low = replace(found, estimates=tuple(replace(each, low=-0.1) for each in found.estimates))
    assert offered(low, "hybrid", "nDCG@10") == 0.0
    assert offered(found, "nobody", "nDCG@10") == 0.0


def test_the_command_holds_the_gate_with_the_same_settings_and_files_by_their_names():
    options = ("--measures", "nDCG@10,Judged@10", "--where", "kind=how to", "--run", "old=/home/x/given-0.run")
    kept = Kept(
        Asked("2026-01-02T03:04:05+00:00", "x", "/home/x", "queries.jsonl", "judged.tsv", options), evaluation()
    )
    words = shlex.split(command(Path("/data/my index"), kept, GATE))
    assert words[:5] == ["python", "-m", "inspector", "eval", "/data/my index"]
    pairs = dict(zip(words[5::2], words[6::2], strict=True))
    assert parse_gate(pairs.pop("--gate")) == GATE
    assert pairs == {
        "--queries": "queries.jsonl",
        "--qrels": "judged.tsv",
        "--measures": "nDCG@10,Judged@10",
        "--where": "kind=how to",
        "--run": "old=old.run",
    }
