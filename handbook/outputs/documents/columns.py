"""How wide the columns of a table are."""

from __future__ import annotations

from handbook.outputs.documents.blocks import Table, plain_text

# A column is never narrower than this part of its fair share, nor wider than that many.
_LEAST, _MOST = 0.4, 2.4


def widths(table: Table) -> list[float]:
    """Return the parts of the width that the columns have, 1.0 in all: more for more words, enough for the longest word."""
    rows = [row for row in (table.head, *table.rows) if row]
    count = len(rows[0])
    texts = [[plain_text(row[column]) for row in rows] for column in range(count)]
    # Between equal shares and what the words alone would ask for: the root of the usual length, with the longest kept in view.
    wishes = []
    for column in texts:
        lengths = sorted(len(text) for text in column)
        longest_word = max((len(word) for text in column for word in text.split()), default=1)
        usual = sum(lengths) / len(lengths)
        wishes.append(max(usual**0.6 + (lengths[-1] if lengths else 0) ** 0.5, longest_word * 0.75, 3.0))
    if table.fill:
        # People write there: an empty column needs room, however few letters it holds.
        empty = [sum(1 for row in table.rows if not row[column]) > len(table.rows) / 2 for column in range(count)]
        full = [wish for wish, gaps in zip(wishes, empty, strict=True) if not gaps]
        wanted = sum(full) / len(full) * (1.7 if count == 2 else 0.9) if full else 1.0
        wishes = [max(wish, wanted) if gaps else wish for wish, gaps in zip(wishes, empty, strict=True)]
    fair = sum(wishes) / count
    wishes = [min(max(wish, fair * _LEAST), fair * _MOST) for wish in wishes]
    return [round(wish / sum(wishes), 4) for wish in wishes]
