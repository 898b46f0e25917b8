"""Sign-in by an identity provider where one is set up (docs/deploy.md); else the desk is this machine's own."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from components import notice


def required() -> bool:
    """Whether an identity provider is set up, in ``.streamlit/secrets.toml`` under ``[auth]``."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def require() -> None:
    """Ends the page with a button to sign in, before anything of the database is read, for whoever has not."""
    if not required():
        return
    if st.user.get("is_logged_in"):
        with st.sidebar:
            st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)
        return
    notice.heading("Dateline", "Sign in to see the timeline.")
    st.button("Sign in", icon=":material/login:", type="primary", on_click=st.login)
    st.stop()
