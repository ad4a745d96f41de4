"""Search in the Chinese edition: pairs of neighbouring characters, in the index and in the query.

Sphinx knows Chinese words only with a dictionary, and does not cut the query as it cuts the text,
so that a compound is not found. Pairs need no dictionary and find every phrase that is there.
"""

from __future__ import annotations

import re

from sphinx.search import SearchLanguage, languages

_PIECES = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")


def words(text: str) -> list[str]:
    """Words of other scripts as they are, Chinese as pairs of characters (a lone one by itself)."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        chinese = "\u4e00" <= piece[0] <= "\u9fff" and len(piece) > 1
        found += [piece[i : i + 2] for i in range(len(piece) - 1)] if chinese else [piece]
    return found


class Pairs(SearchLanguage):
    """Chinese text cut into pairs of characters."""

    lang = "zh"
    language_name = "Chinese"
    # the same cut as `words`; both are tested on the same phrases
    js_splitter_code = r"""
function splitQuery(query) {
  const pieces = query.match(/[\u4e00-\u9fff]+|[\p{L}\p{N}_]+/gu) || [];
  return pieces.flatMap((piece) =>
    /^[\u4e00-\u9fff]{2,}$/.test(piece)
      ? Array.from({ length: piece.length - 1 }, (_, i) => piece.slice(i, i + 2))
      : [piece]);
}
"""

    def split(self, input: str) -> list[str]:
        """Cut a text into what is indexed."""
        return words(input)

    def word_filter(self, word: str) -> bool:
        """Index everything."""
        return bool(word)


def use() -> None:
    """Make Sphinx index Chinese with this class."""
    languages["zh"] = Pairs
