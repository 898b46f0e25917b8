"""Who takes part: states, people and organisations named in an article, and what stands for them.

`link` finds every `dateline.model.ActorMention` of a parsed article; `lookup`, `country` and `died` answer for a name.
The gazetteer is data (``data/*.csv``, built by ``tools/build_gazetteer.py`` from facts and hand-kept files).
"""

from __future__ import annotations

from dateline.actors.linking import country, died, link, lookup

__all__ = ["country", "died", "link", "lookup"]
