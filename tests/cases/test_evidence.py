"""Kept vectors are the stored ones, bit for bit, and a text that changed is seen by its hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import numpy as np
import pytest

from inspector.cases.errors import CaseError
from inspector.cases.evidence import TEXT_LIMIT, check_vectors, decoded, encoded, kept_of, query_vector, text_sha256
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.documents import Document
from tests.cases.conftest import QUERY
from tests.oracle import distance


def test_a_vector_is_written_as_little_endian_float32_in_base64() -> None:
    assert encoded(np.array([1.0, -2.0])) == base64.b64encode(bytes.fromhex("0000803f000000c0")).decode()
    found = decoded("AACAPwAAAMA=", 2)
    assert found is not None
    assert found.tolist() == [1.0, -2.0]
    assert decoded("", 2) is None


def test_kept_vectors_are_the_stored_ones_and_give_the_distances_of_the_list(case: Case, index: OpenIndex) -> None:
    query = decoded(case.kept.query_vector, case.kept.dim)
    assert query is not None
    assert np.array_equal(query, query_vector(index, QUERY))
    for hit in case.seen.lists.embedding:
        kept = case.document(hit.id)
        assert kept is not None
        vector = decoded(kept.vector, case.kept.dim)
        assert vector is not None
        assert np.array_equal(vector, index.collection.vectors(index.collection.rows_of([hit.id]))[0])
        assert distance(query, vector) == pytest.approx(hit.distance, abs=1e-6)


@pytest.mark.parametrize("wrong", ["x", "AAAA", "AACAPwAAAMA", "AACAPwAAAMA=!", "ÄÖ=="])
def test_what_is_no_vector_of_the_dimension_is_refused(wrong: str) -> None:
    with pytest.raises(CaseError, match="A kept vector"):
        decoded(wrong, 2)


def test_a_broken_vector_is_named_by_its_place(case: Case) -> None:
    documents = (case.kept.documents[0], replace(case.kept.documents[1], vector="AAAA"), *case.kept.documents[2:])
    with pytest.raises(CaseError, match=r"kept\.documents\[1\]\.vector has 3 bytes, expected 128 for 32 values"):
        check_vectors(replace(case, kept=replace(case.kept, documents=documents)))


def test_a_long_text_is_cut_and_its_hash_is_that_of_the_whole(index: OpenIndex) -> None:
    text = "a" * (TEXT_LIMIT + 1)
    (kept,) = kept_of(index, QUERY, [Document("not there", "", text)]).documents
    assert (len(kept.text), kept.cut, kept.vector) == (TEXT_LIMIT, True, "")
    assert kept.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert text_sha256("half \ud83d") != text_sha256("half ")
