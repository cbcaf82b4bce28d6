"""The command `open`: starts the app on an index, or on a corpus that is built first."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from inspector import settings
from inspector.cli import progress
from inspector.cli.output import console, print_json, quiet_stdout
from inspector.cli.prepare import prepared
from inspector.errors import InspectorError, RequestError

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds app.py and the package."""
PORT = 8501
TRIED_PORTS = 50
START_SECONDS = 60.0
HOST = "127.0.0.1"


def open_app(
    index: Annotated[
        str,
        typer.Argument(
            metavar="INDEX|CORPUS",
            help="An index folder, a saved connection, SCHEME:LOCATION?setting=…, or a corpus file.",
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the link in JSON.")] = False,
) -> None:
    """Start the app on an index and print the link; a corpus is built first."""
    folder = _ready(index).resolve()
    port = free_port()
    link = f"http://{HOST}:{port}"
    command = (sys.executable, "-m", "streamlit", "run", str(app_file()), "--server.port", str(port))
    server = subprocess.Popen(command, env={**os.environ, **environment(folder)}, stdout=sys.stderr)
    try:
        wait_until_up(server, link)
        if as_json:
            print_json({"link": link, "path": str(folder)})
        else:
            console().print(f"{folder.name} is open at {link} (end with Ctrl-C)", markup=False, soft_wrap=True)
        server.wait()
    except KeyboardInterrupt:
        return
    finally:
        _end(server)


def _ready(index: str) -> Path:
    """Give the folder the app opens: an index, a working copy of one made elsewhere, or one built from a corpus.

    Raises:
        InspectorError: it cannot be opened or built.
    """
    from inspector.stores import open_index, spec_of

    path = Path(index)
    if not path.is_dir() and spec_of(index) is not None:
        with quiet_stdout(), progress.progress() as report:
            return prepared(index, report)[0]
    folder = path if path.is_dir() else _built(path)
    open_index(str(folder))
    return folder


def _built(corpus: Path) -> Path:
    """Build the index of a corpus, or find the one that was built from the same content before.

    Raises:
        RequestError: there is no such file.
        InspectorError: it cannot be built.
    """
    if not corpus.exists():
        raise RequestError(f"{corpus} does not exist.", "Give an index folder or a corpus file.")
    from inspector.build.build import build
    from inspector.build.uploads import index_folder
    from inspector.stores import layout

    folder = index_folder(corpus, corpus.name)
    if not (folder / layout.MANIFEST).is_file():
        with quiet_stdout(), progress.progress() as report:
            build(corpus, folder, progress=report)
    return folder


def environment(folder: Path) -> Mapping[str, str]:
    """Give the variables the app is started with: the index to open, and where our own code is."""
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {settings.OPEN.name: str(folder), "PYTHONPATH": path}


def app_file() -> Path:
    """Give the app's script, which stands beside the package."""
    return ROOT / "app.py"


def free_port(first: int = PORT) -> int:
    """Give the first free port from `first` on.

    Raises:
        RequestError: none of the next ones is free.
    """
    for port in range(first, first + TRIED_PORTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise RequestError(f"No port from {first} to {first + TRIED_PORTS - 1} is free.", "End another server first.")


def wait_until_up(server: subprocess.Popen[bytes], link: str, seconds: float = START_SECONDS) -> None:
    """Wait until the app answers.

    Raises:
        InspectorError: it ended, or did not answer in time.
    """
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if server.poll() is not None:
            raise InspectorError("The app ended while it started.", "Its messages above say why.")
        try:
            with urllib.request.urlopen(f"{link}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise InspectorError(f"The app did not answer within {seconds:.0f} seconds.", "Try again; the machine may be busy.")


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
