"""The filters in the sidebar: each option with its count under the other filters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import safe, words
from components import view as views
from components.view import View
from dateline.limits import MAX_CHOICES, MAX_QUERY_CHARS
from dateline.model import Choice, Timeline

_OPEN = "filters-open"
_ROWS = 6
"""Countries that are offered at one glance; the others are found by typing."""


def show(view: View, shown: Timeline, everything: Timeline) -> None:
    """Draws the sidebar for ``view``; ``shown`` gives the counts, ``everything`` the order and the years."""
    with st.sidebar:
        with st.container(horizontal=True, vertical_alignment="center", key="filters-head"):
            st.html("<h2 class='dl-h'>Filters</h2>", width="stretch")
            st.button("Clear filters", key="clear", type="tertiary", on_click=_clear, disabled=not view.filtered_by)
        _words(view)
        _years(view, everything)
        _countries(view, shown, everything)
        for field in words.FEW:
            _choose(field, view, shown)
        if opened := is_open(view):
            with st.container(key="filters-more"):
                for field in words.MORE:
                    _choose(field, view, shown)
        st.button(
            "Fewer filters" if opened else "More filters",
            key="filters-toggle",
            type="tertiary",
            icon=":material/unfold_less:" if opened else ":material/unfold_more:",
            on_click=_toggle,
            disabled=_in_use(view),
            help="A further filter is in use; clear it first." if _in_use(view) else None,
        )


def is_open(view: View) -> bool:
    """Whether the further filters are shown: one of them is in use, or they were asked for."""
    return bool(st.session_state.get(_OPEN)) or _in_use(view)


def _in_use(view: View) -> bool:
    """Whether one of the further filters is in use: they cannot be folded away then."""
    return any(name in words.MORE for name in view.filtered_by)


def offer(view: View) -> tuple[str, ...]:
    """The fields of a query whose choices are shown: no others need to be counted."""
    return ("countries", *words.FEW, *(words.MORE if is_open(view) else ()))


def _toggle() -> None:
    views.touched()
    st.session_state[_OPEN] = not st.session_state.get(_OPEN)


def offered(field: str, view: View, shown: Timeline) -> dict[str, Choice]:
    """What a filter offers by value: all that would leave something, and what is chosen even if it leaves nothing."""
    found = {choice.value: choice for choice in shown.choices.get(field, ()) if choice.count}
    by_value = {choice.value: choice for choice in shown.choices.get(field, ())}
    for value in getattr(view.query, field):
        found.setdefault(value, by_value.get(value) or Choice(value=value, label=value, count=0))
    return found


def _clear() -> None:
    views.put(views.current().cleared())


def _words(view: View) -> None:
    def typed() -> None:
        text = str(st.session_state["w_words"] or "")
        views.refine(words=" ".join(text.split())[:MAX_QUERY_CHARS])

    st.session_state["w_words"] = view.query.words
    st.text_input(
        "Words",
        key="w_words",
        on_change=typed,
        max_chars=MAX_QUERY_CHARS,
        placeholder="in titles and sentences",
    )


def _years(view: View, everything: Timeline) -> None:
    years = sorted({*everything.years, *(year for year in view.years if year)})
    if len(years) < 2:
        return
    low, high = years[0], years[-1]

    def moved() -> None:
        first, last = st.session_state["w_years"]
        views.refine(**views.in_years(first if first > low else None, last if last < high else None))

    chosen_first, chosen_last = view.years
    st.session_state["w_years"] = (chosen_first or low, chosen_last or high)
    st.slider("Years", low, high, key="w_years", on_change=moved, format="%d")

    def typed() -> None:
        text = str(st.session_state["w_years_typed"] or "").strip()
        years = views.typed_years(text)
        if any(years) or not text:
            views.refine(**views.in_years(*years))

    # Eighty years are many steps for the arrow keys.
    typed_before = " to ".join(dict.fromkeys((str(chosen_first or low), str(chosen_last or high))))
    st.session_state["w_years_typed"] = typed_before if any(view.years) else ""
    st.text_input(
        "Years, typed", key="w_years_typed", on_change=typed, max_chars=40, placeholder="or type: 1961 to 2000",
        label_visibility="collapsed",
    )  # fmt: skip


def _countries(view: View, shown: Timeline, everything: Timeline) -> None:
    """The most frequent countries as rows in an order that stays, the others in a list to type into."""
    choices = offered("countries", view, shown)
    first = list(everything.choices.get("countries", ())[:_ROWS])
    if not first:
        return
    with st.container(key="countries", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", key="countries-head"):
            st.html(f"<p class='dl-label'>{words.FIELDS['countries']}</p>", width="stretch")
            _match(view)
        for choice in first:
            number = choices[choice.value].count if choice.value in choices else 0
            key = f"w_country_{choice.value}"
            st.session_state[key] = choice.value in view.query.countries
            st.checkbox(
                f"{safe.label(choice.label)} · {number:,}",
                key=key,
                on_change=partial(_tick, choice.value, key),
                disabled=not number and choice.value not in view.query.countries,
            )
        in_rows = {choice.value for choice in first}
        rest = {value: choice for value, choice in choices.items() if value not in in_rows}
        if rest:
            _multiselect(
                "countries",
                "More countries",
                [value for value in view.query.countries if value in rest],
                rest,
                lambda values: tuple(v for v in views.current().query.countries if v in in_rows) + tuple(values),
                collapsed=True,
            )


def _match(view: View) -> None:
    """Whether one of the chosen countries will do, all have to take part, or all and no other."""

    def switched() -> None:
        views.refine(match=st.session_state["w_match"] or "any")

    st.session_state["w_match"] = view.query.match
    st.segmented_control(
        "Chosen countries",
        views.MATCHES,
        format_func=words.MATCHES.__getitem__,
        key="w_match",
        on_change=switched,
        required=True,
        label_visibility="collapsed",
        help="Any of the chosen countries takes part; all of them do; or it is between them: all, and no other state.",
    )


def _tick(value: str, key: str) -> None:
    others = tuple(v for v in views.current().query.countries if v != value)
    views.refine(countries=(*others, value) if st.session_state[key] else others)


def _choose(field: str, view: View, shown: Timeline) -> None:
    chosen = list(getattr(view.query, field))
    _multiselect(field, words.FIELDS[field], chosen, offered(field, view, shown), tuple)
    if field in views.TOGETHER and len(chosen) > 1:
        _joint(field, view)


def _joint(field: str, view: View) -> None:
    """Whether one of several people or bodies will do, or all have to take part."""
    key = f"w_joint_{field}"

    def switched() -> None:
        others = tuple(name for name in views.current().query.together if name != field)
        views.refine(together=(*others, field) if st.session_state[key] == "all" else others)

    st.session_state[key] = "all" if view.query.joint(field) else "any"
    st.segmented_control(
        f"{words.FIELDS[field]}: how the chosen go together", ["any", "all"], format_func=words.MATCHES.__getitem__,
        key=key, on_change=switched, required=True, label_visibility="collapsed",
    )  # fmt: skip


def _multiselect(
    field: str,
    label: str,
    chosen: list[str],
    choices: dict[str, Choice],
    combine: Callable[[list[str]], tuple[str, ...]],
    *,
    collapsed: bool = False,
) -> None:
    """A list to choose several values from. Its options are plain text: Streamlit renders no Markdown in them."""
    key = f"w_{field}"
    spoken = {value: option(field, choice) for value, choice in choices.items()}

    def picked() -> None:
        views.refine(**{field: combine(list(st.session_state[key]))})

    st.session_state[key] = chosen
    st.multiselect(
        label,
        list(choices),
        format_func=lambda value: spoken.get(value, value),
        key=key,
        on_change=picked,
        placeholder="More countries" if collapsed else placeholder(len(choices)),
        disabled=not choices,
        label_visibility="collapsed" if collapsed else "visible",
        select_all=False,
        filter_mode="contains",
        wrap=True,
    )


def placeholder(number: int) -> str:
    """What an empty list of so many options says; the store gives no more than `MAX_CHOICES` of them."""
    if number >= MAX_CHOICES:
        return f"The {number:,} most frequent"
    return f"All {number:,}" if number else "None left"


def option(field: str, choice: Choice) -> str:
    """An option as it reads in a list: ``North Korea · 31``."""
    names = words.VALUES.get(field, {})
    return f"{names.get(choice.value, choice.label)} · {choice.count:,}"
