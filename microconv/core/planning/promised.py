"""The effect on bidding, and the accounts, that a plan promised when it was made, against those of now."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.errors import Refusal
from microconv.core.plan import Bidding, Plan, Shift
from microconv.core.planning.safety import refusal_of
from microconv.core.planning.stale import LOOK_AGAIN, was_and_is
from microconv.core.text import Text, joined

_HINT = Text(
    "look at a new plan: somebody, or Google, changed goals, campaigns or actions meanwhile",
    "プランの作成後に、誰かが、または Google が目標・キャンペーン・アクションを変更しています。"
    "新しいプランを作成して確認してください",
)
_NONE = Text("none", "なし")


def broken_promises(pinned: Plan, now: Iterable[Shift]) -> tuple[Refusal, ...]:
    """Why `pinned` would do something else to bidding than it said: `now` is what its changes would do now."""
    was, here = _by_action(pinned.shifts), _by_action(now)
    return tuple(
        Refusal(
            "stale",
            _changed(name, _words(was.get((identifier, name))), _words(here.get((identifier, name)))),
            _HINT,
        )
        for identifier, name in sorted(was.keys() | here.keys(), key=lambda key: (key[1], key[0]))
        if was.get((identifier, name)) != here.get((identifier, name))
    )


def overtaken(pinned: Plan, now: Plan) -> tuple[Refusal, ...]:
    """Why the changes of `pinned` would reach other accounts than those it names, or must not be made any more.

    The owner of conversions can change while every change stays the same: what is new has no id that tells.
    """
    reasons = [
        refusal_of(item)
        for item in now.conflicts
        if not item.refused  # of what the plan has of it, something is planned no more
    ]
    accounts_of = (
        (Text("the manager account that is changed", "変更する MCC アカウント"), (pinned.owner,), (now.owner,)),
        (
            Text("the accounts that share its conversions", "コンバージョンを共有しているアカウント"),
            pinned.shared_with,
            now.shared_with,
        ),
    )
    for what, was, here in accounts_of:
        if was != here:
            old, new = (joined(item for item in accounts if item) or _NONE for accounts in (was, here))
            reasons.append(Refusal("stale", was_and_is(what, old, new), LOOK_AGAIN))
    return tuple(reasons)


def _by_action(shifts: Iterable[Shift]) -> dict[tuple[str, str], set[tuple[Bidding, tuple[str, ...]]]]:
    """The effects of a plan by action, with the campaigns that are named because it is not all of them."""
    effects: dict[tuple[str, str], set[tuple[Bidding, tuple[str, ...]]]] = {}
    for shift in shifts:
        places = () if shift.everywhere else shift.campaigns
        effects.setdefault((shift.id, shift.action), set()).add((shift.bidding, places))
    return effects


def _changed(name: str, was: Text, here: Text) -> Text:
    effect = Text(f'the effect on bidding of "{name}"', f"「{name}」の入札への影響")
    return was_and_is(effect, *(Text(f'"{words.en}"', f"「{words.ja}」") for words in (was, here)))


def _words(effects: set[tuple[Bidding, tuple[str, ...]]] | None) -> Text:
    """The effects on one action in words."""
    if not effects:
        return _NONE
    texts = []
    for bidding, campaigns in sorted(effects):
        where = joined(campaigns)
        en = f" in {where.en}" if campaigns else ""
        ja = f"{where.ja} で" if campaigns else ""
        starts = bidding is Bidding.STARTS
        texts.append(
            Text(
                f"{bidding.value.removesuffix(' this')} it{en}",
                f"{ja}入札に使われ{'るようになる' if starts else 'なくなる'}",
            )
        )
    return joined(texts, "; ")
