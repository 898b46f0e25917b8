"""Trains the pair model of merging (`dateline/merge/weights.json`) on texts in which people have put tellings together.

    python -m tools.train_merge [--cache FOLDER]

Needs ../shared: ECB+, the articles of gold/dev_docs, and those of `benchmarks.further`, whose readers named happenings
within each article alone. What `benchmarks.merge.held_back` and `benchmarks.further` hold back is not used. Pairs of
news with dates count `NEWS` times: they are few beside those of ECB+, which has none. The model is a logistic
regression with an L2 penalty, fitted by Newton's method; it sees the pairs of aligned mentions that merging itself
would compare, but for those that firm rules keep apart.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import further
from benchmarks.merge import Row, aligned, chains, extracted, held_back
from dateline.merge.blocks import candidates
from dateline.merge.likeness import apart, clearly_apart
from dateline.merge.pairs import FEATURES, features
from dateline.merge.sketch import HERE, Floats, sketches

PENALTY = 3.0
NEWS = 3
SHARED = Path(__file__).resolve().parents[2] / "shared"
SETS = (("ecb/ecb.docs.jsonl", "ecb/ecb.gold.jsonl"), ("gold/dev_docs.jsonl", "gold/dev_events.jsonl"))


def examples(articles: Path, gold: Sequence[Row], cache: Path | None, *, within: bool = False) -> tuple[Floats, Floats]:
    """Features of the pairs of rows that name their ``chain``, and 1 for each pair that tells one happening, else 0.

    ``within``: of pairs of one article alone.
    """
    documents, mentions = extracted([articles], cache)
    chain = {j: gold[i]["chain"] for i, j in aligned(gold, mentions, documents).items()}
    table = sketches(mentions, documents)
    a, b = candidates(table)
    names = [documents[m.document].name for m in mentions]
    # Of two topics nobody has said that they tell nothing in common.
    topic = [name if within else found[0] if (found := re.match(r"\d+_", name)) else "" for name in names]
    keep = [i in chain and j in chain and topic[i] == topic[j] for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    a, b = a[keep], b[keep]
    found = features(table, a, b)
    free = ~(clearly_apart(table, a, b) | apart(table, found, a, b))
    same = np.array([chain[i] == chain[j] for i, j in zip(a.tolist(), b.tolist(), strict=True)], dtype=np.float32)
    return found[free], same[free]


def fitted(x: Floats, y: Floats, *, steps: int = 50) -> list[float]:
    """Weights of a logistic regression, the intercept last and free of the penalty."""
    rows = np.c_[x, np.ones(len(x))].astype(np.float64)
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[-1] = 1e-6
    for _ in range(steps):
        share = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (share - y) + penalty * weights
        curvature = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return [round(float(w), 4) for w in weights]


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path)
    cache = parser.parse_args().cache
    found = []
    for articles, path in SETS:
        gold = [row for row in chains(SHARED / path) if not held_back(row["doc"])]
        found += [examples(SHARED / articles, gold, cache)] * (1 if articles.startswith("ecb") else NEWS)
    with tempfile.TemporaryDirectory() as folder:
        path = further.file_of(further.articles(SHARED), cache or Path(folder))
        gold = [row for row in further.chains() if "part" not in row]
        found += [examples(path, gold, cache, within=True)] * NEWS
    x, y = np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
    *weights, intercept = fitted(x, y)
    data = {"pairs": len(y), "intercept": intercept, "weights": dict(zip(FEATURES, weights, strict=True))}
    (HERE / "weights.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(f"{len(y)} pairs, {int(y.sum())} of one happening")


if __name__ == "__main__":
    main()
