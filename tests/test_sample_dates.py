"""The dates of the sample: no event that is found in it contradicts what people read in its article."""

from __future__ import annotations

import json
from pathlib import Path

from dateline import extraction, pipeline, read
from dateline.model import Document

DATES = Path(__file__).parent.parent / "sample_data" / "dates.jsonl"


def test_no_dated_event_contradicts_its_article() -> None:
    """Every dated mention told in words that were read by hand has one of the dates those words give it."""
    documents = {d.name: d for d in read.documents([pipeline.SAMPLE]) if isinstance(d, Document)}
    rows = [json.loads(line) for line in DATES.read_text(encoding="utf-8").splitlines()]
    assert {row["file"] for row in rows} == set(documents)
    wrong, held = [], 0
    for name, document in documents.items():
        places = []
        for row in rows:
            if row["file"] == name:
                assert document.text.count(row["words"]) == 1, row["words"]
                start = document.text.index(row["words"])
                places.append((start, start + len(row["words"]), row["dates"]))
        for mention in extraction.extract_document(document).mentions:
            for start, end, dates in places:
                if mention.when is not None and start <= mention.trigger[0] < end:
                    held += 1
                    if mention.when.value not in dates:
                        wrong.append((name, mention.evidence, mention.when.value, dates))
    assert not wrong
    assert held >= 200
