"""What becomes of damaged files: seeded variants of every kind, each read in a bounded process.

    python -m tests.benchmarks.corruption [--count 300] [--seed 0] [--kind NAME]… [--json]

Prints a table (read, refused, unclear, crashed, endless; slowest in seconds) and every defect with its file's name. A
crash or an endless reading is a defect where the app reads the kind in its own process; elsewhere the child that reads
it ends alone. An unclear error is a defect everywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from tests.stores.foreign.corrupting import variants
from tests.stores.foreign.originals import KINDS, Kind
from tests.stores.foreign.surviving import Outcome, Trial, survives_fork


def tried(kind: Kind, count: int, seed: int) -> list[Trial]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "original").mkdir()
        original = kind.make(folder / "original")
        whole = survives_fork(kind.read, original)
        if whole.outcome is not Outcome.READ:
            return [replace(whole, outcome=Outcome.UNCLEAR, said=f"The sound file is not read: {whole.said}")]
        return [survives_fork(kind.read, path) for path in variants(original, folder / "variants", count, seed)]


def is_defect(kind: Kind, trial: Trial) -> bool:
    alone = trial.outcome in (Outcome.CRASHED, Outcome.ENDLESS)
    return trial.outcome is Outcome.UNCLEAR or (alone and kind.in_process)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--json", action="store_true", help="one JSON object a reading instead of the table")
    asked = parser.parse_args()
    kinds = [kind for kind in KINDS if not asked.kind or kind.name in asked.kind]
    if asked.json:
        for kind in kinds:
            for trial in tried(kind, asked.count, asked.seed):
                facts = {"kind": kind.name, "file": trial.path.name, "outcome": trial.outcome, "said": trial.said}
                print(json.dumps({**facts, "seconds": trial.seconds, "defect": is_defect(kind, trial)}))
        return
    print(f"| kind | {' | '.join(Outcome)} | slowest, s | defects |\n|---|{'---|' * (len(Outcome) + 2)}", flush=True)
    for kind in kinds:
        trials = tried(kind, asked.count, asked.seed)
        counted = Counter(trial.outcome for trial in trials)
        defects = [trial for trial in trials if is_defect(kind, trial)]
        figures = " | ".join(str(counted[outcome]) for outcome in Outcome)
        slowest = max(trial.seconds for trial in trials)
        print(f"| {kind.name} | {figures} | {slowest:.1f} | {len(defects)} |", flush=True)
        for trial in defects:
            print(f"    {trial.path.name}: {trial.outcome} {trial.said[:300]}", flush=True)


if __name__ == "__main__":
    main()
