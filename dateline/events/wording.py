"""The words of a headline: names for pronouns, verbs in the present, phrases without articles, no cut words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.events.clause import children, tense
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.limits import MAX_TITLE_CHARS

if TYPE_CHECKING:
    from spacy.tokens import Token

BEFORE_DATE = word_list("before_date")
DETERMINERS = word_list("determiners")
LEADING = word_list("leading")
KEPT_PREPOSITIONS = word_list("kept_prepositions")
STATE_WORDS = frozenset({"country", "countries", "nation", "nations", "government", "governments", "side", "sides"})
COURTESY = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir"})
NAMES_TOO = frozenset({"May", "March", "April", "June", "August"})
"""Months that are names as well: "May's deal"."""
DANGLING = word_list("dangling")
BEING = frozenset({"is", "was", "are", "were", "will", "would", "has", "had", "can", "could", "may", "must"})
SPEAKING = frozenset({"i", "me", "my", "we", "us", "our"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
SHORT = {"'d": "would", "'ll": "will", "'ve": "have"}
QUOTES = '"“”„«»'
_BREAK = re.compile(r"; | — | – | which | who | where | after | before | during | following ")


def listed(names: Iterable[str], *, most: int = 3) -> str:
    """ "Russia and North Korea"; "Cyprus, Greece and Israel"; more are counted: "France, Spain and 4 others"."""
    found = list(dict.fromkeys(names))
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} others"]
    return ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)


def status_plain(verb: Token) -> bool:
    """Whether a verb simply tells that something happened or happens, so that a headline may put it in the present."""
    return tense(verb) in ("past", "present", "none") and not children(verb, "neg")


def resolved(
    scene: Scene,
    start: int,
    end: int,
    *,
    dropped: set[int] | None = None,
    forms: dict[int, str] | None = None,
    keep_dates: bool = False,
    known: Sequence[str] = (),
    partial: bool = False,
    bare: bool = False,
) -> str:
    """The words between two tokens with names for pronouns, without quotation marks and (unless kept) dates.

    Where a personal pronoun stands for nobody known the words end before it if ``partial``, else there are none ("").
    ``bare``: without the determiners and link words at the beginning.
    """
    skip = set(dropped or ())
    if not keep_dates:
        skip |= _dates(scene, start, end)
    pieces: list[str] = []
    said: set[str] = set(known)
    for i in range(start, end):
        token = scene.doc[i]
        if i in skip or token.is_space or token.text in QUOTES or _is_courtesy(scene, token):
            if pieces and not pieces[-1].endswith(" "):
                pieces.append(" ")
            continue
        text = (forms or {}).get(i) or scene.document.text[token.idx : token.idx + len(token)]
        if token.lower_ in SHORT and i > start and i - 1 not in skip and scene.named(scene.doc[i - 1]):
            # "he'd gone": the name that stands for the pronoun takes the whole word.
            text = "had" if token.lower_ == "'d" and token.head.tag_ == "VBN" else SHORT[token.lower_]
            pieces.append("" if pieces and pieces[-1].endswith(" ") else " ")
        if token.tag_ in ("PRP", "PRP$", "WP$") and token.dep_ != "expl" and token.lower_ not in REFLEXIVE:
            name = _for_pronoun(scene, token, said, quotable=partial)
            if name is None:
                if not partial:
                    return ""
                return _whole(pieces)
            text = name
            if token.tag_ != "PRP" and scene.doc[min(i + 1, end - 1)].lower_ in STATE_WORDS and " and " in text:
                text = text.removesuffix("'s")  # "our countries are developing"
                skip.add(i + 1)
        people = [m for m in scene.named(token) if m.actor.kind == "person" and m.how == "name"]
        if people:
            # The full name, once: a headline's reader has not read the article's first sentence.
            if i > start and i - 1 not in skip and people[0] in scene.named(scene.doc[i - 1]):
                if token.whitespace_ and pieces and not pieces[-1].endswith(" "):
                    pieces.append(" ")
                continue
            text = people[0].actor.name
        said |= {m.actor.name for m in scene.named(token)}
        pieces.append(text + token.whitespace_)
    return _start(_tidy(pieces)) if bare else _tidy(pieces)


def _dates(scene: Scene, start: int, end: int) -> set[int]:
    """The tokens of the dates between two tokens, each with the preposition before it; May may be a person."""
    skip: set[int] = set()
    for i in range(start, end):
        token = scene.doc[i]
        if i not in scene.time_at or scene.time_at[i].type not in ("DATE", "TIME") or scene.named(token):
            continue
        owns = i + 1 < end and scene.doc[i + 1].tag_ == "POS"
        if owns and token.text in NAMES_TOO:
            continue
        skip.add(i)
        first = scene.doc[i - 1].i not in scene.time_at if i else True
        if owns:
            skip.add(i + 1)  # "the interpretation of last year's deal" is that of the deal
        elif i - 1 >= start and scene.doc[i - 1].lower_ in BEFORE_DATE and not (first and _owned(scene, i, end)):
            skip.add(i - 1)
    return skip


def _owned(scene: Scene, i: int, end: int) -> bool:
    """Whether the date that begins at a token owns what follows it ("last year's")."""
    while i < end and i in scene.time_at:
        i += 1
    return i < end and scene.doc[i].tag_ == "POS"


def _is_courtesy(scene: Scene, token: Token) -> bool:
    """Whether a token is the "Mr" before somebody's name."""
    if token.lower_ not in COURTESY or token.i + 1 >= len(scene.doc):
        return False
    return any(m.actor.kind == "person" for m in scene.named(scene.doc[token.i + 1]))


def _for_pronoun(scene: Scene, token: Token, said: set[str], *, quotable: bool) -> str | None:
    """The name that a headline puts for a pronoun; None where nobody is known.

    In ``quotable`` words "I" and "we" are left to the quotation.
    """
    names = [m.actor.name for m in scene.named(token)]
    if not names:
        return None
    spoken = quotable and token.lower_ in SPEAKING and all(m.how == "pronoun" for m in scene.named(token))
    if spoken and (token.lower_ in ("i", "me", "my") or any(t.text in QUOTES for t in token.sent)):
        return None
    # Whose is plain where the name has just been said.
    if token.tag_ == "PRP":
        return listed(names)
    return token.text if set(names) <= said else listed(names) + "'s"


def _whole(pieces: list[str]) -> str:
    """Words that end before a pronoun, cut back to where a clause or phrase ended; "" where too little is left."""
    text = "".join(pieces)
    found = [
        match.start()
        for match in re.finditer(r"[,;:.!?—–-](?= |$)| (?:and|but|because|as|if|when|while|so)(?= |$)", text)
    ]
    text = text[: found[-1]] if found else ""
    return _tidy([text]) if len(text.split()) >= 4 else ""


def _tidy(pieces: list[str]) -> str:
    text = " ".join("".join(pieces).split())
    text = re.sub(r"\( *\)|\[ *\]", "", text).replace(" ,", ",").replace(",,", ",").replace(" 's", "'s")
    text = text.strip(" ,;:-–'‘’[(")
    for left, right in ("()", "[]"):
        if text.count(left) > text.count(right):
            text = text[: text.rindex(left)].rstrip(" ,;:-–")
    return _ended(re.sub(r"^['’]?s (?=[a-z])", "", " ".join(text.split())))


def _ended(text: str) -> str:
    """``text`` without the prepositions and link words that a cut has left at its end."""
    words = text.split(" ")
    while len(words) > 2 and words[-1].lower().strip(" ,;:-–") in DANGLING:
        words = words[:-1]
    return " ".join(words).rstrip(" ,;:-–")


def opened(text: str) -> str:
    """``text`` without the link words that it begins with."""
    words = text.split(" ")
    while len(words) > 3 and words[0].lower().strip(",") in LEADING | {"but", "and", "so", ""}:
        if words[0].lower() in ("that", "which", "who") and words[1].lower() in BEING:
            break  # "That is a lie"
        words = words[1:]
    return " ".join(words)


def phrase(scene: Scene, head: Token | None, *, keep_dates: bool = False) -> str:
    """The words of a noun phrase up to its first clause, without its determiner; "" where a pronoun stays."""
    if head is None or head.pos_ == "PRON":
        return ""
    left, right = head.left_edge.i, head.i + 1
    for child in head.children:
        kept_prep = child.dep_ == "prep" and child.lower_ in KEPT_PREPOSITIONS
        if child.i > head.i and (kept_prep or child.dep_ in ("compound", "nmod", "poss", "case")):
            right = max(right, child.right_edge.i + 1)
    while _name_goes_on(scene, right):
        right += 2
    for i in range(head.i + 1, right):
        if (
            scene.doc[i].dep_ in ("relcl", "acl", "advcl")
            or scene.doc[i].text in ("\n", ";", ":")
            or (scene.doc[i].text in ("-", "–") and not i < scene.doc[i].head.i < right)  # "long-range missiles" is one
            or (scene.doc[i].text == "," and not _name_goes_on(scene, i))
        ):
            right = i
            break
    return _start(resolved(scene, left, right, keep_dates=keep_dates))


def _name_goes_on(scene: Scene, i: int) -> bool:
    """Whether a name is joined to the next word of itself: "Treaty of Friendship, Alliance and Mutual Assistance"."""
    if not 0 < i < len(scene.doc) - 1 or scene.doc[i].lower_ not in (",", "and", "of"):
        return False
    before, after = scene.doc[i - 1], scene.doc[i + 1]
    title = all(t.pos_ == "PROPN" and t.is_title and not scene.named(t) for t in (before, after))
    return title and after.i not in scene.time_at and after.ent_type_ not in ("PERSON", "GPE")


def _start(text: str) -> str:
    """``text`` without the determiners and link words that it begins with."""
    words = text.split(" ")
    while len(words) > 1 and words[0].lower().strip(",") in LEADING | DETERMINERS | {""}:
        words = words[1:]
    return " ".join(words)


def capital(text: str) -> str:
    """``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def verb_form(verb: Token, *, plural: bool) -> str:
    """A verb in the headline's present: "sign" after several, "signs" after one."""
    lemma = verb.lemma_.lower()
    if plural:
        return "are" if lemma == "be" else lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma.endswith(("go", "do", "veto")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return {"have": "has", "be": "is"}.get(lemma, lemma + "s")


def cut(text: str) -> str:
    """At most `MAX_TITLE_CHARS` characters: ends where a phrase ends, else at a word with an ellipsis."""
    text = capital(" ".join(text.split()).lstrip(" ,;:-–—"))
    if len(text) <= MAX_TITLE_CHARS:
        return text
    closing = "…”" if text.endswith("”") else ""
    most = MAX_TITLE_CHARS - len(closing)
    ends = [found.start() for found in _BREAK.finditer(text) if MAX_TITLE_CHARS * 3 // 5 < found.start() <= most]
    if ends:
        return _ended(text[: ends[-1]]) + closing
    end = closing or "…"
    return text[: MAX_TITLE_CHARS - len(end)].rsplit(" ", 1)[0].rstrip(" ,;:-–") + end
