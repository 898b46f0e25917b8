"""How well actors are linked: the states and people inside the evidence of gold events against those that gold names.

    python benchmarks/actors.py [--list N] [--doc ID] [--files dev seed]

A proxy, since gold names who takes part in an event, and an evidence need not name them all: what the reader adds from
the rest of the article counts as missed here. Needs ../shared. Prints micro
precision, recall and F1 for countries and for people, and the time beside that of spaCy.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dateline.actors import link  # noqa: E402
from dateline.model import ActorMention, Document, When  # noqa: E402
from dateline.nlp import parse  # noqa: E402

SHARED = ROOT.parent / "shared"


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().replace("-", " ").replace(".", " ").split())


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def documents(which: str) -> tuple[dict[str, Document], list[dict]]:
    if which == "seed":
        docs = {
            row["file"]: Document(
                id=row["file"],
                name=row["file"],
                text=(SHARED / "seeds" / row["file"]).read_text(encoding="utf-8"),
                published=When.of(row["published"]),
            )
            for row in json.loads((SHARED / "seeds" / "sources.json").read_text(encoding="utf-8"))
        }
        return docs, rows(SHARED / "gold" / "seed_events.jsonl")
    docs = {
        row["id"]: Document(
            id=row["id"], name=row["id"], text=row["text"], title=row.get("title"), published=When.of(row["published"])
        )
        for row in rows(SHARED / "gold" / "dev_docs.jsonl")
    }
    return docs, rows(SHARED / "gold" / "dev_events.jsonl")


def f1(tp: int, fp: int, fn: int) -> str:
    p, r = tp / (tp + fp or 1), tp / (tp + fn or 1)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r or 1):.3f}  ({tp} right, {fp} extra, {fn} missed)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", type=int, default=0, metavar="N", help="show N errors of each sort")
    parser.add_argument("--doc", default="", help="only documents whose id holds this")
    parser.add_argument("--files", nargs="+", default=["seed", "dev"])
    args = parser.parse_args()
    sums: dict[str, Counter[str]] = {"countries": Counter(), "people": Counter()}
    errors: list[str] = []
    spent = {"spaCy": 0.0, "link": 0.0}
    for which in args.files:
        docs, events = documents(which)
        mentions: dict[str, tuple[ActorMention, ...]] = {}
        for name, document in docs.items():
            if args.doc not in name:
                continue
            start = time.perf_counter()
            parsed = parse(document.text)
            middle = time.perf_counter()
            day: date | None = document.published.earliest if document.published else None
            mentions[name] = link(document, parsed, reference=day)
            spent["spaCy"] += middle - start
            spent["link"] += time.perf_counter() - middle
        for event in events:
            if event["doc"] not in mentions or event.get("optional"):
                continue
            inside = [m for m in mentions[event["doc"]] if m.start < event["end"] and event["start"] < m.end]
            got = {
                "countries": {m.country for m in inside if m.country},
                "people": {folded(m.actor.name) for m in inside if m.actor.kind == "person"},
            }
            want = {"countries": set(event["countries"]), "people": {folded(p) for p in event["people"]}}
            for sort, count in sums.items():
                both, extra, missed = got[sort] & want[sort], got[sort] - want[sort], want[sort] - got[sort]
                count.update(tp=len(both), fp=len(extra), fn=len(missed))
                if got[sort] != want[sort]:
                    errors.append(
                        f"{sort:9} extra {sorted(extra)} missed {sorted(missed)} "
                        f":: {event['doc'][:30]} {event['start']} {event['evidence'][:150]!r}"
                    )
    for sort, count in sums.items():
        print(f"{sort:10}", f1(count["tp"], count["fp"], count["fn"]))
    print(f"spaCy {spent['spaCy']:.2f} s, link {spent['link']:.2f} s")
    for sort in sums:
        print("\n".join([e for e in errors if e.startswith(sort)][: args.list]))


if __name__ == "__main__":
    main()
