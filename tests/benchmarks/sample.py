"""How well the three searches answer the sample's judged queries, and on which of them one beats another.

Usage:
    python -m tests.benchmarks.sample [--pool]

Prints nDCG@10 (gain = grade, discount 1/log2(rank + 1), as trec_eval computes it), R@10 (grade 1 and more counts as
relevant) and Judged@10 for each search, and on how many queries one has the higher nDCG@10, the lower, the same.
With --pool it prints instead, one JSON object a line, the documents that are among the first ten of any search and have
no grade yet: what is still to be read and judged.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping

from inspector.embedders import load_embedder
from inspector.inspection import OpenIndex, inspect
from inspector.records.results import ExplainLevel, Request
from inspector.sample import location
from inspector.search.keyword import open_keyword
from inspector.stores import open_index

DEPTH = 10
Grades = Mapping[str, int]
Lists = Mapping[str, tuple[str, ...]]


def queries() -> dict[str, str]:
    """Give the text of every query by its id."""
    lines = (json.loads(line) for line in location.QUERIES.read_text(encoding="utf-8").splitlines())
    return {line["id"]: line["text"] for line in lines}


def judgements() -> dict[str, dict[str, int]]:
    """Give the grades of every query's documents."""
    found: dict[str, dict[str, int]] = {}
    for line in location.QRELS.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        found.setdefault(query, {})[document] = int(grade)
    return found


def lists(index: OpenIndex, query: str) -> Lists:
    """Give the first ten documents of each search."""
    found = inspect(index, Request(query, k=DEPTH, explain=ExplainLevel.NONE))
    ranked = {"embedding": found.neighbors, "keyword": found.keyword, "hybrid": found.hybrid}
    return {name: tuple(hit.id for hit in hits) for name, hits in ranked.items()}


def ndcg(ranked: Iterable[str], grades: Grades) -> float:
    """Give nDCG at the depth of the list."""
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return gain(grades.get(each, 0) for each in ranked) / gain(best)


def gain(grades: Iterable[int]) -> float:
    """Give the discounted gain of grades in order of rank."""
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def recall(ranked: Iterable[str], grades: Grades) -> float:
    """Give the share of the relevant documents that are in the list."""
    relevant = {each for each, grade in grades.items() if grade}
    return len(relevant.intersection(ranked)) / len(relevant)


def share_judged(ranked: tuple[str, ...], grades: Grades) -> float:
    """Give the share of a list that was judged; an empty list leaves nothing to judge."""
    return sum(each in grades for each in ranked) / len(ranked) if ranked else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pool", action="store_true")
    pool = parser.parse_args().pool
    collection = open_index(location.INDEX)
    assert collection.keyword_folder is not None
    index = OpenIndex(collection, open_keyword(collection.keyword_folder), load_embedder(collection.contract.model))
    grades = judgements() if location.QRELS.is_file() else {}
    found = {query: lists(index, text) for query, text in queries().items()}
    if pool:
        for query, text in queries().items():
            unread = {each for ranked in found[query].values() for each in ranked} - set(grades.get(query, {}))
            print(json.dumps({"id": query, "text": text, "unread": sorted(unread)}, ensure_ascii=False))
        return 0
    print_scores(found, grades)
    return 0


def print_scores(found: Mapping[str, Lists], grades: Mapping[str, Grades]) -> None:
    """Print the table."""
    print(f"{len(found)} queries, {sum(map(len, grades.values()))} judgements")
    scores: dict[str, dict[str, float]] = {}
    for name in ("embedding", "keyword", "hybrid"):
        scores[name] = {query: ndcg(found[query][name], grades[query]) for query in found}
        recalls = [recall(found[query][name], grades[query]) for query in found]
        judged = [share_judged(found[query][name], grades[query]) for query in found]
        means = [sum(values) / len(found) for values in (scores[name].values(), recalls, judged)]
        print(f"{name:10} nDCG@10 {means[0]:.3f}  R@10 {means[1]:.3f}  Judged@10 {means[2]:.3f}")
    for first, second in (("keyword", "embedding"), ("hybrid", "embedding"), ("hybrid", "keyword")):
        gaps = [scores[first][query] - scores[second][query] for query in found]
        better, worse = sum(gap > 1e-9 for gap in gaps), sum(gap < -1e-9 for gap in gaps)
        lists_ = (
            f"{first} above {second} on {better} queries, below on {worse}, the same on {len(gaps) - better - worse}"
        )
        print(f"{lists_}; mean difference of nDCG@10 {sum(gaps) / len(gaps):+.3f}")


if __name__ == "__main__":
    sys.exit(main())
