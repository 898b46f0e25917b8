"""Sign-in by an identity provider where one is set up (docs/deploy.md); else the desk is this machine's own."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from components import notice


def required() -> bool:
    """Whether an identity provider is set up, in ``.streamlit/secrets.toml`` under ``[auth]``."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def is_allowed(email: object, verified: object, allowed: Iterable[str]) -> bool:
    """True for an address on a list of addresses and of domains (``*@example.org``); case does not count.

    ``verified``: what the provider says of the address; an address that it says is not verified is on no list.
    """
    if not isinstance(email, str) or email.count("@") != 1 or verified is False or str(verified).lower() == "false":
        return False
    address = email.strip().casefold()
    listed = {entry.strip().casefold() for entry in allowed}
    return address in listed or f"*@{address.rpartition('@')[2]}" in listed


def require() -> None:
    """Ends the page with a button to sign in, before anything of the database is read, for whoever has not.

    Where ``[people]`` has a list ``allowed``, whoever is not on it sees no more than that.
    """
    if not required():
        return
    if not st.user.get("is_logged_in"):
        notice.heading("Dateline", "Sign in to see the timeline.")
        st.button("Sign in", icon=":material/login:", type="primary", on_click=st.login)
        st.stop()
    people = st.secrets.get("people")
    if people is not None:
        allowed = people.get("allowed", ())
        listed = [allowed] if isinstance(allowed, str) else list(allowed)
        if not is_allowed(st.user.get("email"), st.user.get("email_verified"), listed):
            who = st.user.get("email") or "without an e-mail address"
            notice.heading("Dateline", f"You are signed in as {who}, who may not see this timeline.")
            st.button("Sign out", icon=":material/logout:", type="primary", on_click=st.logout)
            st.stop()
    with st.sidebar:
        st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)
