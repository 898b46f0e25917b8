"""The dashboard's entry: `dateline serve` or ``streamlit run dashboard.py``. The pages are in ``pages/``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import shell, signin

HERE = Path(__file__).parent

ASSETS = HERE / "components" / "assets"

# An icon of our own: a material icon as page icon would be fetched from another host.
st.set_page_config(page_title="Dateline", page_icon=ASSETS / "icon.png", layout="wide")
st.logo(ASSETS / f"wordmark-{'dark' if st.context.theme.type == 'dark' else 'light'}.png", size="large")
st.html(HERE / "components" / "style.css")
if st.context.theme.type == "dark":  # white on the dark theme's accent could hardly be read
    st.html("<style>button[data-testid^='stBaseButton-primary'] { color: #16181b }</style>")
signin.require()
page = st.navigation(
    [
        st.Page(HERE / "pages" / "timeline.py", title="Timeline", url_path="timeline", default=True),
        st.Page(HERE / "pages" / "events.py", title="Events", url_path="events"),
        st.Page(HERE / "pages" / "actors.py", title="Actors", url_path="actors"),
        st.Page(HERE / "pages" / "sources.py", title="Sources", url_path="sources"),
        st.Page(HERE / "pages" / "documents.py", title="Documents", url_path="documents"),
        st.Page(HERE / "pages" / "add.py", title="Add", url_path="add"),
        st.Page(HERE / "pages" / "corrections.py", title="Corrections", url_path="corrections"),
        st.Page(HERE / "pages" / "method.py", title="Method", url_path="method"),
    ],
    position="top",
)
shell.open_page()
page.run()
