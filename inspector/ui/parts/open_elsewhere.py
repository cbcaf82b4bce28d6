"""Opening an index made elsewhere: the saved connections, and a form drawn from the settings of each kind of store.

Invariant: files are opened below the roots alone, and a server only by a saved connection: a visitor of the app cannot
make it read another folder or speak to another address.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from inspector.embedders import kind_of
from inspector.errors import InspectorError, RequestError
from inspector.stores import LOADERS, Held, LoaderSpec, loader_named, loader_of
from inspector.stores.connections import Connection, connections, connections_file
from inspector.stores.spec import IndexSpec, Setting, refuse_secrets
from inspector.ui.runtime import jobs, roots, state
from inspector.ui.runtime.boundary import draw_error, plain
from inspector.ui.runtime.job_queue import JobKind
from inspector.ui.runtime.state import PendingBuild


def draw_elsewhere() -> None:
    """Draw the saved connections and the form; what is chosen is opened as a job."""
    _draw_connections()
    kinds = [loader for loader in LOADERS if loader.held is not Held.FOLDER]
    loader = st.selectbox("What holds it", kinds, format_func=_label, key="elsewhere kind")
    if not loader.installed:
        st.info(f"This needs the package {loader.needs}. Install it where the app runs: `{loader.install}`")
        return
    with st.form("open elsewhere", border=False):
        location = st.text_input(_sentence(loader.location), key=f"elsewhere {loader.name}")
        needed = [setting for setting in loader.settings if setting.required or setting.name == "model"]
        values = {setting.name: _draw_setting(loader, setting) for setting in needed}
        with st.expander("More settings"):
            rest = [setting for setting in loader.settings if setting not in needed]
            values |= {setting.name: _draw_setting(loader, setting) for setting in rest}
        if not st.form_submit_button("Open", icon=":material/folder_open:"):
            return
        given = tuple((name, value.strip()) for name, value in values.items() if value.strip())
        try:
            _start(allowed(IndexSpec(loader.name, location.strip(), given)), location.strip())
        except InspectorError as error:
            draw_error(error)


def _draw_connections() -> None:
    """Draw the saved connections, those that cannot be used with their reason; a file that cannot be read, as such."""
    try:
        saved, broken = connections()
    except InspectorError as error:
        draw_error(error)
        return
    for connection in saved:
        _draw_saved(connection)
    for each in broken:
        st.markdown(f":material/link_off: **{plain(each.name)}** cannot be opened: {plain(each.error.message)}")
        if each.error.hint:
            st.caption(plain(each.error.hint))
    if saved or broken:
        st.divider()


def _draw_saved(connection: Connection) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        title = loader_named(connection.spec.scheme).title
        st.markdown(f"**{plain(connection.name)}** · {plain(title)}", width="stretch")
        if st.button("Open", key=f"connect {connection.name}"):
            try:
                loader_of(connection.spec)
                _start(connection.spec, connection.name)
            except InspectorError as error:
                draw_error(error)


def _label(loader: LoaderSpec) -> str:
    return _sentence(loader.title) + ("" if loader.installed else " (not installed)")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _draw_setting(loader: LoaderSpec, setting: Setting) -> str:
    title = setting.title + (" (needed)" if setting.required else "")
    return st.text_input(title, help=setting.help, key=f"elsewhere {loader.name} {setting.name}")


def allowed(spec: IndexSpec) -> IndexSpec:
    """Give a spec that a visitor may open, its paths resolved below the roots.

    Raises:
        RequestError: something is missing, a path lies outside the roots, it names a server, or it holds a secret.
        InspectorError: see `loader_of`.
    """
    if not spec.location:
        raise RequestError("It was not said where the index is.", "Fill in the first field.")
    refuse_secrets(spec)
    if "?" in spec.location:  # as text, what follows would be read as settings that nobody looked at
        raise RequestError(f'"{spec.location}" has a "?" in it.', "Rename the file or folder.")
    loader = loader_of(spec)
    if loader.held is Held.ENGINE and "://" in spec.location:
        raise RequestError(
            "A server is opened by a saved connection, so that visitors cannot choose the address.",
            f"Write it into {connections_file()}; the help page “Opening what you have” shows how.",
        )
    paths = {setting.name for setting in loader.settings if setting.is_path}
    model = spec.get("model")
    if kind_of(model).remote:
        raise RequestError(
            f"{model} is asked over the network, at the cost of whoever runs this app.",
            f"Write the index into {connections_file()} to open it with this model.",
        )
    if model.startswith(("/", ".", "~")):
        paths.add("model")
    values = tuple((name, _inside(value) if name in paths else value) for name, value in spec.values)
    return replace(spec, location=_inside(spec.location), values=values)


def _inside(path: str) -> str:
    """Give a path resolved below the roots, as everything in it is."""
    return str(roots.contained(roots.inside(path)))


def _start(spec: IndexSpec, name: str) -> None:
    """Open a spec as a job, and close the dialog."""
    command = jobs.inspector_command("prepare", str(spec))
    job = jobs.start(JobKind.OPEN, str(spec), command, f"Opening {name}")
    state.wait_for_build(PendingBuild(job, None, name))
    state.choose_index(False)
    st.rerun()
