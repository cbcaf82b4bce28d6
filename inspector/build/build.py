"""From a corpus file to an index folder.

Invariant: the index appears under its name in one step, whole; until then, and after any failure, what was there before
stays. An interrupted build goes on where it was when the same corpus, recipe and model come again.

Cost: the model's own time for the vectors; all else together takes about a second per 10,000 short documents. In memory
grow with the corpus: 130 bytes a document for the hash of its id, what the keyword index needs (see
`inspector.search.postings`), and the ANN structure where one is asked for, which FAISS holds whole (about as much as
the vectors). Disk: the index, once, beside the old one.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.build.adoption import check_dim, check_rows, copy_rows, open_given
from inspector.build.description import contract_of_adoption, contract_of_build, document_prompt
from inspector.build.embedding import Encoding, embed_documents
from inspector.build.settings import BuildSettings, check_settings
from inspector.build.workspace import Workspace
from inspector.contract import DEFAULT_RECIPE
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import facts_of
from inspector.files import recover_folder
from inspector.progress import Progress, silent
from inspector.search.keyword import build_keyword
from inspector.stores import layout
from inspector.stores.ann_build import adopt_ann, write_ann
from inspector.stores.ann_spec import AnnSpec
from inspector.stores.corpus.survey import Survey, documents, survey
from inspector.stores.documents import DocumentTable
from inspector.stores.finish import finish_folder
from inspector.stores.lock import locked
from inspector.stores.manifest import Manifest
from inspector.stores.matrix import open_vectors
from inspector.stores.recipe import check_recipe, embedded_text
from inspector.stores.vector_facts import measure
from inspector.stores.vector_file import VectorFile, finished_rows
from inspector.stores.writer import DocumentWriter
from inspector.vectors import Vectors

_WRITE_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        path: The index folder.
        fingerprint: Of its content.
        count: Documents in it.
        skipped: Bad lines left out.
        warnings: What a user should know, a sentence each.
        seconds: Duration of this run, >= 0.
        encoded: Documents embedded in this run; 0 for adopted vectors.
        resumed: Documents whose vectors an interrupted run had finished.
    """

    path: Path
    fingerprint: str
    count: int
    skipped: int
    warnings: tuple[str, ...]
    seconds: float
    encoded: int
    resumed: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that is known before the first file is written."""

    settings: BuildSettings
    found: Survey
    embedder: Embedder
    given: Vectors | None
    progress: Progress

    @property
    def prompt(self) -> str:
        return document_prompt(self.settings, facts_of(self.embedder))

    @property
    def key(self) -> str:
        """Fingerprint of what documents and vectors depend on; ANN structure, metric and name may change on resume."""
        settings = self.settings
        made_by = ["given"] if self.given is not None else [self.embedder.fingerprint, settings.recipe, self.prompt]
        fields = [[field.name, field.type.value] for field in self.found.fields]
        return fingerprint.of_values(self.found.sha256, list(self.found.bad), fields, made_by)


def build(
    corpus: Path,
    out: Path,
    settings: BuildSettings | None = None,
    *,
    progress: Progress = silent,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Build an index from a corpus.

    Args:
        corpus: A file of one of `inspector.stores.corpus.formats.FORMATS`.
        out: The index folder; an index that is there is replaced once the new one is whole.
        settings: How; None for the defaults.
        progress: Called with finished bytes, documents or postings and what is being done.
        embedder: The model, where it is loaded already; None loads `settings.model`.

    Returns:
        What was made.

    Raises:
        CorpusError: the corpus cannot be read, or has a bad line.
        EmbedderError: the model cannot be loaded, or failed.
        RequestError: the settings do not fit each other, the corpus or the vectors.
        StoreError: `out` or a given file cannot be used, the disk is full, or another build is writing there.
        CancelledError: progress asked to stop; the next build goes on from there.
    """
    started = time.monotonic()
    settings = settings or BuildSettings()
    out = out.resolve() if out.is_dir() else out.absolute()  # a link to an index stands for that index
    check_settings(corpus, out, settings)
    with locked(out):
        recover_folder(out)
        plan = _plan(corpus, settings, progress, embedder)
        with Workspace(out, plan.key) as work:
            _write_documents(plan, work)
            table = DocumentTable(work.folder / layout.DOCUMENTS)
            spec = _adopt_ann(plan, work)
            resumed = _write_vectors(plan, work, table)
            _write_keyword(plan, work, table)
            manifest = _finish(plan, work, spec or _write_ann(plan, work))
            work.publish()
    encoded = 0 if plan.given is not None else table.count - resumed
    seconds = time.monotonic() - started
    skipped = len(plan.found.bad)
    return BuildReport(out, manifest.fingerprint, table.count, skipped, manifest.warnings, seconds, encoded, resumed)


def _plan(corpus: Path, settings: BuildSettings, progress: Progress, embedder: Embedder | None) -> _Plan:
    given = None if settings.vectors is None else open_given(settings.vectors)
    found = survey(corpus, skip_bad=settings.skip_bad, progress=progress)
    check_recipe(settings.recipe, [field.name for field in found.fields])
    if given is not None and settings.vectors is not None:
        check_rows(settings.vectors, given, found)
    if embedder is None:
        progress(0, 0, "Loading the model")
        embedder = load_embedder(settings.model, max_tokens=settings.max_tokens)
    if given is not None:
        check_dim(given, embedder)
    return _Plan(settings, found, embedder, given, progress)


def _write_documents(plan: _Plan, work: Workspace) -> None:
    path = work.folder / layout.DOCUMENTS
    if work.state.documents and path.is_file():
        return
    batch = []
    with DocumentWriter(path, plan.found.fields) as writer:
        for number, document in enumerate(documents(plan.found), start=1):
            batch.append(document)
            if len(batch) == _WRITE_AT_ONCE:
                writer.write(batch)
                batch = []
                plan.progress(number, plan.found.count, "Writing documents")
        writer.write(batch)
    plan.progress(plan.found.count, plan.found.count, "Writing documents")
    work.note(documents=True, rows=0, keyword=False)


def _write_vectors(plan: _Plan, work: Workspace, table: DocumentTable) -> int:
    """Write all vectors and say how many of them an interrupted build had made."""
    path, dim = work.folder / layout.VECTORS, plan.embedder.dim
    if plan.given is not None:
        with VectorFile(path, table.count, dim) as file:
            copy_rows(plan.given, plan.found, file, plan.progress)
        return 0
    resumed = finished_rows(path, dim, work.state.rows)
    how = Encoding(plan.embedder, plan.settings.recipe, plan.prompt, plan.settings.batch)
    with VectorFile(path, table.count, dim, resumed) as file:
        embed_documents(table, how, file, lambda rows: work.note(rows=rows), plan.progress)
    return resumed


def _write_keyword(plan: _Plan, work: Workspace, table: DocumentTable) -> None:
    if work.state.keyword:
        return
    shutil.rmtree(work.folder / layout.KEYWORD, ignore_errors=True)
    texts = (embedded_text(DEFAULT_RECIPE, document) for batch in table.iterate(_WRITE_AT_ONCE) for document in batch)
    build_keyword(work.folder / layout.KEYWORD, texts, count=table.count, progress=plan.progress)
    work.note(keyword=True)


def _adopt_ann(plan: _Plan, work: Workspace) -> AnnSpec | None:
    """Adopt a given structure before hours are spent on vectors, so that one that does not fit is told at once."""
    path = work.folder / layout.ANN
    path.unlink(missing_ok=True)
    if plan.settings.ann_file is None:
        return None
    return adopt_ann(plan.settings.ann_file, path, plan.found.count, plan.embedder.dim)


def _write_ann(plan: _Plan, work: Workspace) -> AnnSpec | None:
    if plan.settings.ann is None:
        return None
    vectors = open_vectors(work.folder / layout.VECTORS)
    return write_ann(work.folder / layout.ANN, vectors, plan.settings.metric, plan.settings.ann, progress=plan.progress)


def _finish(plan: _Plan, work: Workspace, spec: AnnSpec | None) -> Manifest:
    facts = measure(open_vectors(work.folder / layout.VECTORS))
    describe = contract_of_build if plan.given is None else contract_of_adoption
    return finish_folder(
        work.folder,
        name=plan.settings.name or work.out.name,
        contract=describe(plan.settings, plan.embedder, facts),
        ann_spec=spec,
        warnings=(*_warnings(plan), *facts.warnings()),
        progress=plan.progress,
    )


def _warnings(plan: _Plan) -> Iterator[str]:
    """Say what the corpus and the given file have of note."""
    found = plan.found
    if found.bad:
        noun = found.unit if len(found.bad) == 1 else f"{found.unit}s"
        more = " …" if len(found.bad) > len(found.reasons) else ""
        yield f"{len(found.bad):,} bad {noun} left out. {' '.join(found.reasons)}{more}"
    if found.empty:
        noun, verb = ("document", "has") if found.empty == 1 else ("documents", "have")
        yield f"{found.empty:,} {noun} of {found.count:,} {verb} an empty text."
    if plan.given is not None and plan.given.dtype != np.float32:
        yield f"The vectors were {plan.given.dtype.name} and are stored as float32."
