"""Numbers as news writes them: digits, words, halves, and the vague ones that TIMEX3 writes as X."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dateline.times.language import Language


def number(words: Sequence[str], language: Language) -> Fraction | None:
    """The value of number words or digits ("two and a half", "1,460", "twenty-four"); None where it is vague.

    "a couple of" is two, as the annotators of TimeBank have it.
    """
    if "couple" in words:
        return Fraction(2)
    if any(word in language.cues["vague"] for word in words):
        return None
    total, run, known = Fraction(0), Fraction(0), False
    for i, word in enumerate(words):
        if word == "half":
            total, known = total + Fraction(1, 2), True
        elif word == "dozen":
            run, known = (run or Fraction(1)) * 12, True
        elif "/" in word:
            top, _, bottom = word.partition("/")
            if bottom == "0":
                return None
            total, known = total + Fraction(int(top), int(bottom)), True
        elif word[0].isdigit():
            run, known = run + Fraction(word.replace(",", "")), True
        else:
            value = language.value("NUMBER", word)
            if value is None:
                if word in ("a", "an") and (i + 1 == len(words) or words[i + 1] not in ("half", "dozen")):
                    run = run or Fraction(1)
                    known = True
                continue
            known = True
            if value == 100:
                run = (run or Fraction(1)) * 100
            elif value >= 1000:
                total, run = total + (run or Fraction(1)) * value, Fraction(0)
            else:
                run += value
    return total + run if known else None


def ordinal(words: Sequence[str], language: Language) -> int | None:
    """The value of "19th", "first", "twenty-first"; None for anything else."""
    total = 0
    for word in words:
        if word[0].isdigit():
            return int("".join(c for c in word if c.isdigit()))
        value = language.value("ORDINAL", word)
        if value is not None:
            total += int(value)
    return total or None


def spelled_year(words: Sequence[str], language: Language) -> int | None:
    """ "nineteen ninety-seven" is 1997, "two thousand and one" 2001, "nineteen hundred" 1900; None for no year."""
    values = [v for w in words if (v := language.value("NUMBER", w)) is not None]
    if not values:
        return None
    if values[0] == 2 and len(values) > 1 and values[1] == 1000:
        return int(2000 + sum(values[2:]))
    if not 17 <= values[0] <= 20:
        return None
    if len(values) > 1 and values[1] == 100:
        return int(values[0] * 100 + sum(values[2:]))
    rest = sum(values[1:])
    return int(values[0] * 100 + rest) if 1 <= rest <= 99 else None


def digits(value: Fraction) -> str:
    """As TIMEX3 writes it: ``2``, ``2.5``."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def duration(value: Fraction | None, unit: str) -> str:
    """The TIMEX3 duration of ``value`` units (None: vague): ``P2Y``, ``PT30M``, ``PXM``, ``P2Y6M`` for 2 1/2 years."""
    count = "X" if value is None else digits(value)
    if value is not None and value.denominator == 2 and value > 1:
        whole = value.numerator // 2
        if unit == "Y":
            return f"P{whole}Y6M"
        if unit in ("TH", "TM"):
            return f"PT{whole}{unit[1]}30{'M' if unit == 'TH' else 'S'}"
        if unit == "DE":
            return f"P{int(value * 10)}Y"
    if value == Fraction(1, 2):
        short = {"Y": "P6M", "TH": "PT30M", "DE": "P5Y", "CE": "P50Y", "TM": "PT30S", "D": "PT12H"}
        if unit in short:
            return short[unit]
    match unit:
        case "TS" | "TM" | "TH":
            return f"PT{count}{unit[1]}"
        case "FN":
            return f"P{'X' if value is None else digits(value * 2)}W"
        case "NI":
            return f"P{count}NI" if value is None or value != 1 else "P1NI"
        case "SE":
            return f"P{count}H" if value is None else f"P{digits(value * 6)}M"
        case "ML":
            return f"P{'X' if value is None else digits(value)}ML"
        case _:
            return f"P{count}{unit}"
