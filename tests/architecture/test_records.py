"""House rule 8: records are frozen and slotted, hold no dict or list, and closed vocabularies are StrEnum."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import Source, dotted, house

METADATA = "metadata"
MUTABLE = re.compile(r"\b(dict|list|set|Dict|List|Set|Mapping|MutableMapping|defaultdict|bytearray)\b")


def holds_records(source: Source) -> bool:
    """Whether every dataclass of a file is a record."""
    return source.path.startswith("inspector/records/") or source.path == "inspector/contract.py"


def melting(source: Source) -> list[str]:
    """Dataclasses that are not frozen and slotted."""
    return [
        source.at(node, f"{node.name} is not @dataclass(frozen=True, slots=True)")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if _is_dataclass(decorator) and not {"frozen", "slots"} <= _true_arguments(decorator)
    ]


def mutable_fields(source: Source) -> list[str]:
    """Fields of records that can be changed in place; only a document's metadata may be a mapping."""
    return [
        source.at(line, f"{node.name}.{ast.unparse(line.target)} is a {ast.unparse(line.annotation)}")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any(_is_dataclass(one) for one in node.decorator_list)
        for line in node.body
        if isinstance(line, ast.AnnAssign)
        if MUTABLE.search(ast.unparse(line.annotation)) and ast.unparse(line.target) != METADATA
    ]


def loose_enums(source: Source) -> list[str]:
    """Vocabularies whose members do not equal their strings; a Flag is no vocabulary but a set."""
    return [
        source.at(node, f"{node.name} is no StrEnum")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        if {dotted(one).split(".")[-1] for one in node.bases} & {"Enum", "IntEnum"}
    ]


def _is_dataclass(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(called).split(".")[-1] == "dataclass"


def _true_arguments(decorator: ast.expr) -> set[str]:
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    return {
        word.arg for word in given if word.arg and isinstance(word.value, ast.Constant) and word.value.value is True
    }


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_records_are_frozen_and_vocabularies_are_closed(source: Source) -> None:
    violations = loose_enums(source)
    if holds_records(source):
        violations += melting(source) + mutable_fields(source)
    assert violations == []


@pytest.mark.parametrize(
    "decorator", ["@dataclass", "@dataclass(frozen=True)", "@dataclasses.dataclass(frozen=True, slots=False)"]
)
def test_a_record_that_can_melt_is_seen(decorator: str) -> None:
    assert len(melting(Source("inspector/records/x.py", f"{decorator}\nclass Hit:\n    id: str"))) == 1


@pytest.mark.parametrize("kind", ["list[str]", "dict[str, int]", "Mapping[str, int] | None", "tuple[list[int], ...]"])
def test_a_field_that_can_be_changed_in_place_is_seen(kind: str) -> None:
    text = f"@dataclass(frozen=True, slots=True)\nclass Hit:\n    metadata: Mapping[str, str]\n    ids: {kind}"
    assert len(mutable_fields(Source("inspector/records/x.py", text))) == 1


@pytest.mark.parametrize("base", ["Enum", "enum.Enum", "str, Enum", "IntEnum"])
def test_a_vocabulary_that_is_no_str_enum_is_seen(base: str) -> None:
    assert len(loose_enums(Source("inspector/x.py", f"class Metric({base}):\n    COSINE = 'cosine'"))) == 1
