"""Sign-in, where the secrets file asks for it: nothing is shown to a person who has not signed in.

Invariant: in doubt the door stays shut. A secrets file that cannot be read lets nobody in, because Streamlit takes such
a file for none at all. Cost: the secrets file is read once for each change of it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitMissingAuthlibError

from inspector.errors import InspectorError
from inspector.ui.runtime import links
from inspector.ui.runtime.boundary import draw_error, plain

SECTION = "auth"
UNREADABLE = InspectorError(
    "The file of secrets cannot be read, so nobody can be let in.",
    "Whoever runs this app: mend secrets.toml, the log says what is wrong; or remove it, and everybody may come in.",
)
NOT_INSTALLED = InspectorError(
    "People are to sign in here, but sign-in is not installed.",
    "Whoever runs this app: install streamlit[auth], in the version that requirements.txt names.",
)
INCOMPLETE = InspectorError(
    "People are to sign in here, but the settings for it are not complete.",
    "Whoever runs this app: complete the section [auth] of secrets.toml; see the help page on running it for a team.",
)
AGAIN = "You came by a link to a view. Signing in leads to the first page: open the link once more then."


def admitted() -> bool:
    """Say whether this person may see the app; where not, draw how to sign in, or why that cannot be done."""
    if not any(Path(file).exists() for file in st.get_option("secrets.files") or ()):
        return True
    try:
        asked = SECTION in st.secrets
    except (OSError, ValueError):  # a file that is no TOML is a FileNotFoundError of Streamlit's
        draw_error(UNREADABLE)
        return False
    if not asked or st.user.get("is_logged_in") is True:
        return True
    _draw_door()
    return False


def draw_sign_out() -> None:
    """Draw a way out for somebody who has signed in."""
    if st.user.get("is_logged_in") is True:
        person = str(st.user.get("email") or st.user.get("name") or "")
        st.button(
            "Sign out",
            key="sign out",
            type="tertiary",
            icon=":material/logout:",
            help=f"You are {plain(person)}." if person else None,
            on_click=st.logout,
        )


def _draw_door() -> None:
    st.title("Neighbor Inspector", anchor=False)
    st.markdown("Sign in to see the indexes of your team.")
    if not links.whole_link().endswith("?"):  # the provider sends everybody back to the first page
        st.caption(AGAIN)
    if not st.button("Sign in", type="primary", icon=":material/login:"):
        return
    try:
        st.login()
    except StreamlitMissingAuthlibError:
        draw_error(NOT_INSTALLED)
    except StreamlitAuthError:
        draw_error(INCOMPLETE)
