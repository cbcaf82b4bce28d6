"""The commands `case …`: what became of kept searches, their pages, and the shelf they are on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector import files
from inspector.cli import progress
from inspector.cli.case_form import counts, print_replay, print_replays, print_shelf, replay_json, shelf_json
from inspector.cli.case_save import save
from inspector.cli.inspect import open_whole
from inspector.cli.output import console, print_json, quiet_stdout, warn
from inspector.errors import InspectorError, RequestError
from inspector.records.replays import Verdict
from inspector.text import counted

if TYPE_CHECKING:
    from inspector.inspection import OpenIndex
    from inspector.records.cases import Case
    from inspector.records.replays import Replay

FAILED = 1
"""Exit code where an expectation is not met."""
COULD_NOT_RUN = 2

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A case's file, or the id of one on the shelf.", show_default=False)
]


@group.callback()
def case() -> None:
    """Keep a search as a case, replay cases against today's index, make a page of one, share them.

    Every command of the group takes --json.
    """


group.command("save")(save)


@group.command("replay")
def replay(
    cases: Annotated[
        list[str],
        typer.Argument(metavar="CASE…", help="Files, folders of files, or ids on the shelf.", show_default=False),
    ],
    index: Annotated[
        str | None, typer.Option(metavar="INDEX", help="Ask this index instead of the one each case names.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON; one document for all cases.")] = False,
) -> None:
    """Ask the question of each case again: still failing, fixed, broken since, or as it was.

    Ends with 1 where an expectation is not met, with 2 where a case could not be asked, else with 0.
    """
    found = [(name, path) for given in cases for name, path in _files(given)]
    opened: dict[str, OpenIndex] = {}
    told = [(name, *_replayed(name, path, index, opened)) for name, path in found]
    if as_json:
        single = len(told) == 1 and not Path(cases[0]).is_dir()
        forms = [replay_json(name, one, answer) for name, one, answer in told]
        print_json(forms[0] if single else {"cases": forms, "counts": counts([answer for _, _, answer in told])})
    elif len(told) == 1:
        print_replay(*told[0])
    else:
        print_replays(told)
    verdicts = {answer.verdict for _, _, answer in told}
    if any(verdict.fails for verdict in verdicts):
        raise typer.Exit(FAILED)
    if Verdict.CANNOT_TELL in verdicts:
        raise typer.Exit(COULD_NOT_RUN)


def _files(given: str) -> Iterator[tuple[str, Path | None]]:
    """Give name and file of each case that is meant; None for one on the shelf.

    Raises:
        RequestError: a folder holds none.
    """
    path = Path(given)
    if path.is_dir():
        inside = sorted(each for each in path.glob("*.json") if not each.name.startswith("."))
        if not inside:
            raise RequestError(f"{path} holds no case.", "Give a folder with .json files that were saved as cases.")
        yield from ((str(each), each) for each in inside)
    else:
        yield given, _file(given)


def _file(given: str) -> Path | None:
    """Give the file that is meant; None for an id."""
    path = Path(given)
    return path if path.exists() or path.suffix or len(path.parts) > 1 else None


def _loaded(given: str, path: Path | None) -> Case:
    from inspector.cases.file import load_case
    from inspector.cases.shelf import take

    return load_case(path) if path is not None else take(given)


def _replayed(
    name: str, path: Path | None, index: str | None, opened: dict[str, OpenIndex]
) -> tuple[Case | None, Replay]:
    """Give what became of one case; what is in the way of one is told and stops no other."""
    from inspector.cases.replay import cannot_tell, unread
    from inspector.cases.replay import replay as replay_case
    from inspector.cases.where import index_of
    from inspector.errors import CancelledError

    one = None
    try:
        with quiet_stdout(), progress.progress() as report:
            one = _loaded(name, path)
            place = index or index_of(one)
            if place not in opened:
                opened[place] = open_whole(place, tested=False, background=False, model_needed=False)
            return one, replay_case(one, opened[place], progress=report)
    except CancelledError:
        raise
    except (InspectorError, OSError) as error:
        why = str(error) if isinstance(error, InspectorError) else f"{files.reason(error)}."
        return one, cannot_tell(one, why) if one else unread(Path(name).stem, why)


@group.command("report")
def report(
    case: CaseArgument,
    out: Annotated[Path, typer.Option(metavar="PAGE.html", help="Where the page is written.")],
    index: Annotated[
        str | None, typer.Option(metavar="INDEX", help="Also say what became of it, asked of this index.")
    ] = None,
    replayed: Annotated[
        bool, typer.Option("--replay", help="Also say what became of it, asked of the index it names.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Write one self-contained HTML page of a case: nothing is loaded from anywhere, and it prints."""
    from inspector.cases.page import report_html

    one, answer = _loaded(case, _file(case)), None
    if index or replayed:
        answer = _replayed(case, _file(case), index, {})[1]
    page = report_html(one, answer).encode("utf-8")
    files.write_atomic(out, lambda part: _fill(part, page))
    if as_json:
        print_json({"path": str(out), "bytes": len(page), "verdict": answer.verdict.value if answer else None})
    else:
        console().print(f"{out}: {len(page):,} bytes", markup=False, soft_wrap=True)


def _fill(part: Path, data: bytes) -> None:
    part.write_bytes(data)


@group.command("list")
def list_cases(as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """List the cases on the shelf, the newest first."""
    from inspector.cases.shelf import shelf

    found = shelf()
    if as_json:
        print_json(shelf_json(found))
    else:
        print_shelf(found)


@group.command("export")
def export(
    case: CaseArgument,
    out: Annotated[Path, typer.Option(metavar="CASE.json", help="Where the case is written.")],
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="Leave out texts, titles and vectors of documents.")
    ] = False,
    without_metadata: Annotated[
        bool, typer.Option("--without-metadata", help="Leave out metadata, and where the index lies.")
    ] = False,
    without_note: Annotated[bool, typer.Option("--without-note", help="Leave out the author's note.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Write a case to a file, with texts or metadata of documents, or the note, left out if wanted."""
    from inspector.cases.file import write_case
    from inspector.cases.redaction import NOTE_STAYS, redacted

    whole = _loaded(case, _file(case))
    one = redacted(whole, texts=without_texts, metadata=without_metadata, note=without_note)
    write_case(out, one)
    if one.note and (without_texts or without_metadata):
        warn(f"{NOTE_STAYS} Add --without-note to leave it out.")
    if as_json:
        print_json({"id": one.id, "path": str(out), "left_out": [part.value for part in one.left_out]})
    else:
        console().print(f"{one.id}: {out}", markup=False, soft_wrap=True)


@group.command("import")
def import_cases(
    cases: Annotated[
        list[Path], typer.Argument(metavar="CASE.json…", help="Files, or folders of files.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Put cases on the shelf; each is checked, and none replaces another."""
    from inspector.cases.file import load_case
    from inspector.cases.shelf import shelve

    paths = [path for given in cases for _, path in _files(str(given)) if path is not None]
    taken, refused = [], []
    for path in paths:
        try:
            taken.append(shelve(load_case(path)))
        except InspectorError as error:
            refused.append(str(error))
    for sentence in refused:
        warn(sentence)
    if as_json:
        print_json({"imported": [one.id for one in taken], "refused": refused})
    else:
        console().print(f"{counted(len(taken), 'case')} imported: {', '.join(one.id for one in taken)}", markup=False)
    if refused:
        raise typer.Exit(COULD_NOT_RUN)
