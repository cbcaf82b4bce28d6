"""Which ANN structure an index has and how it is set, as a person writes it: "ivf,nlist=64,nprobe=8".

Invariant: `parse_ann(spec.text)` gives the spec again, for every kind a person can ask for. No FAISS is needed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector.errors import RequestError


class AnnKind(StrEnum):
    """Kinds of ANN structure."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVF = "ivf"
    IVFPQ = "ivfpq"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class AnnSpec:
    """An ANN structure and its settings; None leaves a setting to the default or says that the kind has none.

    Attributes:
        kind: What it is; `FILE` for a structure that was made elsewhere.
        nlist: IVF: number of cells, >= 1.
        nprobe: IVF: cells visited in a search, >= 1.
        m: HNSW: links of a node, >= 2. IVFPQ: codes of a vector, a divisor of its length.
        nbits: IVFPQ: bits of a code, 1 to 12.
        ef_construction: HNSW: length of the candidate list while building, >= 1.
        ef_search: HNSW: length of the candidate list in a search, >= 1.
        structure: Name of the FAISS class; empty until it is built.
    """

    kind: AnnKind
    nlist: int | None = None
    nprobe: int | None = None
    m: int | None = None
    nbits: int | None = None
    ef_construction: int | None = None
    ef_search: int | None = None
    structure: str = ""

    @property
    def text(self) -> str:
        """The spec as a person writes it, settings left to the default omitted."""
        given = [(setting.name, self.value(setting)) for setting in SETTINGS]
        return ",".join([self.kind.value, *(f"{name}={value}" for name, value in given if value is not None)])

    def value(self, setting: Setting) -> int | None:
        """Give the value of a setting."""
        value: int | None = getattr(self, setting.field)
        return value


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of an ANN structure.

    Attributes:
        name: As a person writes it.
        field: Its field in `AnnSpec`.
        least: Smallest value.
        most: Largest value.
        kinds: The kinds that have it.
    """

    name: str
    field: str
    least: int
    most: int
    kinds: tuple[AnnKind, ...]


_MANY = 2**31 - 1
SETTINGS: tuple[Setting, ...] = (
    Setting("nlist", "nlist", 1, _MANY, (AnnKind.IVF, AnnKind.IVFPQ)),
    Setting("nprobe", "nprobe", 1, _MANY, (AnnKind.IVF, AnnKind.IVFPQ)),
    Setting("m", "m", 1, 4096, (AnnKind.HNSW, AnnKind.IVFPQ)),
    Setting("nbits", "nbits", 1, 12, (AnnKind.IVFPQ,)),
    Setting("efConstruction", "ef_construction", 1, _MANY, (AnnKind.HNSW,)),
    Setting("efSearch", "ef_search", 1, _MANY, (AnnKind.HNSW,)),
)
BUILDABLE: tuple[AnnKind, ...] = (AnnKind.FLAT, AnnKind.HNSW, AnnKind.IVF, AnnKind.IVFPQ)


def parse_ann(text: str) -> AnnSpec:
    """Read a spec such as "flat", "hnsw,m=16,efSearch=100" or "ivf,nlist=64,nprobe=8".

    Raises:
        RequestError: the kind is unknown, or a setting is unknown, given twice, no whole number or out of range.
    """
    head, *rest = [part.strip() for part in text.split(",")]
    kind = next((kind for kind in BUILDABLE if kind.value == head.lower()), None)
    if kind is None:
        raise RequestError(
            f'"{head}" is no kind of ANN structure.', f"Choose one of: {', '.join(kind.value for kind in BUILDABLE)}."
        )
    known = {setting.name.lower(): setting for setting in SETTINGS if kind in setting.kinds}
    values: dict[str, int] = {}
    for part in rest:
        name, _, value = part.partition("=")
        setting = known.get(name.strip().lower())
        if setting is None:
            raise RequestError(f'An ANN structure of kind {kind} has no setting "{name.strip()}".', _offer(kind, known))
        if setting.field in values:
            raise RequestError(f'The setting "{setting.name}" is given twice.', "Give it once.")
        values[setting.field] = _number(setting, value.strip())
    return replace(AnnSpec(kind), **values)  # type: ignore[arg-type]


def _offer(kind: AnnKind, known: dict[str, Setting]) -> str:
    if not known:
        return f"The kind {kind} has no settings."
    return f"Its settings are: {', '.join(setting.name for setting in known.values())}."


def _number(setting: Setting, text: str) -> int:
    if not text.isdecimal() or not setting.least <= int(text) <= setting.most:
        raise RequestError(
            f'The setting {setting.name} is "{text}", which is no whole number from {setting.least} to {setting.most}.',
            f"Write {setting.name}=NUMBER.",
        )
    return int(text)
