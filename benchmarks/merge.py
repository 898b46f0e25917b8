"""How well tellings are put together and the days that matter found: every table of the merging measurements.

    python -m benchmarks.merge                        # seeds, dev, further, ecb, tls
    python -m benchmarks.merge --only ecb tls
    python -m benchmarks.merge --only million         # 100,000, 200,000 and 1,000,000 made-up mentions
    python -m benchmarks.merge --only stored          # the same in a database
    python -m benchmarks.merge --cache FOLDER         # keep what was extracted there: the next run takes a minute

Needs ../shared for all but the made-up ones. The pair model and its floors were made with the seen two thirds of the
topics of ECB+ and of the articles; `unseen_topic` holds back the third that is only scored.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import io
import json
import pickle
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import further  # noqa: E402
from benchmarks.times import read_lines, unseen  # noqa: E402
from dateline import read  # noqa: E402
from dateline.cli import event_row  # noqa: E402
from dateline.extraction import extract_document  # noqa: E402
from dateline.merge import merge  # noqa: E402
from dateline.model import Document, Event, EventMention  # noqa: E402
from dateline.rank import rank  # noqa: E402

Row = dict[str, Any]
Found = tuple[dict[str, Document], list[EventMention]]
TABLES = ("seeds", "dev", "further", "ecb", "tls", "million", "stored")
TOPICS = ("Dilma_Rousseff", "Dmitry_Medvedev", "Hamid_Karzai", "Hassan_Rouhani", "Nawaz_Sharif")
SEEDS_PUBLISHED = "2024-06-19"


def unseen_topic(topic: str) -> bool:
    """True for the third of the ECB+ topics that the pair model was not trained on: by the hash of its number."""
    return hashlib.sha256(f"topic {topic}".encode()).digest()[0] % 3 == 0


def held_back(document: str) -> bool:
    """True for a document whose errors are not looked at: of an unseen topic of ECB+, or of the unseen third."""
    topic = re.match(r"(\d+)_\d+ecb", document)
    return unseen_topic(topic[1]) if topic else unseen(document)


def extracted(paths: Sequence[Path], cache: Path | None, published: str | None = None) -> Found:
    """The documents of some files and the mentions in them; ``cache``: a folder that keeps them between runs."""
    kept = cache / (hashlib.sha256("|".join(map(str, paths)).encode()).hexdigest()[:12] + ".pickle") if cache else None
    if kept and kept.exists():
        found: Found = pickle.loads(kept.read_bytes())
        return found
    documents = {d.id: d for d in read.documents(paths, published=published) if isinstance(d, Document)}
    mentions = [mention for d in documents.values() for mention in extract_document(d).mentions]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps((documents, mentions)))
    return documents, mentions


def chains(path: Path) -> list[Row]:
    """A gold file's mentions that name their happening, as rows with ``chain``."""
    return [
        {**row, "chain": row.get("chain") or row["key"]}
        for row in read_lines(path)
        if row.get("chain") or row.get("key")
    ]


def aligned(gold: Sequence[Row], mentions: Sequence[EventMention], documents: Mapping[str, Document]) -> dict[int, int]:
    """For each gold row the mention that tells it, as the scorer aligns them."""
    by: dict[str, list[tuple[int, int, int, int, int]]] = defaultdict(list)
    for j, m in enumerate(mentions):
        by[documents[m.document].name].append((*m.trigger, m.start, m.end, j))
    options = []
    for i, g in enumerate(gold):
        for ts, te, s, e, j in by[g["doc"]]:
            if ts < g["end"] and g["start"] < te:
                options.append((0, te - ts, i, j))
            elif s <= g["start"] and g["end"] <= e:
                options.append((1, e - s, i, j))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(options):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


def _scorer(shared: Path, name: str) -> Callable[[str, str], None]:
    spec = importlib.util.spec_from_file_location(name, shared / "eval" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main: Callable[[str, str], None] = module.main
    return main


def score(
    main: Callable[[str, str], None], gold: str, events: Iterable[Event], documents: Mapping[str, Document]
) -> str:
    """What a scorer prints for the text of a gold file and our events."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "gold"), Path(folder, "timeline.jsonl")
        paths[0].write_text(gold, encoding="utf-8")
        rows = (json.dumps(event_row(event, dict(documents))) for event in events)
        paths[1].write_text("\n".join(rows) + "\n", encoding="utf-8")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            main(str(paths[0]), str(paths[1]))
    return out.getvalue().strip()


def groups(shared: Path, name: str, cache: Path | None) -> dict[str, str]:
    """What `score_merge.py` says of one of seeds, dev, further and ecb: of all, and of the seen and unseen parts."""
    main = _scorer(shared, "score_merge")
    if name == "further":
        return _further(shared, main, cache)
    files, gold_path, published = {
        "seeds": (sorted((shared / "seeds").glob("*.txt")), shared / "gold/seed_events.jsonl", SEEDS_PUBLISHED),
        "dev": ([shared / "gold/dev_docs.jsonl"], shared / "gold/dev_events.jsonl", None),
        "ecb": ([shared / "ecb/ecb.docs.jsonl"], shared / "ecb/ecb.gold.jsonl", None),
    }[name]
    documents, mentions = extracted(files, cache, published)
    events = merge(mentions, documents)
    gold = chains(gold_path)
    parts = {"all": gold}
    if name != "seeds":
        parts["seen"] = [g for g in gold if not held_back(g["doc"])]
        parts["unseen"] = [g for g in gold if held_back(g["doc"])]
    return {part: score(main, "\n".join(map(json.dumps, rows)), events, documents) for part, rows in parts.items()}


def _further(shared: Path, main: Callable[[str, str], None], cache: Path | None) -> dict[str, str]:
    """The same of the further articles, whose readers named happenings within each article alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = further.file_of(further.articles(shared), cache or Path(folder))
        documents, mentions = extracted([path], cache)
    events = merge(mentions, documents)
    gold = further.chains()
    parts = {
        "all": gold,
        "seen": [g for g in gold if "part" not in g],
        "unseen": [g for g in gold if "part" in g],
    }
    return {part: score(main, "\n".join(map(json.dumps, rows)), events, documents) for part, rows in parts.items()}


def dates(shared: Path, cache: Path | None) -> dict[str, str]:
    """What `score_dates.py` says of each topic of tls."""
    main = _scorer(shared, "score_dates")
    found = {}
    for topic in TOPICS:
        documents, mentions = extracted([shared / "tls" / f"{topic}.docs.jsonl.gz"], cache)
        gold = (shared / "tls" / f"{topic}.gold.json").read_text(encoding="utf-8")
        found[topic] = score(main, gold, rank(merge(mentions, documents), documents), documents)
    return found


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=TABLES, default=TABLES[:-2])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--processes", type=int, default=1, help="how many merge the made-up mentions")
    parser.add_argument("--sizes", nargs="+", type=int, default=[100_000, 200_000, 1_000_000])
    args = parser.parse_args()
    shared = ROOT.parent / "shared"
    for name in {"million", "stored"} & set(args.only):
        from benchmarks import million

        measure = million.measure if name == "million" else million.measure_stored
        for size in args.sizes:
            print(f"{name}  {measure(size, processes=args.processes)}", flush=True)
    if not shared.is_dir():
        print("the folder ../shared (gold data, not part of the project) is absent")
        return
    for name in ("seeds", "dev", "further", "ecb"):
        if name in args.only:
            before = time.perf_counter()
            for part, text in groups(shared, name, args.cache).items():
                print(f"{name:6} {part:7} {text}", flush=True)
            print(f"{name:6} {time.perf_counter() - before:.1f} s", flush=True)
    if "tls" in args.only:
        rows = dates(shared, args.cache)
        for topic, text in rows.items():
            print(f"tls    {topic:16} {text}", flush=True)
        values = [float(re.search(r"date F1 ([\d.]+)", text)[1]) for text in rows.values()]  # type: ignore[index]
        print(f"tls    mean date F1 {sum(values) / len(values):.3f}")


if __name__ == "__main__":
    main()
