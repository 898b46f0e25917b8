"""The command line: ``dateline tag | extract | timeline | ingest | export | serve``.

Machine output is JSON lines on standard output; a file that cannot be read is one line on standard error and the rest
goes on. Exit status: 0 all went well, 1 something could not be read, 2 the command was called wrongly.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import __version__, cli_care, cli_corrections, cli_scale, limits
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, Query, When

if TYPE_CHECKING:
    from dateline.model import Document, Event, EventMention

EXPORT_FORMATS = ("png", "svg", "pdf", "html", "csv", "xlsx", "json", "ics", "timelinejs", "md")
DEFAULT_DB = "dateline.db"
READ_HELP = "files, folders, archives, addresses of pages (https://...), or - for standard input"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    # Articles hold every script; a terminal's own code page ("ascii", "cp1252") may not.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except DatelineError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has gone ("| head"): nothing left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline", description="News in, timeline out.")
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    def reads(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("paths", nargs="+", metavar="PATH", help=READ_HELP)
        sub.add_argument(
            "--published", type=_date, metavar="DATE", help="publication date of articles that bring none of their own"
        )
        sub.add_argument("--publisher", metavar="NAME", help="outlet of articles that name none of their own")
        sub.add_argument(
            "--columns", type=_columns, metavar="FIELD=COLUMN,...",
            help="columns of tables whose names do not tell it (text=Body,published=Datum)",
        )  # fmt: skip

    def queries(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--country", action="append", default=[], metavar="CODE", help="only events with this state (alpha-3)"
        )
        sub.add_argument(
            "--person", action="append", default=[], metavar="ID", help="only events with this person (vladimir-putin)"
        )
        sub.add_argument(
            "--source", action="append", default=[], metavar="NAME", help="only events told by this outlet"
        )
        sub.add_argument(
            "--type", action="append", default=[], choices=EVENT_TYPES, metavar="TYPE", help="only events of this type"
        )
        sub.add_argument("--since", type=_date, metavar="DATE", help="only events of this day or later")
        sub.add_argument("--until", type=_date, metavar="DATE", help="only events of this day or earlier")
        sub.add_argument(
            "--words", default="", metavar="TEXT", help="only events whose title or sentences hold these words"
        )

    sub = command("tag", _tag, "print the time expressions of articles, one JSON object a line")
    reads(sub)
    kind = sub.add_mutually_exclusive_group()
    kind.add_argument(
        "--news", dest="narrative", action="store_false", help="dates without a year count from the publication date"
    )
    kind.add_argument(
        "--narrative", action="store_true", help="dates without a year count from the date told before (histories)"
    )
    sub.set_defaults(narrative=None)
    sub = command("extract", _extract, "print the event mentions of articles, one JSON object a line")
    reads(sub)
    sub = command("timeline", _timeline, "print the merged events of articles, one JSON object a line")
    reads(sub)
    sub.add_argument("--top", type=_positive, metavar="N", help="only the N most important events")
    sub = command("ingest", _ingest, "read articles into a database; reading the same again changes nothing")
    reads(sub)
    sub.add_argument("--db", default=None, metavar="FILE", help=f"the database (default: $DATELINE_DB or {DEFAULT_DB})")
    sub.add_argument(
        "--processes",
        type=_positive,
        metavar="N",
        help="how many work through the texts of many articles (default: one a core)",
    )
    about = "read articles on a Dask cluster, and put what came of it into a database"
    cli_scale.arguments(commands.add_parser("scale", help=about, description=about), _db, _date, _columns)
    sub = command("export", _export, "write what a database shows as a picture or as data")
    sub.add_argument("--format", required=True, choices=EXPORT_FORMATS, help="the file's format")
    sub.add_argument("--output", "-o", metavar="FILE", default="-", help="where to (default: standard output)")
    sub.add_argument("--db", default=None, metavar="FILE", help=f"the database (default: $DATELINE_DB or {DEFAULT_DB})")
    sub.add_argument("--title", default="Timeline", help="the title on the picture")
    sub.add_argument("--theme", choices=("light", "dark"), default="light", help="the colours of the picture")
    sub.add_argument(
        "--lanes", choices=("type", "country", "leader", "source"), default="type", help="what a lane stands for"
    )
    sub.add_argument(
        "--size", choices=("screen", "slide", "page", "post"), default="screen",
        help="of the picture: as high as it needs, 16 to 9, A4 turned, square",
    )  # fmt: skip
    sub.add_argument("--scale", type=int, choices=(1, 2, 3, 4), default=1, help="how many times the pixels of a PNG")
    queries(sub)
    about = "list, export, import or undo what people corrected"
    cli_corrections.arguments(commands.add_parser("corrections", help=about, description=about), _db)
    cli_care.backup_arguments(commands.add_parser("backup", help=cli_care.BACKUP, description=cli_care.BACKUP), _db)
    cli_care.check_arguments(commands.add_parser("check", help=cli_care.CHECK, description=cli_care.CHECK), _db)
    sub = command("serve", _serve, "open the dashboard in the browser")
    sub.add_argument("--db", default=None, metavar="FILE", help=f"the database (default: $DATELINE_DB or {DEFAULT_DB})")
    sub.add_argument(
        "--port", type=_positive, default=8501, metavar="N", help="the port on this machine (default: 8501)"
    )
    sub.add_argument("--sample", action="store_true", help="load the sample articles if there is no database yet")
    sub.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def _date(text: str) -> str:
    from dateline.read import given_date

    try:
        given_date(text)
    except DatelineError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    return text


def _columns(text: str) -> dict[str, str]:
    from dateline.read import chosen

    try:
        return chosen(text)
    except DatelineError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


class _Reader:
    """Iterates over the documents of a command and counts the files that could not be read."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.failed = 0

    def __iter__(self) -> Iterator[Document]:
        from dateline import read

        given = {name: getattr(self.args, name) for name in ("published", "publisher", "columns")}
        for item in read.documents(self.args.paths, **given):
            if isinstance(item, DatelineError):
                self.tell(item)
            else:
                yield item

    def tell(self, error: DatelineError) -> None:
        """Says what went wrong with one file; the rest goes on."""
        self.failed += 1
        print(error, file=sys.stderr)

    @property
    def status(self) -> int:
        return 1 if self.failed else 0


def _print(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False))


def _tag(args: argparse.Namespace) -> int:
    from dateline.times import tag

    reader = _Reader(args)
    for document in reader:
        for e in tag(document, narrative=args.narrative).expressions:
            _print(
                {
                    "doc": document.name,
                    "start": e.start,
                    "end": e.end,
                    "text": e.text,
                    "type": e.type,
                    "value": e.value,
                    "trace": e.trace,
                }
            )
    return reader.status


def mention_row(mention: EventMention, name: str) -> dict[str, Any]:
    """An event mention as ``dateline extract`` prints it; ``name`` is the document's name."""
    return {
        "doc": name,
        "start": mention.start,
        "end": mention.end,
        "evidence": mention.evidence,
        "trigger": list(mention.trigger),
        "type": mention.type,
        "plover": mention.plover,
        "date": mention.when.iso if mention.when else None,
        "status": mention.status,
        "title": mention.title,
        "countries": list(mention.countries),
        "people": list(mention.people),
        "orgs": list(mention.orgs),
        "actors": [
            {"id": p.actor.id, "name": p.actor.name, "kind": p.actor.kind, "role": p.role, "country": p.country}
            for p in mention.participants
        ],
        "speaker": mention.speaker,
        "outlet": mention.outlet,
        "confidence": mention.confidence,
        "trace": [*mention.trace, *mention.when_trace],
    }


def event_row(event: Event, names: dict[str, Document]) -> dict[str, Any]:
    """A merged event as ``dateline timeline`` prints it; ``names`` holds the documents by id."""
    return {
        "id": event.id,
        "title": event.title,
        "type": event.type,
        "date": event.when.iso if event.when else None,
        "status": event.status,
        "countries": list(event.countries),
        "people": list(event.people),
        "orgs": list(event.orgs),
        "importance": event.importance,
        "why": list(event.when_trace),
        "mentions": [row for m in event.mentions for row in _told_rows(m, names[m.document])],
    }


def _told_rows(mention: EventMention, document: Document) -> list[dict[str, Any]]:
    """A mention of a merged event, and each word by which its article comes back to it, marked ``again``."""
    told = {
        "doc": document.name,
        "start": mention.start,
        "end": mention.end,
        "trigger": list(mention.trigger),
        "publisher": document.publisher,
    }
    again = [{**told, "start": s, "end": e, "trigger": [s, e], "again": True} for s, e in mention.again]
    return [told, *again]


def _extract(args: argparse.Namespace) -> int:
    from dateline.extraction import extract_or_tell

    reader = _Reader(args)
    for document in reader:
        found = extract_or_tell(document)
        if isinstance(found, DatelineError):
            reader.tell(found)
            continue
        for mention in found.mentions:
            _print(mention_row(mention, document.name))
    return reader.status


def _timeline(args: argparse.Namespace) -> int:
    from dateline.pipeline import timeline

    reader = _Reader(args)
    held: dict[str, Document] = {}

    def kept() -> Iterator[Document]:
        for document in reader:
            held.setdefault(document.id, document)
            yield document

    events = timeline(kept(), on_error=reader.tell)
    if args.top:
        best = {e.id for e in sorted(events, key=lambda e: (-e.importance, e.id))[: args.top]}
        events = [e for e in events if e.id in best]
    for event in events:
        _print(event_row(event, held))
    return reader.status


def _db(args: argparse.Namespace) -> Path:
    return Path(args.db or os.environ.get("DATELINE_DB") or DEFAULT_DB)


def _ingest(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    from dateline import read
    from dateline.pipeline import FileResult, ingest_paths

    on_screen = sys.stderr.isatty()

    def progress(result: FileResult) -> None:
        failed = result.outcome == "failed"
        line = result.message if failed else f"{read.shown(result.name)}: {result.message}"
        # Above the bar, as long as there is one.
        tqdm.write(line, file=sys.stderr if failed else sys.stdout)
        bar.update()

    total = read.expected(args.paths) if on_screen else None
    with tqdm(total=total, unit=" articles", file=sys.stderr, disable=not on_screen, leave=False, mininterval=1) as bar:
        results = ingest_paths(
            args.paths,
            _db(args),
            published=args.published,
            publisher=args.publisher,
            columns=args.columns,
            on_progress=progress,
            processes=args.processes or os.cpu_count() or 1,
        )
    return cli_scale.summed(results)


def _query(args: argparse.Namespace) -> Query:
    since = When.of(args.since) if args.since else None
    until = When.of(args.until) if args.until else None
    return Query(
        words=args.words,
        countries=tuple(code.upper() for code in args.country),
        people=tuple(args.person),
        publishers=tuple(args.source),
        types=tuple(args.type),
        since=since.earliest if since else None,
        until=until.latest if until else None,
    )


def _export(args: argparse.Namespace) -> int:
    from dateline import draw, store

    db = _db(args)
    most = limits.MAX_MARKS if args.format in draw.CHARTED else limits.MAX_EXPORT_EVENTS
    shown = store.timeline(db, _query(args), limit=most)
    ids = [event.id for event in (*shown.events, *shown.undated)]
    details = store.details(db, ids) if args.format in draw.DETAILED else None
    width, height = draw.SIZES[args.size]
    subtitle = draw.filters_in_words(shown.query, shown)
    data = draw.export(
        shown, args.format, title=args.title, subtitle=subtitle, theme=args.theme, lanes=args.lanes, details=details,
        width=width, height=height, scale=args.scale,
    )  # fmt: skip
    if args.output == "-":
        sys.stdout.buffer.write(data)
    else:
        try:
            Path(args.output).write_bytes(data)
        except OSError as error:
            raise DatelineError("E304", path=args.output, why=error.strerror or "it cannot be written") from None
    return 0


def _serve(args: argparse.Namespace) -> int:
    db = _db(args).resolve()
    _free(args.port)
    # Ended from outside, the dashboard must not stay behind.
    signal.signal(signal.SIGTERM, _ended)
    if args.sample:
        from dateline.pipeline import load_sample, sample_is_loading

        if not db.exists() or sample_is_loading(db):
            results = load_sample(db)
            print(f"{sum(r.outcome == 'added' for r in results)} sample articles read into {db}")
    entry = Path(__file__).parent.parent / "dashboard.py"
    if not entry.exists():
        raise DatelineError("E305", path=entry)
    # Streamlit's own command, which also loads what the first page needs before anybody asks for it.
    command = [sys.executable, "-m", "components.started", "run", str(entry), "--server.port", str(args.port)]
    environment = {**os.environ, "DATELINE_DB": str(db)}
    # The settings file lies beside dashboard.py; Streamlit reads it from the working directory.
    server = subprocess.Popen(command, cwd=entry.parent, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    address = f"http://127.0.0.1:{args.port}"
    try:
        if _answers(f"{address}/_stcore/health", server):
            print(f"Dateline is at {address} (Ctrl-C ends it)", flush=True)
            if not args.no_browser:
                # Streamlit itself would ask for an e-mail address before it opens a browser.
                webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def _free(port: int) -> None:
    """Raise DatelineError E306 where another program listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise DatelineError("E306", port=port) from None


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the dashboard answers; False where it has ended or stays silent for `limits.START_SECONDS`."""
    deadline = time.monotonic() + limits.START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
