"""From a FAISS IVFPQ file with a Parquet of texts, and from a LangChain folder, to the cause, by commands alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inspector.cli.main import run
from inspector.contract import DEFAULT_MODEL
from inspector.embedders.embedder import Embedder
from inspector.records.documents import Document
from inspector.stores.corpus.survey import documents, survey
from tests.stores.foreign.pickles import docstore_pickle
from tests.ui.harness import ROOT

pytestmark = pytest.mark.model
COUNT, NLIST = 60, 4


@pytest.fixture(scope="module")
def articles(minilm: Embedder) -> tuple[tuple[Document, ...], np.ndarray]:
    found = documents(survey(ROOT / "sample_data" / "articles.jsonl"))
    kept = tuple(document for document, _ in zip(found, range(COUNT), strict=False))
    return kept, minilm.encode([f"{each.title}\n{each.text}"[:400] for each in kept])


def cells(vectors: np.ndarray) -> Any:
    quantizer = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFPQ(quantizer, vectors.shape[1], NLIST, 96, 4, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    index.nprobe = 1
    return index


def missed(index: Any, vectors: np.ndarray) -> tuple[int, int, int]:
    """A row, a document among its ten best whose cell is not visited for it, and the place of that cell."""
    for row in range(COUNT):
        near = index.search(vectors[row : row + 1], 10)[1][0]
        index.nprobe = NLIST
        best = index.search(vectors[row : row + 1], 10)[1][0]
        index.nprobe = 1
        lost = [int(each) for each in best if each not in near]
        if lost:
            _, order = index.quantizer.search(vectors[row : row + 1], NLIST)
            place = next(place for place, cell in enumerate(order[0], 1) if lost[0] in _members(index, int(cell)))
            return row, lost[0], place
    raise AssertionError("every document is found")


def _members(index: Any, cell: int) -> list[int]:
    lists = index.invlists
    return faiss.rev_swig_ptr(lists.get_ids(cell), lists.list_size(cell)).tolist()


def asked(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> Any:
    code = run([*arguments, "--json"])
    out, said = capfdbinary.readouterr()
    assert code == 0, said.decode()
    return json.loads(out)


def numbers(stages: Sequence[Any]) -> dict[str, Any]:
    return {name: value for stage in stages for name, value in stage["numbers"].items()}


def check(spec: str, index: Any, articles: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    texts, vectors = articles
    row, lost, place = missed(index, vectors)
    query = f"{texts[row].title}\n{texts[row].text}"[:400]
    form = asked(capfdbinary, "inspect", spec, query, "--explain", "none")
    assert form["neighbors"][0]["id"] == texts[int(index.search(vectors[row : row + 1], 1)[1][0, 0])].id
    assert form["index"]["model"] == DEFAULT_MODEL
    traced = asked(capfdbinary, "why", spec, query, "--doc", texts[lost].id)
    told = numbers(traced["stages"])
    assert traced["cause"] == "ann_miss", traced
    assert (told["nlist"], told["nprobe"], told["cell_rank"]) == (NLIST, 1, place)
    healthy = asked(capfdbinary, "why", spec, query, "--doc", form["neighbors"][0]["id"])
    assert healthy["cause"] == "found"


def test_an_ivfpq_file_with_a_parquet_of_texts(tmp_path, articles, capfdbinary) -> None:
    texts, vectors = articles
    index = cells(vectors)
    faiss.write_index(index, str(tmp_path / "v.faiss"))
    columns = {"key": [each.id for each in texts], "head": [each.title for each in texts]}
    bodies = [f"{each.title}\n{each.text}"[:400].removeprefix(f"{each.title}\n") for each in texts]
    pq.write_table(pa.table({**columns, "body": bodies}), tmp_path / "docs.parquet")
    named = "id=key&title=head&text=body"
    spec = f"faiss:{tmp_path / 'v.faiss'}?documents={tmp_path / 'docs.parquet'}&{named}&model={DEFAULT_MODEL}"
    check(spec, index, articles, capfdbinary)


def test_a_langchain_folder(tmp_path, articles, capfdbinary) -> None:
    texts, vectors = articles
    index = cells(vectors)
    faiss.write_index(index, str(tmp_path / "index.faiss"))
    held = [(each.id, {"page_content": f"{each.title}\n{each.text}"[:400], "metadata": {}}) for each in texts]
    (tmp_path / "index.pkl").write_bytes(docstore_pickle(held))
    check(f"langchain:{tmp_path}?model={DEFAULT_MODEL}", index, articles, capfdbinary)
