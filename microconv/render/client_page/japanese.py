"""Japanese verbs at the end of built-in sentences: from the polite form to the plain one, inside a longer sentence."""

from __future__ import annotations

_PLAIN = (
    ("ありません", "ない"),
    ("異なります", "異なる"),
    ("あります", "ある"),
    ("なります", "なる"),
    ("れます", "れる"),
    ("います", "いる"),
    ("ません", "ない"),
    ("です", "である"),
    ("決めます", "決める"),
    ("止めます", "止める"),
    ("やめます", "やめる"),
    ("とどめます", "とどめる"),
    ("加えます", "加える"),
    ("替えます", "替える"),
    ("付けます", "付ける"),
    ("続けます", "続ける"),
    ("下げます", "下げる"),
    ("見ます", "見る"),
    ("込みます", "込む"),
    ("絞ります", "絞る"),
    ("戻します", "戻す"),
    ("外します", "外す"),
    ("残します", "残す"),
    ("直します", "直す"),
    ("します", "する"),
)
"""Ends of sentences, the longer ones before those that end like them."""


def plain_form(sentence: str) -> str:
    """A sentence without its full stop, its verb in the plain form. Raises ValueError for an end that is not known.

    The headings and proposals of all rules have known ends (`tests/unit/render/test_plain.py`).
    """
    text = sentence.removesuffix("。")
    for polite, plain in _PLAIN:
        if text.endswith(polite):
            return text.removesuffix(polite) + plain
    raise ValueError(f"no plain form is known of {sentence!r}")
