"""How often does the trace name a fault that was put into an index on purpose, and is it silent where there is none?

Usage:
    python -m tests.benchmarks.faults --collection INDEX QUERIES QRELS [--collection …] [--seed 1] [--per-fault 8]
        [--minutes 30] [--out cases.json]

Every fault takes a healthy index apart and puts it together with one thing broken; the folder tells nothing but its
data. A case counts only where a brute force in float64 (for ANN structures: the structure's own answer) confirms that
the document is within k before, outside k after, and within k again when this fault alone is undone; where it is still
within k, the right answer is "found". Printed are the share of counted faults named right as the first cause, by cause
and by fault, with Wilson intervals; the confusion matrix; what two baselines reach on the same cases (always
model_limit; a random choice among the causes whose undoing works); false alarms on healthy indexes and on vectors of
other precision; and the median time of a trace.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from tests.benchmarks.faults import printed
from tests.benchmarks.faults.lab import Source
from tests.benchmarks.faults.run import Plan, Run, shares, told

SAMPLE = ("sample_data/help-centre", "sample_data/queries.jsonl", "sample_data/qrels.tsv")


def main() -> int:
    args = _arguments()
    if args.read:
        _print(printed.lines([each for path in args.read for each in printed.read_json(path)], ()))
    else:
        _measure(args)
    return 0


def _measure(args: argparse.Namespace) -> None:
    """Run the benchmark and print what came of it."""
    logging.getLogger("faiss").setLevel(logging.WARNING)
    sources = [Source(*each) for each in args.collection or [SAMPLE]]
    plan = Plan(args.seed, args.per_fault, args.healthy, args.documents, tuple(args.only), not args.dry)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        if not args.home:
            os.environ["INSPECTOR_HOME"] = str(Path(name) / "home")
        run = Run(plan, Path(name), told)
        for source, seconds in zip(sources, shares(len(sources), args.minutes), strict=True):
            run.collection(source, seconds)
        report = printed.made if args.dry else printed.lines
        _print(report(run.answers, run.unfinished))
        if args.wrong:
            _print(("\nWrong answers", *printed.wrong(run.answers)))
        if args.out:
            printed.write_json(args.out, run.answers)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--collection",
        nargs=3,
        action="append",
        metavar=("INDEX", "QUERIES", "QRELS"),
        help='a healthy index folder, a .jsonl of queries and a TSV of judgements; "-" for QUERIES makes queries from '
        'the documents\' first sentences, "-" for QRELS is none; may be repeated; default: the sample',
    )
    parser.add_argument("--seed", type=int, default=1, help="of every draw; 1 by default")
    parser.add_argument("--per-fault", type=int, default=8, help="cases that count of each fault and collection; 8")
    parser.add_argument("--healthy", type=int, default=300, help="traces of each healthy index; 300")
    parser.add_argument("--documents", type=int, default=1500, help="larger collections are cut to so many; 1500")
    parser.add_argument("--minutes", type=float, default=30.0, help="stop then and print what there is; 30")
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="TEXT", help="only faults whose name contains one of these"
    )
    parser.add_argument("--dry", action="store_true", help="make and confirm the cases, ask nothing")
    parser.add_argument("--wrong", action="store_true", help="list every wrong answer")
    parser.add_argument("--home", action="store_true", help="keep what is measured of indexes in INSPECTOR_HOME")
    parser.add_argument("--read", nargs="+", type=Path, default=(), metavar="FILE", help="print earlier runs together")
    parser.add_argument("--out", type=Path, help="a JSON file of every case and its answer")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
