"""``dateline corrections``: from one database to a colleague's, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import editing, pipeline, store
from dateline.corrections import lines as corrections_lines
from dateline.editing import By
from tests.command_line import dump, errors, rows, run
from tests.conftest import ROOT

TEXT = b"Japan and Germany signed an agreement on 4 May 1995. Vladimir Putin visited Vietnam on 20 June 2024."
ADA = By(author="Ada", reason="the printed page")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("ours") / "ours.db"
    pipeline.ingest_bytes(db, [("one.txt", TEXT)])
    visit = next(e for e in store.timeline(db).events if e.type == "visit")
    editing.change(db, visit.id, ADA, date="21 June 2024", title="Putin in Hanoi")
    editing.add(db, ADA, title="By hand", type="other", date="1961 or earlier")
    return db


def test_a_colleague_applies_our_file_and_undoes_one_of_it(ours: Path, tmp_path: Path) -> None:
    theirs, file = tmp_path / "theirs.db", tmp_path / "ours.jsonl"
    pipeline.ingest_bytes(theirs, [("one.txt", TEXT)])
    assert run("corrections", "export", "--db", ours, "--output", file).returncode == 0
    assert run("corrections", "export", "--db", ours).stdout == file.read_bytes()
    assert run("corrections", "import", file, "--db", theirs).stdout == b"3 new, 0 known\n"
    whole = dump(theirs)
    assert run("corrections", "import", "-", "--db", theirs, stdin=file.read_bytes()).stdout == b"0 new, 3 known\n"
    assert dump(theirs) == whole
    assert [e.title for e in store.timeline(theirs).events] == [e.title for e in store.timeline(ours).events]

    listed = rows(run("corrections", "list", "--db", theirs))
    assert [(row["kind"], row["state"]) for row in listed] == [
        ("date", "applied"),
        ("title", "applied"),
        ("add", "applied"),
    ]
    assert listed[0]["said"] == {"date": "2024-06-21"} and listed[0]["author"] == "Ada"
    done = run("corrections", "undo", listed[0]["id"], "--db", theirs, "--author", "Ben", "--reason", "a misprint")
    assert (done.returncode, done.stdout) == (0, b"")
    listed = rows(run("corrections", "list", "--db", theirs))
    assert [row["state"] for row in listed] == ["undone", "applied", "applied", "applied"]
    assert listed[3]["said"] == {"target": listed[0]["id"]} and listed[3]["reason"] == "a misprint"
    (visit,) = [e for e in store.timeline(theirs).events if e.type == "visit"]
    assert visit.when and visit.when.value == "2024-06-20" and visit.title == "Putin in Hanoi"
    assert run("corrections", "import", file, "--db", tmp_path / "new.db").stdout == b"3 new, 0 known\n"


def test_exports_say_that_they_are_corrected(ours: Path) -> None:
    csv = run("export", "--format", "csv", "--type", "visit", "--db", ours).stdout.decode("utf-8-sig").splitlines()
    assert csv[0].endswith(",why,corrected") and "2024-06-21" in csv[1] and csv[1].endswith("date by Ada; title by Ada")
    (event,) = json.loads(run("export", "--format", "json", "--type", "visit", "--db", ours).stdout)["events"]
    assert event["date"]["value"] == "2024-06-21"
    assert [(c["kind"], c["found"], c["said"]) for c in event["corrections"]] == [
        ("date", "2024-06-20", "2024-06-21"), ("title", "Vladimir Putin visits Vietnam", "Putin in Hanoi"),
    ]  # fmt: skip
    (plain,) = json.loads(run("export", "--format", "json", "--type", "treaty", "--db", ours).stdout)["events"]
    assert plain["corrections"] == []


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("import", "nowhere.jsonl"), 1, "nowhere.jsonl: there is no such file or folder."),
        (("import", "{folder}"), 1, "is no file of corrections (it is no ordinary file)"),
        (("import", "{article}"), 1, "is no file of corrections (its first line is another one); nothing was changed."),
        (("undo", "0000000000000000"), 1, "There is no correction 0000000000000000 in the database."),
        (("undo",), 2, "undo needs the id of a correction"),
        (("import",), 2, "import needs a file"),
        (("list", "x"), 2, "list takes no 'x'"),
        (("drop",), 2, "invalid choice: 'drop'"),
        (("export", "-o", "/nowhere/at/all"), 1, "/nowhere/at/all cannot be written"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_changes_nothing(
    ours: Path, tmp_path: Path, args: tuple[str, ...], status: int, said: str
) -> None:
    article = tmp_path / "article.txt"
    article.write_bytes(TEXT)
    whole = dump(ours)
    given = [arg.format(folder=tmp_path, article=article) for arg in args]
    done = run("corrections", *given, "--db", ours, cwd=tmp_path)
    assert done.returncode == status and said in errors(done)[-1] and done.stdout == b""
    assert dump(ours) == whole


def test_without_a_database_there_is_nothing_to_list(tmp_path: Path) -> None:
    done = run("corrections", "list", "--db", tmp_path / "none.db")
    assert done.returncode == 1 and "There is no database" in errors(done)[0]


def test_each_kind_and_field_of_the_file_is_documented(ours: Path) -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.split("## dateline corrections\n")[1].split("\n## ")[0]
    for kind, fields in corrections_lines.NEEDED.items():
        (line,) = [
            line for line in section.splitlines() if line.startswith("| `") and f"`{kind}`" in line.split("|")[1]
        ][-1:]
        assert all(f"`{field}`" in line for field in fields), line
    for field in corrections_lines.ALWAYS:
        assert f"`{field}`" in section
    assert list(rows(run("corrections", "list", "--db", ours))[0]) == [
        "id", "kind", "author", "reason", "made", "state", "event", "about", "with", "said",
    ]  # fmt: skip
    (telling,) = json.loads(editing.export_file(ours).splitlines()[1])["event"]["tellings"]
    assert all(f"`{key}`" in section for key in telling)
