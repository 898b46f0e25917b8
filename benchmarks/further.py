"""How well events are extracted from 45 further articles, which we have read ourselves by the gold data's guidelines.

    python -m benchmarks.further                        # the tables
    python -m benchmarks.further --list "missed office" # errors of the articles that are not held back, one a line
    python -m benchmarks.further --parses FOLDER        # keep spaCy's parses there: the next run takes seconds

Fifteen Reuters items of 1987 and thirty articles of The Guardian of 1999-2016, none of them in the gold data. Two
readers read what the rules may be mended on, a third one the fifteen that are held back and only scored; none of them
saw what the program finds. `benchmarks/further_events.jsonl` holds what they wrote, as places in texts that lie in
../shared; the texts are not part of the project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks import events
from benchmarks.events import ROOT, Row
from benchmarks.times import read_lines

READ = Path(__file__).with_name("further_events.jsonl")


def gold() -> list[Row]:
    """The mentions as the readers wrote them; ``part`` is there where the article is held back."""
    return read_lines(READ)


def chains() -> list[Row]:
    """Those that name their happening, with ``chain``: each article's own, since readers named none across articles."""
    return [{**row, "chain": f"{row['doc']} {row['key']}"} for row in gold() if "key" in row]


def file_of(rows: Iterable[Row], folder: Path) -> Path:
    """The articles as a file that `dateline.read` reads."""
    path = folder / "further.docs.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def articles(shared: Path) -> list[Row]:
    """The articles that were read, with their texts."""
    wanted = {row["doc"] for row in gold()}
    found = []
    for path in (*sorted((shared / "tls").glob("*.docs.jsonl.gz")), shared / "corpus" / "reuters.docs.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [row for row in map(json.loads, lines) if row["id"] in wanted]
    return found


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument(
        "--list", metavar="WORDS", help="list the errors of the classes that hold these words; * for all"
    )
    parser.add_argument("--parses", type=Path, metavar="FOLDER", help="keep spaCy's parses here")
    args = parser.parse_args()
    if not args.shared.is_dir():
        print(f"{args.shared} is absent: nothing to measure")
        return
    if args.parses:
        events.keep_parses(args.parses)
    module = events.scorer(args.shared, "score_events")
    rows = articles(args.shared)
    texts = {row["id"]: row["text"] for row in rows}
    read = [{**row, "evidence": texts[row["doc"]][row["start"] : row["end"]]} for row in gold()]
    with tempfile.TemporaryDirectory() as folder:
        found = events.extracted([file_of(rows, Path(folder))])
    held = {row["doc"] for row in read if "part" in row}
    if args.list:
        mended = [row for row in read if row["doc"] not in held]
        for sort, line in sorted(events.errors(module, mended, found, hidden=held.__contains__)):
            if args.list == "*" or args.list in sort:
                print(f"{sort} | {line}")
        return
    events.head_line("45 further articles")
    for label, docs in (("all", texts.keys()), ("30 to mend on", texts.keys() - held), ("15 held back", held)):
        mine = [row for row in read if row["doc"] in docs], [row for row in found if row["doc"] in docs]
        events.event_table(label, events.scored(module, *mine), types=label == "all")


if __name__ == "__main__":
    main()
