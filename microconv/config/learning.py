"""`learning`: how many final conversions are enough for bidding. `audit.enough_finals` is `learning.finals`."""

from __future__ import annotations

from typing import Any

from microconv.config.forms import INVALID, Key, Map, Whole
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.core.learning import DEFAULT_LEARNING_DAYS, DEFAULT_REVIEWS, Learning
from microconv.core.text import Text

Data = Any

_SOURCE = "support.google.com/google-ads/answer/6268637 (value); the usual recommendation (number), checked 2026-11-28"
"""Where the recommended numbers come from: `analysis.around.AMOUNTS` has each."""


def learning_form() -> Map:
    """The keys under `learning`."""
    return Map(
        (
            Key("finals", Whole(1, None), "Final conversions within `days` that are enough: with them a step before "
                "the result has done its job, and need not be primary. `audit.enough_finals` is the same number.",
                examples=(30,), source=_SOURCE),
            Key("days", Whole(7, 90), "The days in which final conversions are counted.",
                default=str(DEFAULT_LEARNING_DAYS), examples=(DEFAULT_LEARNING_DAYS,)),
            Key("back_below", Whole(0, None), "Fewer final conversions than this within `days`, and the step is needed "
                "again. It is less than `finals`, so that a role does not go to and fro.", examples=(15,)),
            Key("reviews", Whole(1, 12), "Reviews in a row that must come to the same before a role is to change.",
                default=str(DEFAULT_REVIEWS), examples=(DEFAULT_REVIEWS,)),
        )
    )  # fmt: skip


def learning_of(data: dict[str, Data], place: SourcePlace, problems: Problems) -> Learning:
    """The settings of a config, whose place is `place`, as far as they are right. Problems are reported."""
    said, audit = (value if isinstance(value := data.get(key), dict) else {} for key in ("learning", "audit"))
    finals, other = _whole(said.get("finals")), _whole(audit.get("enough_finals"))
    usual = Learning()
    if finals is not None and other is not None and finals != other:
        spot, beside = place.find("learning.finals") or place, place.find("audit.enough_finals") or place
        problems.error(
            "either-or", spot.span,
            Text(
                f"learning.finals is {finals}, and audit.enough_finals is {other}",
                f"learning.finals が {finals}、audit.enough_finals が {other} になっています",
            ),
            Text(
                f"they are two names of one number; the other stands at {beside.span}",
                f"どちらも同じ数値を表します。もう一方の記載箇所: {beside.span}",
            ),
            Text("write it once, as `learning: {finals: …}`", "`learning: {finals: …}` だけを書いてください"),
        )  # fmt: skip
    finals = other if finals is None else finals
    below = _whole(said.get("back_below"))
    if below is not None and finals is not None and below >= finals:
        spot = place.find("learning.back_below") or place
        problems.error(
            "out-of-range", spot.span,
            Text(
                f"learning.back_below is {below}, not less than the {finals} that are enough",
                f"learning.back_below の {below} が、十分とする件数 {finals} を下回っていません",
            ),
            Text(
                "a role would go to and fro with every review",
                "見直しのたびに役割が行き来してしまいます",
            ),
            Text(f"write about half of it: {finals // 2}", f"半分程度（{finals // 2}）を書いてください"),
        )  # fmt: skip
    days, reviews = _whole(said.get("days")), _whole(said.get("reviews"))
    return Learning(
        finals,
        usual.days if days is None else days,
        below,
        usual.reviews if reviews is None else reviews,
    )


def _whole(value: Data) -> int | None:
    return None if value is None or value is INVALID else int(value)


def learning_data(learning: Learning) -> dict[str, Data]:
    """The keys of `learning` as data for a config file; empty for none."""
    usual = Learning()
    return {
        name: getattr(learning, name)
        for name in ("finals", "days", "back_below", "reviews")
        if getattr(learning, name) != getattr(usual, name)
    }
