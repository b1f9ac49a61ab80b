"""Checks of a saved plan against what it was made for: its age, its config, its client, and its world."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from microconv.core.client import Client
from microconv.core.errors import Refusal
from microconv.core.object_name import object_names
from microconv.core.plan import Change, Plan
from microconv.core.resource import Address
from microconv.core.text import Text

_AGAIN = Text(
    "make a new one with `microconv plan PATH --out FILE`",
    "`microconv plan PATH --out FILE` で新しいプランを作成してください",
)


def stale(
    plan: Plan, client: Client, now: datetime.datetime, longest: datetime.timedelta | None
) -> tuple[Refusal, ...]:
    """Why a plan that was made before must not be applied any more, whatever is live: its age, or another config."""
    reasons = []
    if plan.config_digest != client.digest:
        summary = Text("the config was changed after the plan was made", "プランの作成後に設定が変更されています")
        reasons.append(Refusal("stale", summary, _AGAIN))
    if longest is not None:
        try:
            age = now - datetime.datetime.fromisoformat(plan.made)
        except (ValueError, TypeError):
            summary = Text(
                f"the plan does not say when it was made ({plan.made!r})",
                f"プランの作成日時が分かりません（{plan.made!r}）",
            )
            reasons.append(Refusal("stale", summary, _AGAIN))
        else:
            reasons += _too_early(plan, now) if age < datetime.timedelta() else []
            reasons += _too_old(plan, age, longest) if age > longest else []
    return tuple(reasons)


def _too_early(plan: Plan, now: datetime.datetime) -> list[Refusal]:
    here = now.isoformat(timespec="seconds")
    summary = Text(
        f"the plan was made at {plan.made}, which is still to come: it is {here} here",
        f"プランの作成日時 {plan.made} は未来の日時です（この端末の現在時刻は {here}）",
    )
    hint = Text(
        f"check the clock of this machine; {_AGAIN.en}",
        f"この端末の時計を確認し、{_AGAIN.ja}",
    )
    return [Refusal("stale", summary, hint)]


def _too_old(plan: Plan, age: datetime.timedelta, longest: datetime.timedelta) -> list[Refusal]:
    old, most = _hours(age), _hours(longest)
    summary = Text(
        f"the plan was made at {plan.made}, {old} hours ago; it may be {most} hours old",
        f"プランは {plan.made} に作成され、{old} 時間たっています。有効なのは作成から {most} 時間までです",
    )
    hint = Text(
        f"{_AGAIN.en}, or allow more with `--max-age HOURS`",
        f"{_AGAIN.ja}。`--max-age HOURS` で有効な時間を延ばすこともできます",
    )
    return [Refusal("stale", summary, hint)]


def wrong_accounts(plan: Plan, label: str, accounts: tuple[tuple[str, str], ...]) -> tuple[Refusal, ...]:
    """Why a plan was not made for the client with this label and these (provider, account) pairs."""
    if plan.client == label and plan.accounts == accounts:
        return ()
    made_for = object_names(Address(f"{provider}.account", account) for provider, account in plan.accounts)
    return (
        Refusal(
            "other-account",
            Text(
                f"the plan was made for {plan.client} ({made_for.en}), not for {label}",
                f"このプランは {plan.client}（{made_for.ja}）用に作成されたもので、{label} 用ではありません",
            ),
            Text("make a new plan for this client", "このクライアント用に新しいプランを作成してください"),
        ),
    )


def wrong_world(emulated: bool, now: Plan) -> tuple[Refusal, ...]:
    """Why what was made for an emulator must not reach real accounts, nor the other way round."""
    if emulated is now.emulated:
        return ()
    summary = Text(
        "it was made for real accounts; these are the emulator's",
        "実際のアカウント用に作成されたものですが、接続先はエミュレーターです",
    )
    if emulated:
        summary = Text(
            "it was made for the emulator; these are real accounts",
            "エミュレーター用に作成されたものですが、接続先は実際のアカウントです",
        )
    return (Refusal("other-account", summary, Text("check the environment variables", "環境変数を確認してください")),)


def applied_before(run: str, applied: int, planned: int) -> Refusal:
    """The refusal of a plan that a run applied before, whole or in part."""
    return Refusal(
        "stale",
        Text(
            f"run {run} applied this plan before: {applied} of {planned} changes",
            f"このプランは実行 {run} で適用済みです（{planned} 件の変更のうち {applied} 件）",
        ),
        Text(
            f"see `microconv history show {run}`; make a new plan for what is left",
            f"`microconv history show {run}` で内容を確認し、残りについては新しいプランを作成してください",
        ),
    )


def changed_meanwhile(changes: Iterable[Change]) -> Refusal:
    """The refusal of a rollback that would take other changes now than those that were shown."""
    addresses = {item.address for item in changes}
    names = object_names(sorted(addresses, key=lambda item: (item.type, item.name)))
    return Refusal(
        "stale",
        Text(f"changed meanwhile: {names.en}", f"確認を待つ間に変更されました: {names.ja}"),
        Text("look at it again", "もう一度実行して、内容を確認してください"),
    )


def not_done(account: Text, changes: Iterable[Change]) -> Refusal:
    """The refusal of a plan that rests on changes of a shared account which another client's plan did not bring."""
    names = object_names(change.address for change in changes)
    return Refusal(
        "owner",
        Text(
            f"{account.en} was not changed as it was planned with another client: {names.en}",
            f"{account.ja} に、別のクライアントと一緒に予定していた変更が反映されていません: {names.ja}",
        ),
        Text(
            "look at that client, then run again",
            "該当するクライアントを確認してから再実行してください",
        ),
    )


def _hours(time: datetime.timedelta) -> str:
    return f"{time.total_seconds() / 3600:.1f}"
