"""The judgement of a simulated visit: whether each product hears of the conversion, once and rightly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.feed import Feed
from microconv.core.tags.hit import Hit
from microconv.core.tags.simulation import ProductResult, Proof, SimulatedTag, Verdict


def judged(feeds: Iterable[Feed], tags: Sequence[SimulatedTag]) -> tuple[ProductResult, ...]:
    """The result for each product, from all tags of the container after the visit."""
    return tuple(_result(feed, tags) for feed in feeds)


def other_tags(results: Iterable[ProductResult], tags: Iterable[SimulatedTag]) -> tuple[str, ...]:
    """The names of the tags that fired and are not the conversion's."""
    own = {tag.name for result in results for tag in result.tags}
    return tuple(tag.name for tag in tags if tag.verdict is Verdict.FIRES and tag.name not in own)


def _result(feed: Feed, tags: Sequence[SimulatedTag]) -> ProductResult:
    named = {tag.name for tag in feed.tags}
    own = tuple(tag for tag in tags if tag.name in named or any(is_right(feed, hit) for hit in tag.hits))
    there = {tag.name for tag in own}
    missing = [
        SimulatedTag(tag.name, Verdict.DOES_NOT_FIRE, "it is not in this version")
        for tag in feed.tags
        if tag.name not in there
    ]
    own = (*own, *missing)
    right = tuple(hit for tag in own for hit in tag.hits if is_right(feed, hit))
    return ProductResult(feed, _proof(feed, own, right), own, right)


def is_right(feed: Feed, hit: Hit) -> bool:
    """True for a hit that tells the product of the conversion."""
    if not feed.name or hit.product is not feed.product or hit.name != feed.name:
        return False
    return feed.target in {"", hit.target}


def _proof(feed: Feed, tags: Sequence[SimulatedTag], right: Sequence[Hit]) -> Proof:
    hits = [hit for tag in tags for hit in tag.hits if hit.product is feed.product]
    if not tags:
        return Proof.NO_TAG
    if hits and not feed.name:
        return Proof.UNKNOWN
    firings = [firing for tag in tags for firing in tag.firings]
    if len(hits) > len(right) or any(one.clear and one.remarks and not one.hits for one in firings):
        return Proof.WRONG
    if len(right) > 1:
        return Proof.MORE
    if any(tag.verdict is Verdict.NOT_MODELLED for tag in tags) or any(not one.clear for one in firings):
        return Proof.NOT_MODELLED
    if not right:
        return Proof.SILENT
    receipts = [hit.receipt for hit in right if hit.receipt is not None]
    return Proof.ONCE if all(receipt.counted for receipt in receipts) else Proof.NOT_COUNTED
