"""Reading a spaCy parse: who is the subject of a verb, what hangs on a noun, how far a clause goes.

The functions take spaCy tokens and return tokens or half-open token ranges of the same Doc. Dependency labels are
those of the CLEAR scheme that spaCy's English models use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.events.lexicon import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass"}
NOMINAL = ("NOUN", "PROPN")
NEVER_WHO = word_list("never_who")
CLAUSAL = {"ccomp", "advcl", "relcl", "parataxis", "csubj"}
RELATIVE = {"who", "which", "that", "whom", "whose"}

_held: tuple[Doc, list[list[tuple[str, Token]]]] | None = None


def hold(doc: Doc) -> None:
    """Keep the children of each token of a parse that will not change, until the next one is held.

    They are asked for seven times a token, and spaCy makes new objects for them each time.
    """
    global _held  # one article is read after the other; a thread that finds another one's asks spaCy
    below: list[list[tuple[str, Token]]] = [[] for _ in range(len(doc))]
    for token in doc:
        if token.head.i != token.i:
            below[token.head.i].append((token.dep_, token))
    _held = doc, below


def children(token: Token, *deps: str) -> list[Token]:
    """The direct children of a token with one of the dependency labels, in text order."""
    now = _held
    if now is not None and token.doc is now[0]:
        return [child for dep, child in now[1][token.i] if dep in deps]
    return [child for child in token.children if child.dep_ in deps]


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated with it to its right ("Cyprus, Greece and Israel")."""
    found, queue = [], [token]
    while queue:
        head = queue.pop(0)
        found.append(head)
        queue.extend(children(head, "conj"))
    return found


def is_passive(verb: Token) -> bool:
    """True for a passive clause and for a bare past participle after a noun ("treaties signed in 1961")."""
    if children(verb, "nsubjpass", "auxpass", "agent"):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not children(verb, "nsubj", "aux"):
        return is_passive(_fellow(verb))
    if verb.dep_ == "pcomp" and verb.head.lower_ == "with":
        return verb.tag_ == "VBN" and not children(verb, "aux")  # "with three people killed"
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and verb.i < verb.head.i:
        return not children(verb, "aux", "dobj", "nsubj")  # "Deposed in 1973, the king lived in Rome"
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and not children(verb, "aux")


def _fellow(verb: Token) -> Token:
    """The verb that a verb is coordinated with.

    A participle that the parse adds to a gerund goes on with the clause above: "was tried after fleeing and jailed".
    """
    if verb.tag_ == "VBN" and verb.head.tag_ == "VBG":
        return next((head for head, _ in governors(verb.head) if head.tag_ in ("VBN", "VBD")), verb.head)
    return verb.head


def subjects(verb: Token, *, depth: int = 0) -> list[Token]:
    """Heads of the grammatical subject, found through coordination, control and relative clauses where it is shared.

    For a passive these are what the verb was done to.
    """
    own = [token for child in verb.children if child.dep_ in SUBJECTS for token in conjuncts(child)]
    if own:
        if own[0].lower_ in RELATIVE and verb.dep_ == "relcl":
            return conjuncts(_antecedent(verb.head, own[0]))
        return own
    # "several airports were closed": the parser may hang the subject on the helping verb.
    helped = [c for aux in children(verb, "auxpass") for c in aux.children if c.dep_ in SUBJECTS]
    if helped:
        return [token for child in helped for token in conjuncts(child)]
    if depth > 5 or verb.head == verb:
        return []
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subjects(_fellow(verb), depth=depth + 1)
    if verb.dep_ == "xcomp":
        controlled = children(head, "dobj")
        return controlled or subjects(head, depth=depth + 1)
    if verb.dep_ == "acomp":
        return subjects(head, depth=depth + 1)  # "is likely to leave"
    if verb.dep_ in ("acl", "relcl") and head.dep_ == "attr" and head.head.lemma_ == "become" and with_to(verb):
        return subjects(head.head, depth=depth + 1)  # "Peru became the first state to sign"
    if verb.dep_ in ("acl", "relcl"):
        return conjuncts(head) if head.pos_ in ("NOUN", "PROPN", "PRON") else []
    if verb.dep_ == "advcl" and head.pos_ in ("VERB", "AUX"):
        return subjects(head, depth=depth + 1)
    if verb.dep_ == "pcomp":
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            # "accused them of jailing him": the one accused; but "thanked them after arriving": the one who thanks.
            blamed = objects(governor) if head.lower_ in ("for", "of", "from", "into") else []
            return blamed or subjects(governor, depth=depth + 1)
    return []


def with_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(aux.lower_ == "to" for aux in children(verb, "aux"))


def _antecedent(noun: Token, relative: Token) -> Token:
    """What a relative pronoun behind a noun stands for: "the founder of the state, who died" is the founder."""
    above = noun.head
    if relative.lower_ != "who" or noun.dep_ != "pobj" or above.lower_ != "of" or above.head.pos_ not in NOMINAL:
        return noun
    return above.head if noun.ent_type_ == "GPE" or noun.lemma_.lower() in NEVER_WHO else noun


def objects(verb: Token) -> list[Token]:
    """Heads of the direct object, with what is coordinated; of a passive, its subject."""
    if is_passive(verb):
        return subjects(verb)
    own = [token for child in children(verb, "dobj", "attr", "oprd") for token in conjuncts(child)]
    if verb.dep_ == "relcl" and own and own[0].lower_ in RELATIVE:
        return conjuncts(verb.head)  # "the treaty that they signed"
    if verb.dep_ == "relcl" and not own and _lacks_object(verb):
        return conjuncts(verb.head)  # "the treaty they signed"
    return own


def _lacks_object(verb: Token) -> bool:
    """Whether a relative clause without a relative pronoun has a subject of its own and no words said."""
    subject = children(verb, "nsubj")
    marked = any(c.lower_ in RELATIVE or c.tag_ in ("WRB", "WP", "WDT") for c in verb.children)
    said = children(verb, "ccomp", "xcomp") or any(
        not list(prep.children) or children(prep, "pcomp") for prep in children(verb, "prep")
    )
    done = verb.tag_ in ("VBD", "VBN", "VBP", "VBZ")
    return done and bool(subject) and not marked and not said and subject[0].lower_ not in RELATIVE


def agents(verb: Token) -> list[Token]:
    """Heads of who acts: the subject of an active verb, what follows "by" of a passive one."""
    if is_passive(verb):
        return [token for by in children(verb, "agent") for token in led_by(by)]
    return subjects(verb)


def led_by(preposition: Token) -> list[Token]:
    """Heads of the objects of one preposition, with what is coordinated."""
    return [token for obj in children(preposition, "pobj") for token in conjuncts(obj)]


def prepositional(token: Token, *preps: str) -> list[Token]:
    """Heads of the objects of prepositions that hang on a token; of any preposition where none is named."""
    found: list[Token] = []
    held = children(token, "prep", "agent", "dative")
    if token.pos_ == "VERB":
        # "flew back to Pakistan", "handed over to the police"
        held += [prep for adverb in children(token, "advmod", "prt") for prep in children(adverb, "prep")]
    for prep in held:
        if prep.pos_ not in ("ADP", "SCONJ", "VERB", "PART"):
            continue
        inner = children(prep, "prep")
        for each in [prep, *inner]:
            if not preps or each.lower_ in preps:
                found += led_by(each)
    return found


def clause(trigger: Token) -> tuple[int, int]:
    """The token range of the clause that a verb or noun heads, without other clauses at its edges."""
    kept = {trigger.i}
    queue = [trigger]
    verbal = trigger.pos_ in ("VERB", "AUX")
    while queue:
        head = queue.pop()
        for child in head.children:
            # "made him the party's chief": a clause without a verb belongs to the one above it.
            small = child.dep_ == "ccomp" and child.pos_ in ("NOUN", "PROPN", "ADJ") and child.i > head.i
            joined = child.dep_ == "conj" and head == trigger and verbal
            if (
                (child.dep_ in CLAUSAL and not small)
                or joined
                or (child.dep_ in ("punct", "cc", "mark") and head == trigger)
            ):
                continue
            kept.add(child.i)
            queue.append(child)
    start, end = _run(kept, trigger.i)
    doc = trigger.doc
    while start < trigger.i and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end - 1 > trigger.i and (
        doc[end - 1].is_space or doc[end - 1].text in {",", ";", ":", "-", "–", "—", "(", "."}
    ):
        end -= 1
    return start, end


def _run(kept: set[int], centre: int) -> tuple[int, int]:
    """The stretch around ``centre`` in which at most a few tokens (an inserted clause's commas) are missing."""
    gap = 12
    start = end = centre
    for i in sorted((i for i in kept if i < centre), reverse=True):
        if start - i > gap:
            break
        start = i
    for i in sorted(i for i in kept if i > centre):
        if i - end > gap:
            break
        end = i
    return start, end + 1


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """The heads above a token up to the root, each with the label by which the one below hangs on it."""
    while token.head != token:
        yield token.head, token.dep_
        token = token.head


def tense(verb: Token) -> str:
    """ "past", "present", "future", "modal" or "none" of the verb group that a verb belongs to."""
    auxiliaries = children(verb, "aux", "auxpass")
    words = {aux.lower_ for aux in auxiliaries}
    if "'d" in words and verb.tag_ == "VBN" and len(auxiliaries) == 1:
        return "past"  # "he'd launched" is "he had launched"
    if words & {"will", "'ll", "shall", "wo"}:
        return "future"
    if words & {"may", "might", "could", "would", "should", "can", "must", "'d"}:
        return "modal"
    finite = [token for token in [*auxiliaries, verb] if token.tag_ in ("VBD", "VBP", "VBZ", "MD")]
    if finite:
        return "past" if finite[0].tag_ == "VBD" else "present"
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return tense(verb.head)
    if "to" in words and verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "need"):
        return tense(verb.head)  # "will have to be signed"
    return "past" if verb.tag_ in ("VBN", "VBD") else "none"


def perfect(verb: Token) -> bool:
    """Whether "has" or "have" makes a verb tell what is done by now: "has died", "could have gone"."""
    return any(aux.lower_ in ("has", "have", "'ve") for aux in children(verb, "aux"))
