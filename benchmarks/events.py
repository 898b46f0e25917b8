"""How well events are extracted: every table of the measurements, from files that people have read by hand.

    python -m benchmarks.events                         # all tables
    python -m benchmarks.events --only dev plover       # of seeds, dev, plover, confidence, errors, speed
    python -m benchmarks.events --list "missed meeting" # the errors of the classes that hold these words, one a line
    python -m benchmarks.events --parses FOLDER         # keep spaCy's parses there: the next run takes seconds

Needs ../shared (gold data, scorers, the Reuters corpus). The unseen third of the documents (`benchmarks.times.unseen`)
is only scored: its errors are neither counted nor listed. A mention's share of right in the table of confidence is that
of the scorer: place, type, date and countries. Speed is words a second of one process, after loading, beside the bare
spaCy pipeline on the same Reuters items in the same run.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import spacy  # noqa: E402

from benchmarks.times import read_lines, unseen  # noqa: E402
from dateline import extraction, nlp, read  # noqa: E402
from dateline.cli import mention_row  # noqa: E402
from dateline.model import Document  # noqa: E402

Row = dict[str, Any]
TABLES = ("seeds", "dev", "plover", "confidence", "errors", "speed")
PARTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("all", lambda _: True),
    ("seen", lambda i: not unseen(i)),
    ("unseen third", unseen),
)
BINS = (0.0, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)


def scorer(shared: Path, name: str) -> ModuleType:
    """A module of ``shared/eval``."""
    spec = importlib.util.spec_from_file_location(name, shared / "eval" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def keep_parses(folder: Path) -> None:
    """Let `dateline.nlp.parse_many` take a parse from ``folder`` where it has made it before with the same code."""
    from spacy.tokens import Doc

    made, code = nlp.parse, b"".join(p.read_bytes() for p in sorted(Path(nlp.__file__).parent.glob("*.py")))
    folder.mkdir(parents=True, exist_ok=True)

    def parse(text: str) -> Doc:
        path = folder / hashlib.sha256(code + text.encode("utf-8", "replace")).hexdigest()
        if path.exists():
            return Doc(nlp.language().vocab).from_bytes(path.read_bytes())
        doc = made(text)
        path.write_bytes(doc.to_bytes())
        return doc

    nlp.parse_many = lambda texts: map(parse, texts)


def extracted(paths: Iterable[Path], published: str | None = None) -> list[Row]:
    """The rows that `dateline extract` prints."""
    rows = []
    for document in read.documents(list(paths), published=published):
        assert isinstance(document, Document), document
        rows += [mention_row(m, document.name) for m in extraction.extract_document(document).mentions]
    return rows


def scored(module: ModuleType, gold: list[Row], found: list[Row]) -> dict[str, Any]:
    """The figures of a scorer, which reads files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("gold", gold), ("found", found)):
            path = Path(folder, f"{name}.jsonl")
            path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
            paths.append(str(path))
        figures: dict[str, Any] = module.score(*paths)[0]
    return figures


def event_table(label: str, figures: dict[str, Any], *, types: bool = False) -> None:
    """Detection and right mentions, then dates, countries, people and speakers."""
    names = ["all", "acts", "statements", *(figures["by_type"] if types else ())]
    for name in names:
        row = figures.get(name) or figures["by_type"][name]
        cells = "".join(f"   {row[kind][key]:.3f}" for kind in ("detect", "right") for key in ("p", "r", "f1"))
        print(f"{label:18} {name:12} {row['gold']:5} {row['pred']:5}{cells}")
    measures = (("dates right", "date_accuracy"), ("countries F1", "countries_f1"), ("people F1", "people_f1"))
    measures = (*measures, ("speakers right", "speaker_accuracy"))
    print(f"{label:18} " + "   ".join(f"{name} {figures[key]:.3f}" for name, key in measures), flush=True)


def head_line(title: str) -> None:
    """A title, and the columns of `event_table`."""
    columns = "".join(f"   {name:>5}" for name in ("P", "R", "F1") * 2)
    print(f"\n{title}\n{'':18} {'':12}  gold found{columns}   (place and type; right)")


def matched(module: ModuleType, gold: list[Row], found: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], set[int]]:
    """The scorer's pairs of gold and found mentions, the gold ones missed, and the ids of those that count not."""
    couples: list[tuple[Row, Row]] = []
    missed: list[Row] = []
    excused: set[int] = set()
    for doc in sorted({row["doc"] for row in gold}):
        mine = [row for row in gold if row["doc"] == doc]
        got = module.pairs(mine, [row for row in found if row["doc"] == doc])
        excused |= {id(p) for g, p in got if g.get("optional")}
        couples += [(g, p) for g, p in got if not g.get("optional")]
        taken = {id(g) for g, _ in got}
        missed += [g for g in mine if id(g) not in taken and not g.get("optional")]
    return couples, missed, excused


def confidence_table(module: ModuleType, gold: list[Row], found: list[Row]) -> None:
    """For each bin of confidence: how many mentions, their mean confidence, the share of them that is right."""
    print(f"\nconfidence on gold/dev\n{'':18} {'confidence':>12} {'mentions':>9} {'mean':>6} {'right':>6}")
    for label, keep in PARTS:
        mine = [row for row in found if keep(row["doc"])]
        couples, _, excused = matched(module, [row for row in gold if keep(row["doc"])], mine)
        right = {id(p) for g, p in couples if module.date_right(g, p) and module.countries_right(g, p)}
        for low, high in itertools.pairwise(BINS):
            here = [p for p in mine if low <= p["confidence"] < high and id(p) not in excused]
            if here:
                mean = sum(p["confidence"] for p in here) / len(here)
                share = sum(id(p) in right for p in here) / len(here)
                print(f"{label:18} {low:6.2f}-{min(high, 1):.2f} {len(here):10} {mean:6.2f} {share:6.2f}")


def errors(
    module: ModuleType, gold: list[Row], found: list[Row], *, hidden: Callable[[str], bool] = unseen
) -> list[tuple[str, str]]:
    """Every error of the documents that are not unseen (``hidden``): its class and a line about it."""
    gold = [row for row in gold if not hidden(row["doc"])]
    found = [row for row in found if not hidden(row["doc"]) and any(g["doc"] == row["doc"] for g in gold)]
    couples, missed, excused = matched(module, gold, found)
    used = {id(p) for _, p in couples} | excused
    out: list[tuple[str, str]] = []

    def told(row: Row, others: list[Row]) -> str:
        beside = {o["type"] for o in others if o["doc"] == row["doc"] and module.overlap(row, o)} - {row["type"]}
        return f" (there: {', '.join(sorted(beside))})" if beside else ""

    def line(row: Row, more: str) -> str:
        return f"{row['doc'][:34]} {row['start']} {more} :: {' '.join(row['evidence'].split())[:160]}"

    out += [(f"missed {g['type']}", line(g, f"{g.get('date')} {g['countries']}{told(g, found)}")) for g in missed]
    for p in found:
        if id(p) not in used:
            rule = p["trace"][0]
            out.append((f"extra {p['type']}", line(p, f"{rule} {p['date']} {p['confidence']}{told(p, gold)}")))
    for g, p in couples:
        if not module.date_right(g, p):
            rule = next((t for t in p["trace"] if t.startswith("date.")), "date")
            wanted = [g.get("date"), *g.get("date_ok", [])]
            out.append(
                (f"wrong {rule} ({g['type']})", line(g, f"gold {wanted} got {p['date']} '{p['evidence'][:60]}'"))
            )
        if not module.countries_right(g, p):
            missing, more = set(g["countries"]) - set(p["countries"]), set(p["countries"]) - set(g["countries"])
            sort = "missing" if missing and not more else "too many" if more and not missing else "others"
            out.append(
                (f"wrong countries, {sort} ({g['type']})", line(g, f"gold {g['countries']} got {p['countries']}"))
            )
        if g.get("speaker") and module.folded(g["speaker"]) != module.folded(p.get("speaker") or ""):
            sort = "none" if not p.get("speaker") else "another"
            out.append((f"wrong speaker, {sort}", line(g, f"gold {g['speaker']} got {p.get('speaker')}")))
        names = {module.folded(n) for n in g["people"]}, {module.folded(n) for n in p["people"]}
        if names[0] != names[1]:
            sort = "missing" if names[0] - names[1] else "too many"
            out.append((f"wrong people, {sort}", line(g, f"gold {g['people']} got {p['people']}")))
    return out


def speed(shared: Path, count: int) -> None:
    """Words a second of the whole extraction and of spaCy alone on the same Reuters items."""
    items = read.documents([shared / "corpus" / "reuters.docs.jsonl.gz"])
    documents = [d for d in itertools.islice(items, count) if isinstance(d, Document)]
    model = spacy.load(nlp.DEFAULT_MODEL)  # as it comes; ours multiplies by another library
    words = sum(len(model.make_doc(d.text)) for d in documents)
    extraction.extract_document(documents[0])

    def rate(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        work()
        return words / (time.perf_counter() - start)

    # In turns, so that other work on the machine falls on both alike.
    runs = [
        (
            rate(lambda: [model(d.text) for d in documents]),
            rate(lambda: list(model.pipe(d.text for d in documents))),
            rate(lambda: [extraction.extract_document(d) for d in documents]),
            rate(lambda: list(extraction.extract_documents(documents))),
        )
        for _ in range(3)
    ]
    alone, piped, whole, many = (sorted(column)[1] for column in zip(*runs, strict=True))
    print(f"\nspeed on {len(documents)} items of Reuters, {words} words, tokens a second (median of 3)")
    print(
        f"spaCy, one by one {alone:.0f}, nlp.pipe {piped:.0f}; extraction, one by one {whole:.0f}, of many {many:.0f}"
    )
    print(f"one by one against spaCy one by one {whole / alone:.2f}; many against nlp.pipe {many / piped:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--only", nargs="+", choices=TABLES, default=TABLES)
    parser.add_argument(
        "--list", metavar="WORDS", help="list the errors of the classes that hold these words; * for all"
    )
    parser.add_argument("--parses", type=Path, metavar="FOLDER", help="keep spaCy's parses here")
    parser.add_argument("--items", type=int, default=150, help="Reuters items for the measure of speed")
    args = parser.parse_args()
    if not args.shared.is_dir():
        print(f"{args.shared} is absent: nothing to measure")
        return
    if "speed" in args.only and not args.list:
        speed(args.shared, args.items)
    if args.parses:
        keep_parses(args.parses)
    module = scorer(args.shared, "score_events")
    gold_of = args.shared / "gold"
    if "seeds" in args.only and not args.list:
        found = extracted(sorted((args.shared / "seeds").glob("*.txt")), published="2024-06-19")
        head_line("seeds")
        event_table("seeds", scored(module, read_lines(gold_of / "seed_events.jsonl"), found))
    if args.list or {"dev", "confidence", "errors"} & set(args.only):
        gold, found = read_lines(gold_of / "dev_events.jsonl"), extracted([gold_of / "dev_docs.jsonl"])
        wrong = errors(module, gold, found)
        if args.list:
            print(
                "\n".join(f"{sort} | {line}" for sort, line in sorted(wrong) if args.list == "*" or args.list in sort)
            )
            return
        if "dev" in args.only:
            head_line("gold/dev")
            for label, keep in PARTS:
                mine = [row for row in gold if keep(row["doc"])], [row for row in found if keep(row["doc"])]
                event_table(label, scored(module, *mine), types=label == "all")
        if "confidence" in args.only:
            confidence_table(module, gold, found)
        if "errors" in args.only:
            print("\nerrors on gold/dev, the unseen third left out")
            for sort, count in sorted(Counter(sort for sort, _ in wrong).items(), key=lambda item: (-item[1], item[0])):
                print(f"{count:5} {sort}")
    if "plover" in args.only:
        module = scorer(args.shared, "score_plover")
        gold, found = read_lines(gold_of / "plover_dev.jsonl"), extracted([gold_of / "plover_docs.jsonl"])
        print("\ngold/plover_dev")
        for label, keep in PARTS:
            mine = [row for row in gold if keep(row["id"])], [row for row in found if keep(row["doc"])]
            row = scored(module, *mine)
            cells = "   ".join(
                f"{key.replace('_', ' ')} {value:.3f}" for key, value in row.items() if key != "sentences"
            )
            print(f"{label:18} {row['sentences']:4} sentences   {cells}")


if __name__ == "__main__":
    main()
