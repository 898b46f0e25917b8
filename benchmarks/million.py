"""A made-up world of articles and event mentions, for measuring how merging grows.

`benchmarks.merge --only million` merges them as they are made, `--only stored` as a database holds them.

Seeded and of realistic proportions: twenty-five years; happenings of which most are told once and a few by hundreds
of articles; states, people and words by Zipf's law; of ten mentions four are statements, two are undated, one has a
month or a year alone; articles of about ten mentions.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from dateline import store, upkeep
from dateline.merge import merge
from dateline.model import EVENT_TYPES, Actor, Anchor, Document, EventMention, Participant, When
from dateline.store import Writer

FIRST, DAYS = date(2000, 1, 1), 25 * 365
STATES, PEOPLE, WORDS, VERBS = 150, 5_000, 60_000, 400
PER_ARTICLE = 10
PER_HAPPENING = 4


def zipf(random_: random.Random, count: int) -> int:
    """A number below ``count``; each is drawn about in inverse proportion to its rank."""
    return int(count ** random_.random()) - 1


def made(count: int, *, seed: int = 7) -> tuple[dict[str, Document], list[EventMention]]:
    """``count`` mentions and their articles; a larger world has proportionally more happenings."""
    random_ = random.Random(seed)
    states = [Actor(id=f"S{n:02}", kind="country", name=f"State{n}", country=f"S{n:02}") for n in range(STATES)]
    people = [
        Actor(id=f"p{n}", kind="person", name=f"First{n % 97} Last{n}", country=f"S{zipf(random_, STATES):02}")
        for n in range(PEOPLE)
    ]
    happenings = max(1, count // PER_HAPPENING)
    documents: dict[str, Document] = {}
    mentions: list[EventMention] = []
    while len(mentions) < count:
        # An article is about one happening, and tells others of its weeks.
        main = _rank(random_, happenings)
        published = FIRST + timedelta(days=_day(main) + random_.choice((0, 0, 1, 1, 2, 20, 300)))
        name = f"a{len(documents):07}"
        parts: list[str] = []
        at = 0
        told = [main if n < 4 else _near(random_, main, happenings) for n in range(PER_ARTICLE)]
        rows = []
        for which in told[: count - len(mentions)]:
            sentence, fields = _telling(random_, which, states, people)
            rows.append((at, sentence, fields))
            parts.append(sentence)
            at += len(sentence) + 1
        text = " ".join(parts)
        documents[name] = Document(
            id=name, name=name, text=text, publisher=f"Outlet {zipf(random_, 300)}", published=When.day(published)
        )
        for start, sentence, fields in rows:
            word = fields.pop("word")
            begin = start + sentence.index(str(word))
            mentions.append(
                EventMention(
                    document=name, start=start, end=start + len(sentence) - 1, evidence=sentence[:-1],
                    trigger=(begin, begin + len(str(word))), when_trace=("made up",), confidence=0.8, **fields,  # type: ignore[arg-type]
                )
            )  # fmt: skip
    return documents, mentions


def _rank(random_: random.Random, happenings: int) -> int:
    """A happening: one in ten articles is about one of the few that all tell."""
    return zipf(random_, happenings) if random_.random() < 0.1 else random_.randrange(happenings)


def _day(happening: int) -> int:
    return (happening * 7919) % DAYS


def _near(random_: random.Random, main: int, happenings: int) -> int:
    """Another happening of the same weeks: the day of the n-th is known, so its neighbours are, too."""
    step = random_.randrange(1, 40) * DAYS
    return (main + step) % happenings if happenings > DAYS else random_.randrange(happenings)


def _telling(
    random_: random.Random, happening: int, states: list[Actor], people: list[Actor]
) -> tuple[str, dict[str, object]]:
    own = random.Random(happening)
    kind = "statement" if own.random() < 0.4 else EVENT_TYPES[own.randrange(len(EVENT_TYPES))]
    who = people[zipf(own, PEOPLE)]
    pair = [states[zipf(own, STATES)], states[zipf(own, STATES)]]
    verb = f"verb{zipf(own, VERBS)}ed"
    words = [f"w{zipf(own, WORDS)}" for _ in range(8)]
    kept = [w if random_.random() < 0.7 else f"w{zipf(random_, WORDS)}" for w in words]
    sentence = f"{who.name} {verb} {pair[0].name} and {pair[1].name} {' '.join(kept)}."
    day = FIRST + timedelta(days=_day(happening))
    chance = random_.random()
    when = None if chance < 0.2 else When.day(day)
    if 0.2 <= chance < 0.3:
        when = When.of(f"{day:%Y-%m}" if chance < 0.25 else f"{day:%Y}")
    participants = tuple(
        Participant(actor=a, role="source" if n == 0 else "target", country=a.country)
        for n, a in enumerate(dict.fromkeys((who, *pair)))
    )
    return sentence, {
        "word": verb, "type": kind, "when": when, "participants": participants, "title": sentence[:80],
        "speaker": who.name if kind == "statement" else None,
    }  # fmt: skip


def measure(count: int, *, processes: int = 1) -> str:
    """Merges ``count`` made-up mentions; a line with events, seconds (of the clock and of the processors) and memory.

    The memory is the most that this process has held, and, where there are others, that the largest of them has.
    """
    documents, mentions = made(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    clock, own, others = time.perf_counter(), time.process_time(), _of_others()
    events = merge(mentions, documents, processes=processes)
    spent, own, others = time.perf_counter() - clock, time.process_time() - own, _of_others() - others
    most, largest = (
        resource.getrusage(who).ru_maxrss / 1024**2 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    beside = f" and {others:.0f} s of the others" if others else ""
    held = f", each other {largest:.2f} GiB" if others else ""
    return (
        f"{count:9,} mentions  {len(events):9,} events  {spent:6.0f} s, {own:6.0f} s of one processor"
        f"{beside}  "
        f"{most:.2f} GiB ({before:.2f} before merging){held}"
    )


def measure_stored(count: int, *, processes: int = 1) -> str:
    """Merges ``count`` made-up mentions that lie in a database, not merged yet; a line with seconds and memory.

    The memory is the most that the merging process has held, a process of its own, and that the largest other has.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "news.db")
        documents, mentions = made(count)
        told: dict[str, list[EventMention]] = defaultdict(list)
        for mention in mentions:
            told[mention.document].append(mention)
        anchor = Anchor(when=None, origin="unknown", reason="", confidence=0.0)
        with Writer(path) as writer:
            for document in documents.values():
                writer.add(document, anchor, told.pop(document.id), rules_version="1")
        del documents, mentions
        work = multiprocessing.get_context("spawn").Process(target=_merge_stored, args=(path, processes))
        clock = time.perf_counter()
        work.start()
        work.join()
        spent = time.perf_counter() - clock
        if work.exitcode:
            raise SystemExit(f"merging ended with {work.exitcode}")
        facts = json.loads(path.with_suffix(".json").read_text())
        size = path.stat().st_size / 1024**2
        events = store.summary(path).events
    beside = f", each other {facts['others']:.2f} GiB" if processes > 1 else ""
    held = f"{facts['own']:.2f} GiB{beside}  database {size:,.0f} MiB"
    return f"{count:9,} mentions  {events:9,} events  {spent:6.0f} s  {held}"


def _merge_stored(path: Path, processes: int) -> None:
    with Writer(path) as writer:
        upkeep.bring_up_to_date(writer, processes=processes)
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024**2 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    path.with_suffix(".json").write_text(json.dumps({"own": own, "others": others}))


def _of_others() -> float:
    """Processor time of processes that were started and have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    import sys

    # Without a number: as many as any machine merges in well under a minute, for `make bench`.
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
