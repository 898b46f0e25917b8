"""Counts in how many articles each stem stands, for `dateline/merge/rarity.csv`.

    python -m tools.build_rarity ../shared/corpus/reuters.docs.jsonl.gz ../shared/corpus/whitehouse.docs.jsonl.gz

Of each file the share of articles is taken, and the mean over the files. The table holds the stems that stand in at
least one of a thousand articles, as the negative binary logarithm of that share: counts alone, no text.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from pathlib import Path

from dateline.merge.words import HERE, WORD, stem_of

LEAST = 0.001
HEAD = 500
"""Left out at the beginning of each: a release's letterhead stands there."""

CHARACTERS = 4_000
"""Of longer texts (speeches) only the beginning is read, so that they are about as long as articles."""


def main() -> None:
    """Write the table from the files named on the command line."""
    share: Counter[str] = Counter()
    for path in sys.argv[1:]:
        articles = 0
        found: Counter[str] = Counter()
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                articles += 1
                found.update({stem_of(t) for t in WORD.findall(json.loads(line)["text"][HEAD : HEAD + CHARACTERS])})
        for word, count in found.items():
            share[word] += count / articles / len(sys.argv[1:])
    rows = sorted((w, -math.log2(s)) for w, s in share.items() if s >= LEAST and len(w) > 1 and not w.isdigit())
    head = "# stem, -log2 of the share of articles that it stands in; made by tools/build_rarity.py"
    text = "\n".join([head, *(f"{word},{value:.1f}" for word, value in rows)]) + "\n"
    (Path(HERE) / "rarity.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
