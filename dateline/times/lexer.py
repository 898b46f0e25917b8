"""Text to tokens, each with one code character, so that rules can be plain regular expressions over the codes.

A word of the language's word list has a code character of its own; numbers are coded by their shape, everything else
as "x" (or "X" with a capital). One pass, one pattern without nested repetition: linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# Codes of tokens that no word list holds. Those of words start at FIRST_WORD.
OTHER, CAPITAL, BREAK = "x", "X", "\n"
FIRST_WORD = 0x100
SHAPES = {
    "ISO": "I",       # 2024-06-19, 2024-06-19T10:00Z
    "SLASHED": "S",   # 19/06/2024, 6.19.24
    "CLOCK": "T",     # 10:35, 03:00hrs, 0300hrs
    "HOURS": "P",     # 5pm, 10am
    "NTH": "o",       # 19th
    "DECADE": "e",    # 1990s, '90s
    "SHORT": "q",     # '98
    "SPLITYEAR": "Y",     # 2023/24
    "DAY": "d",       # 1 to 31
    "TWO": "g",       # 00, 32 to 99
    "THREE": "h",     # 100 to 999
    "YEAR": "y",      # 1000 to 2999
    "BIG": "n",       # 1,460 and other whole numbers
    "DECIMAL": "D",   # 2.5
    "FRACTION": "f",  # 1/2
}  # fmt: skip

_TOKEN = re.compile(
    r"""\s*+(?:
    (?P<WORD>[oO]['’]clock(?!\w)|FY(?=\d{4}(?!\w))|[^\W\d_]+(?:[\d_]\w*)?)
  | (?P<ISO>\d{4}-\d\d-\d\d(?![\w-])(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?
      |\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)
  | (?P<MONEY>(?:US|A|C|NZ|HK)?[$£€¥#][ ]?\d[\d,]*(?:\.\d+)?)
  | (?P<SLASHED>\d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?![\w/%]|[.,]\d)|\d{4}/\d{1,2}/\d{1,2}(?![\w/])
      |\d{1,2}-\d{1,2}-(?:19|20)\d\d(?![\w-]))
  | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?(?:\s?hrs?)?(?![\w:])|[012]\d[0-5]\d\s?(?:hrs|hours)(?!\w))
  | (?P<HOURS>\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m|[AP]M)(?!\w))
  | (?P<NTH>\d{1,3}(?:st|nd|rd|th)(?!\w))
  | (?P<DECADE>\d{2,3}0['’]?s(?!\w)|['’‘`]\d0s(?!\w))
  | (?P<SHORT>['’‘`]\d\d(?!\w))
  | (?P<SERIAL>\d+(?:[-.]\d+){2,8}(?!\w))
  | (?P<SPLITYEAR>(?:19|20)\d\d/(?:\d\d){1,2}(?![\w/]))
  | (?P<SPORT>\d{1,3}/\d{3,}|\d{3,}/\d+)
  | (?P<FRACTION>\d/\d(?![\w/]))
  | (?P<BIG>\d{1,3}(?:,\d{3})+(?![\w%]|\.\d))
  | (?P<DECIMAL>\d+\.\d+(?![\w%]))
  | (?P<NUMBER>\d+(?![\w%]|[ ]?%|,\d{3}(?!\d))|[12]\d{3}(?=[A-Z][a-z]))
  | (?P<JUNK>\d[\w.,]*%?)
  | (?P<URL>_[\w]*)
  | (?P<QUOTE>['’](?:s|re|ll|ve|d|t|m)(?!\w))
  | (?P<DASH>--+|[-–—‐‑])
  | (?P<PUNCT>[^\w\s])
    )""",
    re.VERBOSE | re.UNICODE,
)
_ABBREVIATION = re.compile(r"[ap]\.\s?m\b\.?|b\.\s?c\b\.?(?:\s?e\b\.?)?|a\.\s?d\b\.?|c\.\s?e\b\.", re.IGNORECASE)
_BREAK = re.compile(r"\s*?\n[ \t\r]*\n")
# Words whose codes are kept, so that memory stays flat; beyond them they are forgotten.
MOST_SEEN = 100_000
_LINKS = frozenset({"http", "https", "www"})
_URL = re.compile(r"https?://\S+|www\.\S+")


@dataclass(slots=True)
class Tokens:
    """The tokens of ``text``: ``codes[i]`` is the code of token i, which is ``text[starts[i]:ends[i]]``."""

    text: str
    codes: str
    starts: list[int]
    ends: list[int]
    _lower: dict[int, str] = field(default_factory=dict)

    def word(self, i: int) -> str:
        """Token ``i`` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def lower(self, i: int) -> str:
        """Token ``i`` in lower case."""
        found = self._lower.get(i)
        if found is None:
            found = self._lower[i] = self.word(i).lower()
        return found

    def slice(self, start: int, end: int) -> str:
        """The text of the tokens ``[start, end)``."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def tokenize(text: str, words: Mapping[str, str], seen: dict[str, str] | None = None) -> Tokens:
    """Tokens of ``text``. ``words`` maps words to codes; lower-case entries hold for any case, others as written.

    ``seen`` keeps the codes of words as written, for the next text with the same ``words``.
    """
    codes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    get = words.get
    if seen is None:
        seen = {}
    elif len(seen) > MOST_SEEN:
        seen.clear()
    add_code, add_start, add_end = codes.append, starts.append, ends.append
    skip_until = last = 0
    # Without the blanks at the end: the pattern would look through them again from each one.
    limit = len(text.rstrip())
    size = len(text)
    for found in _TOKEN.finditer(text, 0, limit):
        kind = found.lastgroup or ""
        begin, end = found.span(kind)
        if begin < skip_until:
            continue
        if begin - last > 1 and _BREAK.match(text, last, begin):
            add_code(BREAK)
            add_start(last)
            add_end(begin)
        if kind == "WORD":
            word = text[begin:end]
            code = seen.get(word)
            if code is None:
                code = seen[word] = _word_code(word, get)
            if end - begin == 1:
                if end < size and text[end] == "." and word in "apbcAPBC":
                    short = _ABBREVIATION.match(text, begin)
                    if short:
                        end = skip_until = short.end()
                        # The full stop that ends the sentence too stays with the abbreviation: "5 p.m."
                        code = get(re.sub(r"[.\s]", "", short.group().lower()) + ".", OTHER)
            elif word in _LINKS:
                url = _URL.match(text, begin)
                if url:
                    end = skip_until = url.end()
                    code = OTHER
        elif kind == "PUNCT" or kind == "QUOTE":
            code = get(found.group(kind).replace("’", "'"), ";")
        elif kind == "NUMBER":
            code = _number_code(found.group(kind))
        elif kind == "DASH":
            code = get("--" if end - begin > 1 or found.group(kind) == "—" else "-", ";")
        else:
            code = SHAPES.get(kind, OTHER)
            if code == OTHER and kind == "MONEY":
                code = get("$", OTHER)
        add_code(code)
        add_start(begin)
        add_end(end)
        last = end
    return Tokens(text, "".join(codes), starts, ends)


def _word_code(word: str, get: Callable[[str], str | None]) -> str:
    """The code of a word: as written, else in lower case, else that of an unknown word with a capital or without."""
    code = get(word)
    if code is None:
        low = word.lower().replace("’", "'")
        code = get(low) or (CAPITAL if word[0] != low[0] else OTHER)
    return code


def _number_code(digits: str) -> str:
    match len(digits):
        case 1 | 2:
            return SHAPES["DAY"] if 1 <= int(digits) <= 31 else SHAPES["TWO"]
        case 3:
            return SHAPES["THREE"]
        case 4 if "1000" <= digits <= "2999":
            return SHAPES["YEAR"]
        case _:
            return SHAPES["BIG"]
