"""Encodings without a wrong letter, and languages: English is read, others are stored and said to be unread."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest

from dateline import pipeline, store
from dateline.model import Document
from dateline.read import from_bytes
from dateline.read.language import _identifier, language_of

RUSSIAN = (
    "Президент прибыл в Пхеньян в среду вечером и встретился с руководителем страны. Они подписали договор о взаимной"
    " помощи, который вступит в силу после одобрения парламентами. Переговоры длились более двух часов."
)
CHINESE = (
    "总统于星期三晚上抵达平壤，并会见了该国领导人。双方签署了一项互助条约，该条约将在两国议会批准后生效。会谈持续了两个多小时，"
    "之后举行了晚宴。这是二十四年来的首次访问，两国都称其为历史性的访问。"
)
JAPANESE = (
    "大統領は水曜日の夜に平壌に到着し、同国の指導者と会談した。両者は相互援助条約に署名し、条約は両国の議会の承認を得て発効する。"
    "会談は二時間以上続き、その後夕食会が開かれた。訪問は二十四年ぶりである。"
)
GERMAN = (
    "Der Präsident traf am Mittwochabend in Pjöngjang ein und sprach mit dem Führer des Landes. Sie unterzeichneten"
    " einen Vertrag über gegenseitige Hilfe, der nach der Zustimmung der Parlamente in Kraft tritt."
)
FRENCH = (
    "Le président est arrivé mercredi soir à Pyongyang et s'est entretenu avec le dirigeant du pays. Ils ont signé un"
    " traité d'assistance mutuelle, qui entrera en vigueur après l'accord des parlements."
)
ENGLISH = (
    "The president arrived in Pyongyang on Wednesday – his “first visit” in 24 years – and met the country’s leader."
    " They signed a treaty at a café near the river, and will meet again in the spring, a spokesman said."
)
KOREAN = (
    "대통령은 수요일 저녁 평양에 도착하여 그 나라의 지도자를 만났다. 두 사람은 상호 원조 조약에 서명하였으며 조약은"
    " 두 나라 의회의 승인을 받은 뒤에 효력을 가진다. 회담은 두 시간 넘게 이어졌다."
)
TEXTS = {"ko": KOREAN, "ru": RUSSIAN, "zh": CHINESE, "ja": JAPANESE, "de": GERMAN, "fr": FRENCH, "en": ENGLISH}


@pytest.mark.parametrize(
    ("code", "encoding"),
    [*((code, encoding) for code in TEXTS for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
     ("en", "utf-16-le"), ("en", "utf-16-be"), ("en", "cp1252"), ("de", "cp1252"), ("fr", "cp1252"),
     ("zh", "gb18030"), ("zh", "big5"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("ru", "koi8-r"),
     ("ko", "cp949"),
     ("ru", "cp1251"), ("ru", "iso8859-5")],
)  # fmt: skip
def test_every_encoding_is_read_without_a_wrong_letter(code: str, encoding: str) -> None:
    """A page names its charset; a plain text is told by its bytes or, where they are silent, refused."""
    text = TEXTS[code]
    if encoding == "big5":
        text = (
            "總統於星期三晚上抵達平壤，並會見了該國領導人。雙方簽署了一項互助條約。會談持續了兩個多小時，之後舉行了晚宴。"
            * 2
        )
    html = f"<html><head><meta charset='{encoding}'></head><body><article><p>{text}</p></article></body></html>"
    if encoding not in ("utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-8-sig"):
        (document,) = from_bytes(html.encode(encoding), "a.html")
        assert isinstance(document, Document) and document.text == text
    results = from_bytes(text.encode(encoding), "a.txt")
    for result in results:
        if isinstance(result, Document):
            assert result.text == text and "\ufffd" not in result.text
            assert result.language == code
        else:
            assert result.code == "E112", "no guess rather than a wrong one"
    if encoding in (
        "utf-8",
        "utf-16",
        "utf-32",
        "cp1252",
        "gb18030",
        "shift_jis",
        "koi8-r",
        "euc_jp",
        "iso2022_jp",
        "cp949",
    ):
        assert isinstance(results[0], Document), f"{code} in {encoding} is refused: {results[0]}"


@pytest.mark.parametrize(
    "text",
    ["Putin. Kim. Trump. Hanoi.", "Shr 12 cts vs 15 cts. Net 1.2 mln vs 1.4 mln. Revs 33.1 mln vs 30.0 mln. " * 3, 
     "1961 " * 90,
     "Talks", ENGLISH, ENGLISH.upper(), f"{ENGLISH} {GERMAN}", "Xi Jinping, Kim Jong Un, Vladimir Putin " * 8],
)  # fmt: skip
def test_what_is_not_plainly_another_language_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_the_sample_is_english(sample_data: Path) -> None:
    for path in sorted((sample_data / "articles").iterdir()):
        (document,) = (d for d in from_bytes(path.read_bytes(), path.name) if isinstance(d, Document))
        assert document.language == "en"


def test_an_article_in_another_language_is_stored_and_said_to_be_unread(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    files = [("de.txt", GERMAN.encode()), ("ja.txt", JAPANESE.encode("shift_jis")), ("en.txt", ENGLISH.encode())]
    results = pipeline.ingest_bytes(db, files, published="2024-06-20")
    assert [r.outcome for r in results] == ["added"] * 3
    assert [r.message for r in results[:2]] == [
        "stored, but not read: it is in German", "stored, but not read: it is in Japanese",
    ]  # fmt: skip
    rows = {row.document.name: row for row in store.documents(db)}
    assert [rows[name].document.language for name in ("de.txt", "ja.txt", "en.txt")] == ["de", "ja", "en"]
    assert rows["de.txt"].events == 0 and rows["de.txt"].anchor.reason == "The article is in German, which is not read."
    assert store.document(db, rows["ja.txt"].document.id).text == JAPANESE
    assert pipeline.ingest_bytes(db, files[:1], published="2024-06-20")[0].outcome == "known"


def test_languages_are_told_where_there_is_no_room_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    for text in (RUSSIAN, CHINESE):
        assert _identifier.__wrapped__().classify(text) == _identifier().classify(text)
