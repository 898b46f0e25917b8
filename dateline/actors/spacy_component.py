"""The spaCy component ``dateline_actors``: states, people and organisations in ``doc.spans["actors"]``.

It stands behind a parser, and behind ``dateline_times`` where there is one: the days of the text tell which Kim and
which state of Korea is meant.

A span's label is the actor's kind (country, person, IGO, organisation), its id the actor's id, ``span._.actor`` the
whole `ActorMention`. ``doc._.states`` is the function that names the state of an alpha-3 code. The publication date is
that of ``dateline_times``. Like the times, the mentions are kept as plain values in ``doc.user_data``. The example of
all three components is in `dateline.events.spacy_component`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from dateline.actors import country, died, link
from dateline.model import ActorMention, Document
from dateline.plain import keep_spans, mention_from, plain_mention, values_of

KEY = "actors"
# Where the plain values stand in ``doc.user_data``.
STORE = "dateline_actors"


def actor_of(span: Span) -> ActorMention | None:
    """The `ActorMention` of a span that the component made; None for other spans."""
    found = values_of(span, STORE)
    return mention_from(found) if found else None


class ActorsComponent:
    """Links each document's actors."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        tagged = "times" in doc.spans and Doc.has_extension("times_anchor")
        times = [span._.time for span in doc.spans["times"]] if tagged else []
        anchor = doc._.times_anchor if tagged else None
        reference = anchor.when.latest if anchor and anchor.when else None
        mentions = link(Document(id="", name="", text=doc.text), doc, times, reference=reference)
        keep_spans(doc, KEY, STORE, ((m.start, m.end, m.actor.kind, m.actor.id, plain_mention(m)) for m in mentions))
        return doc


@Language.factory("dateline_actors", assigns=["doc.spans"], requires=["token.dep", "token.tag"])
def make_actors(nlp: Language, name: str) -> ActorsComponent:
    """The factory that spaCy's registry finds under the entry point ``dateline_actors``."""
    return ActorsComponent(name)


Span.set_extension("actor", getter=actor_of, force=True)
Doc.set_extension("died", getter=lambda doc: died, force=True)
Doc.set_extension("states", getter=lambda doc: country, force=True)
