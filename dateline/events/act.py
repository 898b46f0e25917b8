"""An act as found in a sentence: its rule, its words, who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.lexicon import Trigger
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A trigger found in a sentence: its token, its clause as a token range, and who takes part.

    ``refers``: a noun that may only point back to what was told before ("his death", "the killing of the minister").
    """

    rule: Trigger
    token: Token
    start: int
    end: int
    participants: tuple[Participant, ...]
    object: Token | None = None
    verb: Token | None = None
    consumed: frozenset[int] = frozenset()
    refers: bool = False
