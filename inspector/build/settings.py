"""What a build is asked to do, and the checks that cost nothing and come first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.contract import DEFAULT_MODEL, DEFAULT_RECIPE, Metric
from inspector.errors import RequestError, StoreError
from inspector.files import check_regular, readable
from inspector.stores import layout
from inspector.stores.ann_spec import AnnSpec
from inspector.stores.corpus.formats import format_of


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How an index is built.

    Attributes:
        model: A local folder, or a model's name; with `vectors`, the model the user says made them.
        vectors: A .npy file of vectors made elsewhere, row i for row i of the corpus; None embeds the documents.
        recipe: How title, text and metadata become the embedded text.
        metric: What the index ranks by.
        ann: The ANN structure to build; None for exact search.
        ann_file: A FAISS file made elsewhere to adopt instead of `ann`.
        max_tokens: How many tokens of a document are read, special ones included; None takes the model's own setting.
        query_prompt: Put before every query; None takes the model's configured one.
        document_prompt: Put before every document; None takes the model's configured one.
        batch: Documents in one forward pass, >= 1.
        skip_bad: Leave bad lines of the corpus out and count them.
        name: The index's name; empty takes the folder's.
    """

    model: str = DEFAULT_MODEL
    vectors: Path | None = None
    recipe: str = DEFAULT_RECIPE
    metric: Metric = Metric.COSINE
    ann: AnnSpec | None = None
    ann_file: Path | None = None
    max_tokens: int | None = None
    query_prompt: str | None = None
    document_prompt: str | None = None
    batch: int = 32
    skip_bad: bool = False
    name: str = ""


def check_settings(corpus: Path, out: Path, settings: BuildSettings) -> None:
    """Refuse what cannot work before any work is done.

    Raises:
        CorpusError: the corpus is missing, or of another kind than its name says.
        RequestError: settings exclude each other or are out of range.
        StoreError: `out` is something else than an index, holds a file that is to be read, or a given file is missing.
    """
    if settings.ann is not None and settings.ann_file is not None:
        raise RequestError(
            "An ANN structure is either built (--ann) or adopted (--ann-file), not both.", "Give one of the two."
        )
    if settings.batch < 1:
        raise RequestError(f"A batch of {settings.batch} texts cannot be embedded.", "Give at least 1.")
    format_of(corpus)
    for given in (settings.vectors, settings.ann_file):
        if given is not None:
            check_regular(given)
            with readable(given):
                given.open("rb").close()
    _check_out(out, [path for path in (corpus, settings.vectors, settings.ann_file) if path is not None])


def _check_out(out: Path, inputs: list[Path]) -> None:
    if out.is_dir():
        if any(out.iterdir()) and not (out / layout.MANIFEST).is_file():
            raise StoreError(
                f"{out} is a folder with other things in it; it will not be overwritten.", "Choose a new folder."
            )
    elif out.exists() or out.is_symlink():
        raise StoreError(f"{out} is a file, a folder was expected.", "Choose a new folder.")
    for path in inputs:
        if path.resolve().is_relative_to(out.resolve()):
            raise StoreError(f"{path} lies inside {out}, which the build replaces.", "Choose another folder.")
