"""The text of the page Method."""

from __future__ import annotations

import streamlit as st

from components import safe, words

_TYPES = {
    "treaty": "an agreement signed, ratified, renewed, joined, left or replaced",
    "visit": "someone travels to, is received in or leaves a place in a public role",
    "meeting": "talks, a summit, a call, negotiations",
    "statement": "words of a person or a body in a public role",
    "vote": "a vote, a veto, a resolution or a bill",
    "policy": "a decision, decree, programme or reform of a government",
    "sanction": "sanctions, tariffs, a ban, diplomats expelled, relations cut",
    "attack": "an armed attack, an invasion, a battle, a war begun",
    "military": "troops moved, an exercise, a weapons test, a ceasefire",
    "protest": "a demonstration, a strike, a riot",
    "legal": "an arrest, a charge, a trial, a ruling, an inquiry",
    "election": "an election or a referendum, and its result",
    "office": "someone appointed, sworn in, dismissed or resigning",
    "aid": "money, goods, arms or rescue given to help",
    "disaster": "an accident or a natural disaster",
    "life": "birth, death, illness, marriage",
    "founding": "a state, body or project founded, opened or dissolved",
    "other": "a public event that none of these fits",
}


ACCURACY = (
    "On 36 news articles that people have read by hand, nearly seven in ten of what is found is right in type, date "
    "and parties, and more than six in ten of what is told is found right; on articles that no rule was written on, "
    "nearly six and five in ten"
)
"""What was measured of this version; the README says it in the same words, which a test holds."""


def show() -> None:
    """Draws the page's text."""
    types = "".join(
        f"<dt>{safe.html(words.TYPES[name])}</dt><dd>{safe.html(said)}</dd>" for name, said in _TYPES.items()
    )
    st.html(
        f"""<div class='dl-prose'>
<h2>Events</h2>
<p>Each sentence is searched for words that tell an event. The sentence is kept as evidence, with the people, states
and organisations in it. Mentions of one happening, in one article or in several, become one event; every source stays
with its sentence.</p>
<p>Words by which an article comes back to what it has told (“the quake”, “after the shooting”, “his arrest”) are no
events of their own. In the page Documents each leads to the event that it means, and an event says where its articles
come back to it: by words of the same sense, of the same people, day and number as far as both say; where two
happenings fit alike, nothing is marked.</p>
<p>A statement has who speaks, a person or a body, and through whom: “told TASS”, “state media reported”. Media that
only pass words on do not speak, nor do people without a public role.</p>
<p>Each mention has a confidence: the share of such mentions that were right in type, date and states in articles read
by hand, less what is wrong more often in articles that the rules were not written with. Of those marked 0.8 and more,
nine in ten were right.</p>
<p>Two mentions count as one happening when their type or a word of one sense (“foiled”, “thwarted”), their dates,
those who take part, their rare words and the stories of their articles agree well enough; how well was learnt from news
in which people had put tellings together. Contradicting dates, two speakers, or two agreements of different names in
one article keep them apart; so do articles on different subjects whose sentences have hardly more than a date and a
word in common (on one day many companies complete an acquisition). Each source in an event says why it is there. What
was planned and then happened is one event; where sources differ on the date, the states, the status or a number of
people, each reading is shown with its source.</p>
<p>Important is what many articles of several outlets tell in their first lines, on a day that much is written about,
soon and later, with words of the person whom the articles are about; acts of states count more than words. A text that
many papers carry counts once, and not every article of one outlet counts as a source of its own. Where only a month or
a year is known, what else is told of it does not count.</p>
<h2>Dates</h2>
<p>A date that is written out counts as written: a day as a day, a year as a year, never as the first of January.
“On Wednesday”, “yesterday” and “last month” are counted from the article's publication date, and the tense says which
Wednesday. Where the article has no date, they stay open until it is given one: the page Documents asks for it.
News told without a date of its own goes on from the day named before it in its paragraph, or counts as of the story's
day, with that reason; history goes on from the month or year of its paragraph, and a line of a chronology has the date
that it begins with; background told without a date stays open. Today's date is never used. Each event shows step by
step how its date came about. Where sources disagree, the best supported date is drawn and the others are shown with
it.</p>
<h2>On the chart</h2>
<p>A mark is a day. A bar is as long as the date is uncertain: a month, a year, a span; an open end fades. Filled means
that it happened, hollow that it is planned, a cross that it is denied, a dotted line that it is hypothetical.</p>
<p>More than 2,000 events are counted in boxes, which open on a click. A few events far from all others (further
than one and a half times the stretch in which nearly all lie, and than forty years) are left out and named.</p>
<h2>Filters</h2>
<p>Each choice shows how many events it would leave under the other filters. The confidence of an event is that of its
surest mention. “Between” means that all chosen states take part and no other. A state acts, or is acted upon, where the
sentence says so. An outlet is first with an event if its article is older than every other outlet's that tells it.</p>
<h2>Corrections</h2>
<p>What a person says of an event wins over the rules: its date, title, type, status, who takes part; that two events
are one, or one is two; that it does not belong here. It is kept beside what the rules found, with name, day and
reason, and can be undone at any time. A correction quotes the sentences of its event and finds it by them when
articles are read again; if it finds none, it waits, and the page Corrections says so. An event that was added by hand
says so.</p>
<h2>Types</h2><dl>{types}</dl>
<h2>How right it is</h2>
<p>{ACCURACY}. What is missed is mostly acts told in rare words, each met once. What is wrong is mostly a date that
was left open or taken from the sentence beside, and a state too many or one missing. Statements are found more surely
than told well. Read the sentence before you rely on the date. Every figure stands in benchmarks/README.md, with the
command that measures it.</p>
<h2>Limits</h2>
<p>Only English is read; scans are not. Above 2,000 events the chart counts, and pictures and web pages hold the 2,000
most important. A file may have 20 MB, an article a million characters. Place names are taken for their states only
where they are capitals or seats of government. Names under corrections are as typed, nobody checks them. All caps
stand in docs/limits.md, all errors in docs/errors.md.</p>
<h2>Licences</h2>
<p>Dateline: Apache 2.0. Within it: the typeface Source Sans 3 (SIL Open Font License), plotly.js (MIT), the sample
articles (CC0); the file NOTICE names all. What you add stays in your own database, and no page asks another host for
anything but the page that you fetch yourself.</p>
</div>"""
    )
