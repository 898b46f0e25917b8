"""The spaCy component ``dateline_actors``: states, people and organisations in ``doc.spans["actors"]``.

It stands behind a parser, and behind ``dateline_times`` where there is one: the days of the text tell which Kim and
which state of Korea is meant.

A span's label is the actor's kind (country, person, IGO, organisation), its id the actor's id, ``span._.actor`` the
whole `ActorMention`. ``doc._.states`` is the function that names the state of an alpha-3 code. The publication date is
that of ``dateline_times``. The example of all three components is in `dateline.events.spacy_component`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from dateline.actors import country, link
from dateline.model import Document

KEY = "actors"


class ActorsComponent:
    """Links each document's actors."""

    def __init__(self, name: str) -> None:
        self.name = name
        if not Span.has_extension("actor"):
            Span.set_extension("actor", default=None)
        if not Doc.has_extension("states"):
            Doc.set_extension("states", default=None)

    def __call__(self, doc: Doc) -> Doc:
        tagged = "times" in doc.spans and Doc.has_extension("times_anchor")
        times = [span._.time for span in doc.spans["times"]] if tagged else []
        anchor = doc._.times_anchor if tagged else None
        reference = anchor.when.latest if anchor and anchor.when else None
        spans = []
        for mention in link(Document(id="", name="", text=doc.text), doc, times, reference=reference):
            found = doc.char_span(
                mention.start,
                mention.end,
                label=mention.actor.kind,
                span_id=mention.actor.id,
                alignment_mode="expand",
            )
            if found is not None:
                found._.actor = mention
                spans.append(found)
        doc.spans[KEY] = spans
        doc._.states = country
        return doc


@Language.factory("dateline_actors", assigns=["doc.spans"], requires=["token.dep", "token.tag"])
def make_actors(nlp: Language, name: str) -> ActorsComponent:
    """The factory that spaCy's registry finds under the entry point ``dateline_actors``."""
    return ActorsComponent(name)
