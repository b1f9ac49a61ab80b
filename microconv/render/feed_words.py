"""The words of the tags that feed a conversion, in both languages; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from microconv.core.feed import Feed, FeedingTag, Published, Sends
from microconv.core.product import Product
from microconv.core.text import NO_TEXT, Text, joined
from microconv.render.plan_words import PROVIDERS

PRODUCTS: Mapping[Product, Text] = {Product.GOOGLE_ADS: PROVIDERS["google_ads"], Product.GA4: PROVIDERS["ga4"]}
PUBLISHED: Mapping[Published, Text] = {
    Published.LIVE: Text(Published.LIVE.value, "公開済み"),
    Published.CHANGED: Text(Published.CHANGED.value, "公開済み。ただしワークスペースに未公開の変更あり"),
    Published.NOT_YET: Text(Published.NOT_YET.value, "ワークスペースにあり、未公開"),
    Published.UNKNOWN: Text(Published.UNKNOWN.value, "公開済みかどうかは不明"),
}
_SHOWN = 3
"""The tags of other types that a line names; the others are counted."""

_TAG = Text("tag", "タグ")
_PAUSED = Text("paused", "一時停止中")


def feed_lines(feeds: Iterable[Feed]) -> Iterator[tuple[Text, Text]]:
    """A line for each tag that feeds the conversion, or for a product that none does; with the line's name."""
    for feed in feeds:
        if not feed.tags:
            yield _TAG, _behind(feed, _none(feed))
        for tag in feed.tags:
            yield _TAG, _behind(feed, feeding_text(feed, tag))


def _behind(feed: Feed, text: Text) -> Text:
    return joined((PRODUCTS[feed.product], text), ": ", ": ")


def _none(feed: Feed) -> Text:
    if feed.might and feed.wanted:
        shown, more = feed.might[:_SHOWN], len(feed.might) - _SHOWN
        en = ", ".join(f'"{name}"' for name in shown) + (f" and {more} more" if more > 0 else "")
        ja = "、".join(f"「{name}」" for name in shown) + (f"ほか {more} 件" if more > 0 else "")
        return Text(
            f"not known: no tag of its own in {feed.container} sends {feed.wanted}, but custom HTML or a template "
            f"might: {en}",
            f"不明です。{feed.container} に {feed.wanted} を送信する専用のタグはありませんが、カスタム HTML または"
            f"テンプレートのタグが送信している可能性があります: {ja}",
        )
    if not feed.wanted:
        return Text(
            f"no tag of {feed.container} is known to feed it: {feed.why.en}",
            f"{feed.container} に対応するタグは見つかりません（{feed.why.ja}）",
        )
    return Text(
        f"no tag of {feed.container} sends {feed.wanted}: it counts nothing from there",
        f"{feed.container} に {feed.wanted} を送信するタグがないため、ここからは計測されません",
    )


def feeding_text(feed: Feed, tag: FeedingTag) -> Text:
    """A tag, the triggers that it fires on, and its standing."""
    named = Text(f'"{tag.name}"', f"「{tag.name}」")
    on = Text("without a trigger", "トリガーなし")
    if tag.triggers:
        on = Text(
            f"on {', '.join(_quoted(one) for one in tag.triggers)}",
            f"トリガー: {''.join(_quoted_ja(one) for one in tag.triggers)}",
        )
    states = [on, *([_PAUSED] if tag.paused else []), PUBLISHED[tag.published]]
    other = sends_text(feed, tag)
    return joined((named, *states, *([other] if other else [])), ", ", "、")


def _quoted(line: str) -> str:
    return line if line.startswith('"') else f'"{line}"'


def _quoted_ja(line: str) -> str:
    return line if line.startswith('"') else f"「{line}」"


def sends_text(feed: Feed, tag: FeedingTag) -> Text:
    """The reason why a tag may not feed the conversion; empty where it does."""
    if tag.sends is Sends.OTHER:
        return Text(
            f"but it sends {tag.sent or 'nothing'} instead of {feed.wanted}",
            f"ただし {feed.wanted} ではなく {tag.sent or '何も指定されていない値'} を送信します",
        )
    if tag.sends is Sends.VARIABLE:
        return Text(f"as far as variables tell: it sends {tag.sent}", f"変数によります（送信内容: {tag.sent}）")
    if tag.sends is Sends.UNKNOWN:
        sent = tag.sent or "nothing"
        return Text(f"it sends {sent}; {feed.why.en}", f"送信内容: {tag.sent or 'なし'}。{feed.why.ja}")
    return NO_TEXT


def feed_to_dict(feed: Feed) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "product": feed.product.name.lower(),
        "container": feed.container,
        "wanted": feed.wanted,
        "why": feed.why,
        "fed": feed.fed,
        "might": list(feed.might),
        "tags": [
            {
                "name": tag.name,
                "id": tag.id,
                "triggers": list(tag.triggers),
                "paused": tag.paused,
                "published": tag.published.name.lower(),
                "sends": tag.sent,
                "fits": tag.sends.name.lower(),
            }
            for tag in feed.tags
        ],
    }
