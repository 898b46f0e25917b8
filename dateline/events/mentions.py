"""From what the rules found in a sentence to finished event mentions: date, parties of their time, title, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.act import Act
from dateline.events.clause import children, clause, governors, subjects
from dateline.events.coordination import borders
from dateline.events.dated import Dated
from dateline.events.dating import dates_of
from dateline.events.guards import to_come
from dateline.events.lexicon import word_list
from dateline.events.parties import is_place
from dateline.events.said_titles import only_says, saying_title
from dateline.events.saying import Saying
from dateline.events.scene import Scene, phrase_tokens
from dateline.events.status import called_off, disputed, status_of
from dateline.events.titles import act_title
from dateline.events.wording import cut
from dateline.model import CONTINUED_BY, Actor, EventMention, Participant, Status, When, of_their_time

if TYPE_CHECKING:
    from spacy.tokens import Token

ABROAD = frozenset({"attack", "military", "aid", "visit"})
"""Types of acts that those of one state do in another: the story's, where the clause names no place."""
COMING = frozenset({"election", "meeting", "other", "protest", "visit"})
"""Types of acts that do not come about where they are called off; a treaty that is cancelled was made before."""
ASIDE = frozenset({"relcl", "acl", "advcl"})
BETWEEN_TWO = word_list("between_two")
FORMERLY = {latter: (former, ended) for former, (latter, ended) in CONTINUED_BY.items() if former != "DDR"}
"""States with the historic one that had the same capital, and when it ended; that of East Germany stood for both."""
SPEAKING = frozenset({"i", "we", "you", "my", "our", "your", "us", "me"})


def act_mentions(scene: Scene, act: Act, sentence: list[Token]) -> list[EventMention]:
    """The mentions of an act, one for each date that the text gives it."""
    unnamed = scene.setting.of(act.rule.type) or _of_sentence(scene, act, sentence) or scene.setting.pair
    known = not _spoken_of(scene, act) and not _by_the_speaker(scene, act)
    participants, rules = _placed(act.participants, act.rule.name, unnamed if known else ())
    if act.rule.type in ABROAD and not _somewhere(scene, act):
        participants = _in_the_story(scene, participants)
    support = act.verb if act.verb is not None and act.verb.i != act.token.i else None
    status = status_of(act.token, support=support)
    thing = act.object if support is None and act.object is not None else act.token
    turned = called_off(thing, thing.head) if act.rule.type in COMING else None
    if turned == "denied" or (turned == "planned" and act.rule.type != "election"):
        status = turned
    # The clause itself affirms what somebody denies: "denied that France had sent troops".
    by_somebody = status == "denied" and disputed(support or act.token)
    made = []
    for dated in dates_of(
        scene, act.token, sentence, status=status, type_=act.rule.type, participants=participants, support=support
    ):
        held: Status = status
        if dated.rule == "date.first-since":
            held = "happened"
        elif status == "happened" and to_come(scene, dated.when):
            held = "planned"
        elif status == "hypothetical" and support is None and act.verb is None and _over(scene, dated.when):
            held = "happened"  # "urged the court to annul the 2014 election"
        parties = _renamed(scene, of_their_time(participants, dated.when), dated, sentence)
        start, end = _chars(scene, act.token, act.start, act.end, until=dated.until)
        span = act.start, act.end
        word = act.token
        if turned is not None:  # the verb says what became of it: "cancels a trip", not "visits"
            word, span = thing.head, clause(thing.head)
        plain = held == "denied" or turned is not None
        title = act_title(scene, act.rule.type, word, parties, act.object, span, denied=plain)
        made.append(
            _mention(
                scene,
                start=start,
                end=end,
                token=act.token,
                type_=act.rule.type,
                dated=dated,
                participants=parties,
                plover=act.rule.plover,
                status=held,
                title=cut(f"Denied: {title}") if by_somebody else title,
                rules=rules,
            )
        )
    return made


def _over(scene: Scene, when: When | None) -> bool:
    """Whether a date lies before the article's own."""
    told = scene.anchor.when.earliest if scene.anchor.when else None
    return when is not None and when.latest is not None and told is not None and when.latest < told


def _spoken_of(scene: Scene, act: Act) -> bool:
    """Whether a treaty is named with its year as a thing of old: "they defend the treaty of 1972" tells no parties."""
    named = act.rule.type == "treaty" and act.verb is None and act.token.pos_ in ("NOUN", "PROPN")
    return named and any(token.i in scene.time_at for token in phrase_tokens(act.token))


def _by_the_speaker(scene: Scene, act: Act) -> bool:
    """Whether "I", "we" or "you" of nobody known does it: whose state that is, the story does not tell."""
    verb = act.verb if act.verb is not None else act.token
    doers = subjects(verb) if verb.pos_ in ("VERB", "AUX") else children(verb, "poss")
    return any(t.lower_ in SPEAKING and not scene.named(t) for t in doers)


def _renamed(
    scene: Scene, participants: tuple[Participant, ...], dated: Dated, sentence: list[Token]
) -> tuple[Participant, ...]:
    """Participants with the state of the time, where only its capital or its seat of power was named.

    "treaties signed in Moscow in 1961 and 2000" are of the Soviet Union and of Russia.
    """
    if dated.when is None or dated.when.earliest is None or dated.when.latest is None:
        return participants
    outright = {m.actor.id for t in sentence for m in scene.named(t) if m.how in ("name", "demonym")}
    changed = []
    for each in participants:
        code = "" if each.actor.id in outright else each.actor.id
        latter, ended = CONTINUED_BY.get(code, ("", 0))
        former, over = FORMERLY.get(code, ("", 0))
        then = latter if dated.when.earliest.year > ended else ""
        then = then or (former if dated.when.latest.year <= over else "")
        state = scene.state(then) if then else None
        changed.append(replace(each, actor=state, country=state.id) if state is not None else each)
    return tuple(changed)


def _placed(
    participants: tuple[Participant, ...], rule: str, setting: tuple[Actor, ...]
) -> tuple[tuple[Participant, ...], list[str]]:
    """Participants and rule names, with the article's setting where no state is named ("the police arrested 71")."""
    if not setting or any(p.country or p.actor.kind in ("country", "IGO") for p in participants):
        return participants, [rule]
    added = (Participant(actor=state, role="other", country=state.id) for state in setting)
    return (*participants, *added), [rule, "actors.setting"]


def _somewhere(scene: Scene, act: Act) -> bool:
    """Whether the clause of an act names the state in which it happens."""
    inside = (m for i in range(act.start, act.end) for m in scene.named(scene.doc[i]))
    return any(is_place(scene, mention) for mention in inside)


def _in_the_story(scene: Scene, participants: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Participants with the state of the story where only those of another state speak or act and name none.

    A British ambassador in a story about Afghanistan speaks of Afghanistan, British soldiers fight there.
    """
    story = scene.setting.place or (None if scene.setting.pair else scene.setting.state)
    codes = {p.country for p in participants if p.country}
    if story is None or len(codes) != 1 or story.id in codes:
        return participants
    return (*participants, Participant(actor=story, role="other", country=story.id))


def _between(
    scene: Scene, participants: tuple[Participant, ...], saying: Saying, sentence: list[Token]
) -> tuple[Participant, ...]:
    """Participants with the other of the story's two states where words are about what lies between them.

    "Lavrov said the treaty would hold" in a story of Russia and America: a treaty, talks or a border take two.
    """
    codes = {p.country for p in participants if p.country}
    pair = {state.id: state for state in scene.setting.pair}
    if len(codes) != 1 or not codes < pair.keys():
        return participants
    start, end = saying.content or (sentence[0].i, sentence[-1].i + 1)
    if not any(t.lemma_.lower() in BETWEEN_TWO and t.pos_ == "NOUN" for t in scene.doc[start:end]):
        return participants
    (other,) = pair.keys() - codes
    return (*participants, Participant(actor=pair[other], role="other", country=other))


def _of_sentence(scene: Scene, act: Act, sentence: list[Token]) -> tuple[Actor, ...]:
    """The states that the clause of an act names, else those of its sentence's main clause; two at most."""
    inside = [token for token in sentence if act.start <= token.i < act.end]
    main = [token for token in sentence if not any(dep in ASIDE for _, dep in governors(token))]
    for near in (inside, main):
        codes = dict.fromkeys(m.country for token in near for m in scene.named(token) if m.country)
        if codes:
            return tuple(state for code in list(codes)[:2] if (state := scene.state(code)))
    return ()


def statement(scene: Scene, saying: Saying, sentence: list[Token]) -> EventMention:
    """The mention of a statement."""
    participants, rules = _placed(saying.participants, f"statement.{saying.rule.name}", scene.setting.of("statement"))
    participants = _between(scene, _in_the_story(scene, participants), saying, sentence)
    found = dates_of(scene, saying.token, sentence, status=saying.status, type_="statement", participants=participants)
    dated = found[0]
    if saying.taken_up and dated.rule in ("date.publication", "date.story"):
        dated = Dated(when=None, why=("only referred to, without a date",), rule="date.background")
    start, end = _chars(scene, saying.token, saying.start, saying.end)
    return _mention(
        scene,
        start=start,
        end=end,
        token=saying.token,
        type_="statement",
        dated=dated,
        participants=participants,
        plover=saying.rule.plover,
        status=saying.status,
        title=saying_title(
            scene,
            saying.speaker,
            saying.token,
            saying.participants,
            saying.content,
            (saying.start, saying.end),
            plain=saying.rule.name in ("say", "describe") and only_says(saying.token),
        ),
        rules=rules,
        speaker=saying.speaker,
        outlet=saying.outlet,
    )


def _mention(
    scene: Scene,
    *,
    start: int,
    end: int,
    token: Token,
    type_: str,
    dated: Dated,
    participants: tuple[Participant, ...],
    plover: str | None,
    status: Status,
    title: str,
    rules: Sequence[str],
    speaker: str | None = None,
    outlet: str | None = None,
) -> EventMention:
    return EventMention(
        document=scene.document.id,
        start=start,
        end=end,
        evidence=scene.document.text[start:end],
        trigger=(token.idx, token.idx + len(token)),
        type=type_,
        when=dated.when,
        when_trace=dated.why,
        participants=participants,
        plover=plover,
        speaker=speaker,
        outlet=outlet,
        status=status,
        title=title,
        trace=(*rules, dated.rule),
    )


def _chars(scene: Scene, token: Token, start: int, end: int, *, until: int | None = None) -> tuple[int, int]:
    """Token range to character range; ``until`` moves the end to a date of a list.

    The evidence always holds its trigger ``token``, and nothing of another clause joined to the trigger's.
    """
    for joint in borders(scene, [t for t in token.sent if not t.is_space]):
        start, end = (max(start, joint + 1), end) if joint < token.i else (start, min(end, joint))
    while end - 1 > token.i and scene.doc[end - 1].text in {",", ";"}:
        end -= 1
    first, last = scene.doc[start], scene.doc[end - 1]
    finish = last.idx + len(last)
    if until is not None:
        trigger_end = token.idx + len(token)
        finish = until if until >= trigger_end else finish
    return first.idx, finish
