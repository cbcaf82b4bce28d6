"""Every fault of the benchmark, put once into a small part of the sample: the trace names it, or says `found`."""

from __future__ import annotations

import importlib.util
import json
import math
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.embedders.embedder import Embedder
from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.sample import location
from tests.architecture.source import house, imports
from tests.benchmarks.faults import oracle, score
from tests.benchmarks.faults.cases import Answer, Case
from tests.benchmarks.faults.catalog import Kind, faults
from tests.benchmarks.faults.faults_of_crowds import chance
from tests.benchmarks.faults.lab import Lab, Source, open_lab
from tests.benchmarks.faults.models import Remembering, turn
from tests.benchmarks.faults.parts import Parts, write
from tests.benchmarks.faults.run import Plan, Run
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE

SEED, DOCUMENTS = 1, 120
SECOND = "wordllama"
SCARCE, SCARCE_SEED = ("overview pages added", "key term renamed to a code"), 2
"""Faults that the oracle confirms too seldom among so few documents: drawn from the whole sample."""
NAMES = tuple(each.name for each in faults(Path()) if Kind.MINILM in each.kinds)


SAMPLE = Source(str(location.INDEX), str(location.QUERIES), str(location.QRELS))


@pytest.fixture(scope="module")
def lab(minilm: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The sample's judged documents, as many as embed in seconds."""
    return open_lab(SAMPLE, Remembering(minilm), tmp_path_factory.mktemp("faults"), SEED, DOCUMENTS)


@pytest.fixture(scope="module")
def whole(minilm: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The whole sample, whose vectors are there already."""
    return open_lab(SAMPLE, Remembering(minilm), tmp_path_factory.mktemp("whole"), SCARCE_SEED, 450)


def asked(lab: Lab, name: str, seed: int = SEED, count: int = 1) -> list[Answer]:
    """Put a fault into the sample and ask for what it took away."""
    run = Run(Plan(seed, per_fault=count), lab.scratch)
    (fault,) = [each for each in faults(lab.scratch) if each.name == name]
    run.fault(lab, fault, count)
    return run.answers


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_the_trace_names_the_fault_that_was_put_in(name: str, lab: Lab, whole: Lab) -> None:
    if "WordLlama" in name and importlib.util.find_spec(SECOND) is None:
        assert not os.environ.get("CI"), f"{SECOND} is missing: pip install -r tests/requirements.txt"
        pytest.skip(f"{SECOND} is not installed")
    answers = asked(whole, name, SCARCE_SEED, 2) if name in SCARCE else asked(lab, name)
    assert any(each.case.counted for each in answers), "no case of this fault was confirmed by the oracle"
    said = [(each.case.strength, each.case.expected, each.cause) for each in answers]
    assert all(score.right(each) for each in answers), said


def test_the_package_never_imports_the_faults() -> None:
    found = [(source.path, each.module) for source in house() for each in imports(source)]
    assert [each for each in found if each[1].split(".")[0] == "tests"] == []


def told(folder: Path) -> dict[str, Any]:
    """What a manifest says of an index, less what follows from each byte of its data, and the time."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["fingerprint"], manifest["contract"]["made_at"]
    for each in manifest["files"]:
        del each["sha256"]
    return manifest


def test_the_folder_of_a_faulty_index_tells_nothing_but_its_data(tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    documents = tuple(Document(each, title, text) for each, title, text in TWELVE)
    texts = [f"{each.title}\n{each.text}" for each in documents]
    healthy = Parts(documents, embedder.encode(texts))
    faulty = replace(healthy, vectors=healthy.vectors @ turn(embedder.dim, np.random.default_rng(SEED)))
    left, right = (told(write(parts, tmp_path, embedder).folder) for parts in (healthy, faulty))
    assert left == right


def test_wilsons_interval_solves_its_equation() -> None:
    """Both ends p satisfy (share - p)^2 = z^2 p (1 - p) / n."""
    for hits, of in ((0, 5), (1, 8), (37, 40), (300, 300)):
        for end in score.wilson(hits, of):
            assert (hits / of - end) ** 2 == pytest.approx(score.NORMAL_95**2 * end * (1 - end) / of, abs=1e-12)


def test_wilsons_interval_of_nothing_is_everything() -> None:
    assert score.wilson(0, 0) == (0.0, 1.0)


def answer(injected: Cause | None, expected: Cause | None, cause: Cause | None, *also: Cause) -> Answer:
    case = Case("c", "m", "healthy" if injected is None else "f", "all", injected, expected, TraceRequest("q", "d"))
    return Answer(case, cause, also, "", 0.25)


def test_an_answer_is_right_where_it_is_the_expected_one() -> None:
    assert score.right(answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.ANN_MISS))
    assert not score.right(answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.BELOW_CUT, Cause.ANN_MISS))
    assert not score.right(answer(Cause.ANN_MISS, Cause.FOUND, Cause.ANN_MISS))
    assert not score.right(answer(Cause.ANN_MISS, Cause.ANN_MISS, None))


def test_of_a_healthy_index_anything_may_be_said_that_blames_nothing() -> None:
    assert score.right(answer(None, None, Cause.MODEL_LIMIT))
    assert score.right(answer(None, None, Cause.TRUNCATED))
    assert score.false_alarm(answer(None, None, Cause.STALE_VECTOR))
    assert not score.right(answer(None, None, Cause.FOUND))


def test_a_random_remedy_is_right_as_often_as_its_share_of_what_works() -> None:
    two = answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.BELOW_CUT, Cause.ANN_MISS)
    three = answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.ANN_MISS, Cause.BELOW_CUT, Cause.TRUNCATED)
    none = answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.MODEL_LIMIT)
    assert score.guessed([two, three, none]).hits == pytest.approx(float(Fraction(1, 2) + Fraction(1, 3)))
    assert score.constant([two, three, none]).hits == 0
    assert score.mentioned([two, three, none]).hits == 2


def test_the_confusion_matrix_counts_what_was_said_of_each_injected_cause() -> None:
    answers = [
        answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.ANN_MISS),
        answer(Cause.ANN_MISS, Cause.ANN_MISS, Cause.BELOW_CUT),
        answer(Cause.EMPTY_TEXT, Cause.EMPTY_TEXT, None),
    ]
    assert score.confusion(answers) == {"empty_text": {"failed": 1}, "ann_miss": {"ann_miss": 1, "below_cut": 1}}


def test_the_chance_of_random_documents_is_the_hypergeometric_one() -> None:
    """Two drawn of four, one of which stands above: it is drawn in half of the draws; both cannot be."""
    assert chance(4, 1, 2, 1) == 1 / 2
    assert chance(4, 1, 2, 2) == 0
    assert chance(52, 4, 5, 4) == pytest.approx(math.comb(48, 1) / math.comb(52, 5))


def test_two_lists_become_one_by_the_sum_of_reciprocal_ranks() -> None:
    """Document 7 is 2nd and 1st: 1/62 + 1/61; document 5 is 1st and absent: 1/61; document 9 is 2nd in one: 1/62."""
    assert oracle.fused_order([5, 7], [7, 9], 0.5) == [7, 5, 9]
    assert oracle.fused_order([5, 7], [7, 9], 1.0) == [5, 7]
    assert oracle.fused_order([5, 7], [7, 9], 0.0) == [7, 9]
