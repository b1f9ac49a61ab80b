"""The dangers of a plan in words: what it would do, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.object_name import object_names
from microconv.core.plan import Danger
from microconv.core.planning.limits import Allow
from microconv.core.resource import Address
from microconv.core.text import Text

CHECK_CONFIG = Text("check that the config is whole", "設定に抜けがないか確認してください")
"""The thing to do where much is taken away."""


def manager_account(account: str, count: int) -> Danger:
    """The config names a manager account as the client's own, of which `count` objects would change."""
    return Danger(
        Allow.MANAGER_ACCOUNT,
        Text(
            f"{account} is a manager account, and the plan would change {count} of its objects",
            f"{account} は MCC アカウントです。このプランはその {count} 件を変更します",
        ),
        Text(
            "write the number of the client's own account as `google_ads: {customer_id: …}`, and the manager's as "
            "`login_customer_id`",
            "クライアント自身のアカウント番号を `google_ads: {customer_id: …}` に、MCC アカウントの番号を "
            "`login_customer_id` に書いてください",
        ),
    )


def empty_config(taken: Sequence[Address]) -> Danger:
    """A config without conversions, by which everything is demoted or removed."""
    count, names = len(taken), object_names(taken)
    return Danger(
        Allow.EMPTY_CONFIG,
        Text(
            f"the config lists no conversions, and so the plan demotes or removes {count}: {names.en}",
            f"設定にコンバージョンが 1 つもないため、このプランは次の {count} 件をサブに変更または削除します: "
            f"{names.ja}",
        ),
        Text(
            "check that the config is whole, or write `unlisted: keep` to leave them alone",
            "設定に抜けがないか確認してください。そのまま残す場合は `unlisted: keep` と書いてください",
        ),
    )


DEMOTED = (
    Text("that are primary now", "現在メインの"),
    Text("demotes or removes", "サブに変更または削除します"),
)
REMOVED = (Text("that are live", ""), Text("removes", "削除します"))


def many(names: tuple[str, ...], among: int, what: Text, verb: Text) -> Danger:
    """Too many of `among` actions are taken away, those with these `names`."""
    count = len(names)
    share = Text("all of them", "すべて") if count == among else Text("more than half", "過半数の")
    taken = f"を{share.ja}{verb.ja}" if count == among else f"のうち、{share.ja} {count} 件を{verb.ja}"
    return Danger(
        Allow.MANY,
        Text(
            f"the plan {verb.en} {count} of the {among} managed conversion actions {what.en}: {share.en}",
            f"このプランは、管理対象のうち{what.ja}コンバージョン アクション {among} 件{taken}",
        ),
        CHECK_CONFIG,
        names,
    )


def nothing_left(place: Text, kind: Text, names: tuple[str, ...]) -> Danger:
    """A place that would be left without a kind of conversion; `names` are used there now."""
    return Danger(
        Allow.NOTHING_LEFT,
        Text(
            f"{place.en} would be left without any {kind.en} that bidding uses; now: {', '.join(names)}",
            f"{place.ja}で、入札に使われる{kind.ja}が 1 つもなくなります。現在使われているもの: "
            + "".join(f"「{name}」" for name in names),
        ),
        Text(
            "keep one primary, in a goal that is biddable, until its replacement is there",
            "代わりのコンバージョンが使えるようになるまで、入札に使用する目標の中で 1 つはメインのまま残してください",
        ),
        names,
    )
