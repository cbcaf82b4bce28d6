"""The dialog for opening another index: one found here, one made elsewhere, or a corpus that is built first."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.build.uploads import ENDINGS, index_folder, keep_upload
from inspector.errors import InspectorError
from inspector.stores import layout
from inspector.stores.manifest import read_manifest
from inspector.ui.parts.open_elsewhere import draw_elsewhere
from inspector.ui.runtime import jobs, links, roots, state
from inspector.ui.runtime.boundary import boundary, draw_error, plain
from inspector.ui.runtime.job_queue import JobKind
from inspector.ui.runtime.state import PendingBuild

MAX_MEGABYTES = 200


def open_button(label: str, key: str, help_text: str | None = None) -> None:
    """Draw a button that opens the dialog."""
    st.button(label, icon=":material/folder_open:", key=key, help=help_text, on_click=state.choose_index, args=(True,))


def draw_dialog() -> None:
    """Draw the dialog where it is open: a model that has come, or a job that has ended, must not close it."""
    if state.choosing_index():
        open_dialog()


def _dismissed() -> None:
    state.choose_index(False)


@st.dialog("Open an index", width="large", icon=":material/folder_open:", on_dismiss=_dismissed)
def open_dialog() -> None:
    """Draw the dialog; what is chosen is open when it closes."""
    found, elsewhere, upload = st.tabs(["An index here", "Made elsewhere", "Upload a corpus"], key="ways to open")
    with found, boundary("The list of indexes"):
        _draw_found()
        _draw_path()
    with elsewhere, boundary("The form"):
        draw_elsewhere()
    with upload, boundary("The upload"):
        _draw_upload()


def _draw_found() -> None:
    """List the indexes below the roots, each with a way to open it."""
    paths = roots.indexes()
    if not paths:
        st.caption("There is no index in the folders this app may open.")
    for path in paths:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            try:
                st.markdown(facts(path), width="stretch")
            except InspectorError as error:
                st.markdown(f"{plain(path.name)}: {plain(error.message)}", width="stretch")
                continue
            if st.button("Open", key=f"open {path}"):
                _open(path)


def facts(path: Path) -> str:
    """Say in one line what an index folder holds, as Markdown, reading its manifest alone.

    Raises:
        StoreError: the manifest is missing, unreadable, or not an index's.
    """
    manifest = read_manifest(path)
    model = manifest.contract.model.rsplit("/", 1)[-1] or "no model"
    return f"**{plain(roots.name_of(path))}** · {manifest.counts.documents:,} documents · {plain(model)}"


def _draw_path() -> None:
    """Ask for a path below the roots."""
    with st.form("open by path", border=False):
        text = st.text_input("Or the path of an index folder", placeholder="/data/my-index", help=roots.allowed())
        if st.form_submit_button("Open", icon=":material/folder_open:") and text.strip():
            try:
                _open(roots.inside(text.strip()))
            except InspectorError as error:
                draw_error(error)


def _open(path: Path) -> None:
    """Turn the view to an index, and close the dialog."""
    links.choose_index(path)
    state.choose_index(False)
    st.rerun()


def _draw_upload() -> None:
    """Take a corpus, and build its index as a job."""
    st.caption(
        "One document a line or row, with the keys id and text, and if you like title, parent, position and any "
        f"metadata. At most {MAX_MEGABYTES} MB."
    )
    file = st.file_uploader("Corpus", type=[suffix.lstrip(".") for suffix in ENDINGS], max_upload_size=MAX_MEGABYTES)
    skip = st.checkbox("Skip bad lines", help="A line without id or text is left out and counted, instead of stopping.")
    if file is None or not st.button("Build and open", icon=":material/build:", type="primary"):
        return
    corpus = keep_upload(file.name, file)
    index = index_folder(corpus, file.name)
    if (index / layout.MANIFEST).is_file():
        _open(index)
    options = ("--skip-bad",) if skip else ()
    command = jobs.inspector_command("build", str(corpus), "--out", str(index), *options)
    job = jobs.start(JobKind.BUILD, str(index), command, f"Building the index of {file.name}")
    state.wait_for_build(PendingBuild(job, index, file.name))
    state.choose_index(False)
    st.rerun()
