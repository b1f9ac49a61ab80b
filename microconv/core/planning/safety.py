"""The reasons why a plan must not be applied: every refusal names its way through."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from microconv.core.action_state import CURRENCY, PRIMARY, VALUE
from microconv.core.attribute_words import attribute_label
from microconv.core.client import Client
from microconv.core.currencies import DECIMALS, rounded
from microconv.core.errors import Refusal
from microconv.core.kinds import OWNED, TAGS
from microconv.core.money import money
from microconv.core.object_name import kind_name, object_name, object_names
from microconv.core.plan import Action, Change, Conflict, Plan, Stake
from microconv.core.planning.danger_texts import CHECK_CONFIG
from microconv.core.planning.limits import Allow, Limits
from microconv.core.text import Text, joined
from microconv.core.value import Money, Scalar, number

SMALLEST_JUDGED = 10
"""Below this many managed objects of a type, a share of them says nothing."""


def limits_of(client: Client) -> Limits:
    """The limits that a config sets."""
    return Limits(
        client.max_changes,
        max_demotions=client.max_demotions,
        max_role_changes=client.max_role_changes,
        max_value_factor=client.max_value_factor,
    )


def refusals(plan: Plan, limits: Limits) -> tuple[Refusal, ...]:
    """Every reason why `plan` must not be applied, conflicts first. Empty: it may be.

    What an API refuses is in nobody's way: the plan was made without it. It is a reason where nothing else is to do.
    """
    reasons = [refusal_of(item) for item in plan.conflicts if not (item.refused and plan.changes)]
    reasons += _counted(plan.changes, limits.max_changes, "changes")
    reasons += _counted([item for item in plan.changes if _takes_away(item)], limits.max_demotions, "demotions")
    reasons += _counted([item for item in plan.changes if _changes_role(item)], limits.max_role_changes, "role-changes")
    reasons += _values(plan, limits)
    reasons += _removals(plan, limits)
    reasons += _pauses(plan, limits)
    reasons += _many(plan, limits)
    reasons += _protected(plan, limits)
    reasons += _of_manager(plan, limits)
    reasons += _dangers(plan, limits)
    return tuple(reasons)


def refusal_of(conflict: Conflict) -> Refusal:
    """The refusal that a conflict is."""
    summary = joined((object_name(conflict.address), conflict.summary), ": ", ": ")
    return Refusal("conflict", summary, conflict.hint, conflict.where)


_COUNTED = {
    "changes": Text("changes", "変更"),
    "demotions": Text("demotions", "サブへの変更と削除"),
    "role-changes": Text("role changes", "役割（メイン/サブ）の変更"),
}


def _counted(changes: Sequence[Change], most: int | None, what: str) -> list[Refusal]:
    count = len(changes)
    if most is None or count <= most:
        return []
    noun, names = _COUNTED[what], object_names(item.address for item in changes)
    en = f"the plan has {count} {noun.en}; at most {most} are allowed"
    ja = f"このプランの{noun.ja}は {count} 件で、上限の {most} 件を超えています"
    way = f"`--max-{what} {count}`"
    return [
        Refusal(
            f"max-{what}",
            Text(en, ja) if what == "changes" else Text(f"{en}: {names.en}", f"{ja}: {names.ja}"),
            Text(
                f"look at the plan, then run again with {way}",
                f"プランを確認し、問題がなければ {way} を付けて再実行してください",
            ),
        )
    ]


def _values(plan: Plan, limits: Limits) -> list[Refusal]:
    most = limits.max_value_factor
    if most is None:
        return []
    reasons = []
    for change in plan.changes:
        for item in change.attributes:
            before, after = _amount(item.name, item.before), _amount(item.name, item.after)
            if change.action is Action.REMOVE or before is None or after is None or before == after:
                continue
            factor = max(before, after) / min(before, after) if min(before, after) > 0 else float("inf")
            if factor > most:
                amounts = [_money(value, change, plan.currency) for value in (item.before, item.after)]
                reasons.append(_too_far(change, amounts[0], amounts[1], most, factor))
    return reasons


def _too_far(change: Change, before: str, after: str, most: float, factor: float) -> Refusal:
    name, times = object_name(change.address), number(float(most))
    way = f"`--max-value-factor {math.ceil(factor) if factor != float('inf') else 'inf'}`"
    return Refusal(
        "max-value-factor",
        Text(
            f"the value of {name.en} would go from {before} to {after}; a value may change by {times} times at most",
            f"{name.ja}の値が {before} から {after} に変わります。一度に変更できるのは {times} 倍までです",
        ),
        Text(
            f"look at the value, then run again with {way}",
            f"値を確認し、問題がなければ {way} を付けて再実行してください",
        ),
    )


def _money(value: Scalar, change: Change, currency: str) -> str:
    """An amount with its currency: its own, the one that the change sets, or the account's."""
    if isinstance(value, Money):
        return money(value.amount, value.currency)
    named = next((str(item.after) for item in change.attributes if item.name == CURRENCY and item.after), currency)
    return money(float(str(value)), named)


def _amount(name: str, value: Scalar) -> float | None:
    if isinstance(value, Money):
        return value.amount
    if name == VALUE and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None


def _changes_role(change: Change) -> bool:
    return change.action is not Action.CREATE and any(
        item.name == PRIMARY and item.before is not None for item in change.attributes
    )


def _removals(plan: Plan, limits: Limits) -> list[Refusal]:
    removed = [change.address for change in plan.changes if change.action is Action.REMOVE]
    if not removed or Allow.REMOVE in limits.allow:
        return []
    names = object_names(removed)
    return [
        Refusal(
            "remove",
            Text(
                f"the plan removes {len(removed)}: {names.en}. A removed object cannot be brought back",
                f"このプランは次の {len(removed)} 件を削除します: {names.ja}。削除すると元に戻せません",
            ),
            Text(
                "to remove them, run again with `--allow remove`; to keep their history, write `unlisted: demote`",
                "削除してよければ `--allow remove` を付けて再実行してください。"
                "これまでの計測データを残す場合は、設定に `unlisted: demote` と書いてください",
            ),
        )
    ]


def _pauses(plan: Plan, limits: Limits) -> list[Refusal]:
    """A refusal of pausing tags that are to be removed: with that nothing is counted any more."""
    paused = [one.address for one in plan.changes if one.action is Action.DEMOTE and one.address.type in TAGS]
    if not paused or Allow.REMOVE in limits.allow:
        return []
    names = object_names(paused)
    return [
        Refusal(
            "remove",
            Text(
                f"the plan pauses {len(paused)}, to be removed later: {names.en}",
                f"このプランは、後で削除するために次の {len(paused)} 件を一時停止します: {names.ja}",
            ),
            Text(
                "to pause them, run again with `--allow remove`; to let them fire, write `unlisted: demote`",
                "一時停止してよければ `--allow remove` を付けて再実行してください。"
                "配信を続ける場合は、設定に `unlisted: demote` と書いてください",
            ),
        )
    ]


def _many(plan: Plan, limits: Limits) -> list[Refusal]:
    if Allow.MANY in limits.allow:
        return []
    taken = Counter(change.address.type for change in plan.changes if _takes_away(change))
    reasons = []
    for managed in plan.managed:
        count = taken.get(managed.type, 0)
        if managed.count >= SMALLEST_JUDGED and count * 3 > managed.count:
            kind = kind_name(managed.type)
            reasons.append(
                Refusal(
                    "many",
                    Text(
                        f"the plan demotes or removes {count} of {managed.count} managed {kind.en}: more than a third",
                        f"このプランは、管理対象の{kind.ja} {managed.count} 件のうち 3 分の 1 を超える {count} 件を、"
                        "サブに変更または削除します",
                    ),
                    _with_way(CHECK_CONFIG, Allow.MANY),
                )
            )
    return reasons


def _protected(plan: Plan, limits: Limits) -> list[Refusal]:
    if Allow.PROTECTED in limits.allow:
        return []
    return [
        Refusal(
            "protected",
            _protected_text(change),
            Text(
                "to change it all the same, run again with `--allow protected`",
                "それでも変更する場合は、`--allow protected` を付けて再実行してください",
            ),
        )
        for change in plan.changes
        if change.protected
    ]


def _protected_text(change: Change) -> Text:
    name, fields = object_name(change.address), joined(attribute_label(item.name) for item in change.attributes)
    if change.action is Action.REMOVE:
        return Text(
            f"{name.en} is protected (`protect: true`) and would be removed",
            f"{name.ja}は保護されていますが（`protect: true`）、削除されます",
        )
    return Text(
        f"{name.en} is protected (`protect: true`) and would change: {fields.en}",
        f"{name.ja}は保護されていますが（`protect: true`）、次の項目が変わります: {fields.ja}",
    )


def _of_manager(plan: Plan, limits: Limits) -> list[Refusal]:
    """Changes in a manager account reach every client account that shares its conversions."""
    if not plan.owner or Allow.MANAGER in limits.allow:
        return []
    shared = [change for change in plan.changes if change.address.type in OWNED]
    if not shared:
        return []
    others = joined(plan.shared_with) or Text("not known", "不明")
    return [
        Refusal(
            "manager",
            Text(
                f"the plan would change {len(shared)} of what the manager account {plan.owner} owns; accounts that "
                f"share it: {others.en}",
                f"このプランは MCC アカウント {plan.owner} が所有する {len(shared)} 件を変更します。"
                f"共有先のアカウントにも影響します: {others.ja}",
            ),
            Text(
                "if all of them may change, run again with `--allow manager`",
                "共有先のすべてに影響してもよければ、`--allow manager` を付けて再実行してください",
            ),
        )
    ]


def _dangers(plan: Plan, limits: Limits) -> list[Refusal]:
    """Refusals for the dangers that a plan names itself."""
    counted = {item.action: item for item in plan.stakes}
    reasons = []
    for danger in plan.dangers:
        if danger.allow in limits.allow or (danger.allow == Allow.MANY and _many(plan, limits)):
            continue
        known = [counted[name] for name in danger.actions if name in counted]
        stakes = [_stake(item, plan.currency) for item in known]
        way = _with_way(danger.hint, danger.allow)
        reasons.append(Refusal(danger.allow, joined((danger.summary, *stakes), "; ", "。"), way))
    return reasons


def _stake(stake: Stake, currency: str) -> Text:
    count = number(float(stake.conversions))
    worth = money(rounded(stake.value, DECIMALS.get(currency, 2)), currency)
    return Text(
        f"{stake.action} had {count} conversions worth {worth} in the last 30 days",
        f"「{stake.action}」の直近 30 日間の実績は {count} 件、{worth} 相当です",
    )


def _with_way(hint: Text, allow: str) -> Text:
    """The thing to look at, and the way through."""
    return joined(
        (
            hint,
            Text(
                f"if this is wanted, run again with `--allow {allow}`",
                f"意図した変更であれば、`--allow {allow}` を付けて再実行してください",
            ),
        ),
        "; ",
        "。",
    )


def _takes_away(change: Change) -> bool:
    return change.action in {Action.DEMOTE, Action.REMOVE}
