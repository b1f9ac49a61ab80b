"""`learning` and `review.decisions`: when finals are enough, and what was decided. Both are read from their data.

`audit.enough_finals` is another name of `learning.finals`.
"""

from __future__ import annotations

import datetime
from typing import Any

from microconv.config.event_rule_parameters import items_of
from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.value import day
from microconv.core.conversion import Role
from microconv.core.review_settings import Decision, Learning
from microconv.core.text import Text

Data = Any


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


def decisions_of(review: dict[str, Data], place: SourcePlace, problems: Problems) -> tuple[Decision, ...]:
    """The decisions, as far as they are right. Problems are reported. `place` is that of `review`."""
    decisions = []
    for item, spot in items_of(review, "decisions", place):
        dated = spot.child("date") or spot
        date = day(item.get("date"), "review.decisions.date", dated, problems)
        conversion, change, reason = item.get("conversion"), item.get("change"), item.get("reason")
        if change == {}:
            problems.error(
                "missing", (spot.child("change") or spot).span,
                Text("review.decisions.change says nothing", "review.decisions.change の内容がありません"),
                hint=Text(
                    "write `{role: secondary}`, `{value: 400}`, or `none` where all was left as it is",
                    "`{role: secondary}`、`{value: 400}` のように書いてください。変更しなかった場合は `none` です",
                ),
            )  # fmt: skip
        changed = change if isinstance(change, dict) else {}
        if date is not None and isinstance(conversion, str) and isinstance(reason, str):
            role, value = changed.get("role"), changed.get("value")
            decisions.append(
                Decision(
                    date,
                    conversion,
                    Role(role) if isinstance(role, str) else None,
                    float(value) if isinstance(value, int | float) else None,
                    reason,
                )
            )
    return tuple(decisions)


def check_days(place: SourcePlace, today: datetime.date, problems: Problems) -> None:
    """Report days that are to come. `place` is that of the whole config, as it was read.

    A last review would hide that the next one is overdue, and a decision would stop all proposals. Tomorrow is right:
    somewhere on Earth it is that day already.
    """
    last, listed = place.find("review.last"), place.find("review.decisions")
    if last is not None and _to_come(last, today):
        problems.warning(
            "future-day", last.span,
            Text(
                f"review.last is {last.text}, a day that is still to come",
                f"review.last が未来の日付（{last.text}）です",
            ),
            Text(
                f"today is {today}; until then no review counts as overdue",
                f"今日は {today} です。その日までは、見直しの期限切れを検出できません",
            ),
            Text("write the day of the last review", "前回見直した日を書いてください"),
        )  # fmt: skip
    for item in listed.children if listed is not None and isinstance(listed.children, list) else ():
        dated = item.child("date")
        if dated is not None and _to_come(dated, today):
            problems.error(
                "future-day", dated.span,
                Text(
                    f"review.decisions has {dated.text}, a day that is still to come",
                    f"review.decisions に未来の日付（{dated.text}）があります",
                ),
                Text(
                    f"today is {today}; what is planned is no decision yet",
                    f"今日は {today} です。これからの予定は書けません",
                ),
                Text("write the day of the decision", "決定した日を書いてください"),
            )  # fmt: skip


def _to_come(place: SourcePlace, today: datetime.date) -> bool:
    """True where the day that stands there is later than tomorrow; a day that is none has been reported."""
    try:
        return (datetime.date.fromisoformat(place.text) - today).days > 1
    except ValueError:
        return False
