"""Fit the weights of `dateline/events/data/confidence.toml` to the event mentions that people have read by hand.

    python -m tools.fit_confidence            # prints how well the weights foretell, and writes them
    python -m tools.fit_confidence --dry-run  # only prints

Learns from the documents of ../shared/gold/dev_docs.jsonl that are not of the unseen third (`benchmarks.times.unseen`):
a logistic regression with a quadratic penalty, fitted by Newton's method; of several penalties the one that foretells
best on documents held back (five folds) is taken. The rules were written with these documents at hand, so that more is
right there than elsewhere: the constant is lowered by the difference, in logits, between the share of right mentions
there and in the unseen third, the one number that is taken from it. What is foretold is whether a mention is
right as the scorer has it (place, type, date, half of the states). Mentions that careful readers may leave out do not
count.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks.events import keep_parses, matched, scorer
from benchmarks.times import ROOT, read_lines, unseen
from dateline import extraction, read
from dateline.cli import mention_row
from dateline.events.confidence import facts
from dateline.model import Document, EventMention

TARGET = ROOT / "dateline" / "events" / "data" / "confidence.toml"
PENALTIES = (0.5, 1.5, 3.0, 6.0, 12.0)
FOLDS = 5
TIE = 0.003
"""Penalties whose losses a mention differ by less are equally good: the least of them tells mentions apart best."""
SEEN_OFTEN = 4
"""A fact that fewer mentions show gets no weight."""

HEAD = """# How much each fact about a mention makes it more or less likely to be right, in logits.
# Written by tools/fit_confidence.py from {count} mentions of {articles} articles; do not edit.

[weights]
"""


def examples(shared: Path) -> list[tuple[EventMention, str, bool]]:
    """Every mention found in the articles, its document, and whether it is right; optional ones are left out."""
    module = scorer(shared, "score_events")
    gold = read_lines(shared / "gold" / "dev_events.jsonl")
    mentions, found = [], []
    for document in read.documents([shared / "gold" / "dev_docs.jsonl"]):
        assert isinstance(document, Document), document
        for mention in extraction.extract_document(document).mentions:
            mentions.append(mention)
            found.append(mention_row(mention, document.name))
    couples, _, excused = matched(module, gold, found)
    right = {id(p) for g, p in couples if module.date_right(g, p) and module.countries_right(g, p)}
    rows = zip(mentions, found, strict=True)
    return [(mention, row["doc"], id(row) in right) for mention, row in rows if id(row) not in excused]


def fit(learned: list[tuple[EventMention, bool]], held_back: float) -> dict[str, float]:
    """The weights that make the mentions' being right most likely, each held back by the penalty given."""
    counts = Counter(fact for mention, _ in learned for fact in facts(mention))
    names = sorted(name for name, count in counts.items() if count >= SEEN_OFTEN)
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(learned), len(names)))
    for row, (mention, _) in enumerate(learned):
        for fact in facts(mention):
            if fact in place:
                table[row, place[fact]] = 1
    right = np.array([float(is_right) for _, is_right in learned])
    penalty = np.full(len(names), held_back)
    penalty[place["all"]] = 0.01
    weight = np.zeros(len(names))
    for _ in range(50):
        share = 1 / (1 + np.exp(-table @ weight))
        slope = table.T @ (right - share) - penalty * weight
        curve = (table * (share * (1 - share))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weight += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(value), 2) for name, value in zip(names, weight, strict=True)}


def surprise(weights: dict[str, float], rows: Iterable[tuple[EventMention, bool]]) -> float:
    """The sum of the logarithmic losses of a table of weights over mentions."""
    total = 0.0
    for mention, right in rows:
        logit = sum(weights.get(fact, 0.0) for fact in facts(mention))
        total += math.log1p(math.exp(-logit if right else logit))
    return total


def best_penalty(rows: list[tuple[EventMention, str, bool]]) -> float:
    """The penalty whose weights are the least surprised by the documents that each fold holds back."""
    docs = sorted({doc for _, doc, _ in rows})
    losses = dict.fromkeys(PENALTIES, 0.0)
    for fold in range(FOLDS):
        back = set(docs[fold::FOLDS])
        learned = [(mention, right) for mention, doc, right in rows if doc not in back]
        for penalty in PENALTIES:
            losses[penalty] += surprise(fit(learned, penalty), [(m, right) for m, doc, right in rows if doc in back])
    for penalty, loss in losses.items():
        sys.stdout.write(f"penalty {penalty}: {loss / len(rows):.4f} a mention on documents held back\n")
    return min(penalty for penalty, loss in losses.items() if loss <= min(losses.values()) + TIE * len(rows))


def logit_of(rows: list[tuple[EventMention, str, bool]]) -> float:
    """The share of right mentions, in logits."""
    share = sum(right for _, _, right in rows) / len(rows)
    return math.log(share / (1 - share))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--parses", type=Path, metavar="FOLDER", help="keep spaCy's parses here")
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    if args.parses:
        keep_parses(args.parses)
    rows = examples(args.shared)
    at_hand = [row for row in rows if not unseen(row[1])]
    learned = [(mention, right) for mention, _, right in at_hand]
    found = fit(learned, best_penalty(at_hand))
    elsewhere = logit_of([row for row in rows if unseen(row[1])]) - logit_of(at_hand)
    found["all"] = round(found["all"] + min(0.0, elsewhere), 2)
    sys.stdout.write(f"the constant is lowered by {-elsewhere:.2f} for articles that no rule was written with\n")
    if not args.dry_run:
        head = HEAD.format(count=len(learned), articles=len({doc for _, doc, _ in rows if not unseen(doc)}))
        TARGET.write_text(head + "".join(f'"{name}" = {value}\n' for name, value in found.items()), encoding="utf-8")
    sys.stdout.write(f"{len(found)} weights from {len(learned)} mentions\n")


if __name__ == "__main__":
    main()
