"""How well and how fast keyword search finds, against bm25s itself on the same texts in the same run.

Usage:
    python -m tests.benchmarks.keyword DATA

DATA holds corpus.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv (query, doc, grade). Prints nDCG@10
and R@100 of our index and of bm25s' defaults (English stop list and stemming, no identifiers), then the time for a
query with its list, ranks and terms as a ratio to bm25s' list alone. SciFact's published figures: .687 and .913.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from inspector.search.keyword import KeywordIndex, build_keyword, open_keyword

DEPTH = 100
Judged = dict[str, dict[str, int]]


def ndcg(grades: list[int], ideal: list[int], k: int = 10) -> float:
    def gain(ranked: list[int]) -> float:
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(ranked[:k]))

    return gain(grades) / gain(sorted(ideal, reverse=True))


def read(data: Path) -> tuple[list[str], list[str], dict[str, str], Judged]:
    corpus = [json.loads(line) for line in (data / "corpus.jsonl").open(encoding="utf-8")]
    queries = {each["id"]: each["text"] for each in map(json.loads, (data / "queries.jsonl").open(encoding="utf-8"))}
    judged: Judged = {}
    for line in (data / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        judged.setdefault(query, {})[document] = int(grade)
    texts = [f"{each['title']}\n{each['text']}" for each in corpus]
    return [each["id"] for each in corpus], texts, queries, judged


def report(name: str, ids: list[str], lists: dict[str, np.ndarray], judged: Judged) -> None:
    best, recall = [], []
    for query, wanted in judged.items():
        grades = [wanted.get(ids[row], 0) for row in lists[query]]
        best.append(ndcg(grades, list(wanted.values())))
        recall.append(sum(grade > 0 for grade in grades) / sum(grade > 0 for grade in wanted.values()))
    print(f"{name:24} nDCG@10 {statistics.mean(best):.4f}   R@100 {statistics.mean(recall):.4f}")


def timed_ours(index: KeywordIndex, text: str) -> tuple[float, np.ndarray]:
    started = time.perf_counter()
    scores = index.score(text)
    rows, _ = scores.top(DEPTH)
    scores.ranks(rows[:30])
    scores.terms(rows[:10])
    return time.perf_counter() - started, rows


def timed_theirs(other: bm25s.BM25, text: str, stemmer: Stemmer.Stemmer) -> tuple[float, np.ndarray]:
    started = time.perf_counter()
    tokens = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
    found = other.retrieve(tokens, k=DEPTH, show_progress=False)
    return time.perf_counter() - started, found.documents[0]


def main(data: Path) -> None:
    ids, texts, queries, judged = read(data)
    stemmer = Stemmer.Stemmer("english")
    started = time.perf_counter()
    other = bm25s.BM25()
    other.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
    theirs_built = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build_keyword(Path(folder), texts, count=len(texts))
        built = time.perf_counter() - started
        index = open_keyword(Path(folder))
        ours, theirs, ratios = {}, {}, []
        for query, text in queries.items():
            seconds, ours[query] = timed_ours(index, text)
            other_seconds, theirs[query] = timed_theirs(other, text, stemmer)
            ratios.append(seconds / other_seconds)
    report("ours, with identifiers", ids, ours, judged)
    report("bm25s, without", ids, theirs, judged)
    print(f"query with ranks and terms: {statistics.median(ratios):.2f} x bm25s' list alone (median)")
    print(f"build: {built / theirs_built:.2f} x bm25s in memory ({built:.1f} s)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure keyword search.")
    parser.add_argument("data", type=Path)
    main(parser.parse_args().data)
