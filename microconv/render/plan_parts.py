"""Parts of a plan for a terminal and for Markdown: effects on bidding, counts, what waits, what is not ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from microconv.core.currencies import DECIMALS, rounded
from microconv.core.errors import Refusal
from microconv.core.import_arrival import GOOGLES_IMPORT
from microconv.core.learning_time import CYCLES, LearningTime
from microconv.core.money import money
from microconv.core.object_name import grouped, object_name
from microconv.core.plan import Bidding, Plan, Shift, Stake, Waiting, missing_text
from microconv.core.publication import PUBLICATION
from microconv.core.text import NO_TEXT, Language, Text, joined, say
from microconv.render.plan_words import EMULATED, count, provider_name, to_do
from microconv.render.safe import safe
from microconv.render.style import Style

SHOWN = 5
"""Names in one line, before the rest is a number."""

_NOTHING_DECLARED = Text("nothing declared", "対象なし")


def places(pairs: Iterable[tuple[str, str]], language: Language) -> str:
    """(Provider, account) pairs: `Google Ads 123-456-7890 · GA4 345678901`."""
    return " · ".join(f"{provider_name(name, language)} {account}" for name, account in pairs)


def client_heading(
    client: str, pairs: Iterable[tuple[str, str]], style: Style, language: Language, *, emulated: bool
) -> str:
    """The heading of a client, with (provider, account) pairs: `aoi-store  Google Ads 123-456-7890 · GA4 345678901`."""
    remark = f"  ({EMULATED.of(language)})" if emulated else ""
    return f"{style.paint(safe(client), bold=True)}  {safe(places(pairs, language))}{remark}"


def effects(plan: Plan) -> Iterator[Text]:
    """Effects on bidding, a sentence each, with what is at stake; and whom a manager's conversions concern."""
    counted = {item.action: item for item in plan.stakes}
    for shift in plan.shifts:
        yield _shift(shift, counted.pop(shift.action, None), plan.currency)
    for stake in counted.values():
        numbers = _numbers(stake, plan.currency)
        yield Text(f'"{stake.action}": {numbers.en}', f"「{stake.action}」: {numbers.ja}")
    if plan.learning is not None:
        yield learning_text(plan.learning)
    if plan.owner:
        shared = ", ".join(plan.shared_with)
        yield Text(
            f"the conversions belong to the manager account {plan.owner}; shared by: {shared or 'nobody else'}",
            f"コンバージョンは MCC アカウント {plan.owner} が所有しています。共有先: {shared or 'なし'}",
        )


def learning_text(learning: LearningTime) -> Text:
    """The time that bidding needs to learn, in a sentence, and the day from which on the change can be judged."""
    who = Text("bidding by value", "値に基づく入札") if learning.values_only else Text("bidding", "入札")
    why = Text(f" ({learning.why.en})", f"（{learning.why.ja}）") if learning.why else NO_TEXT
    days, day = learning.cycle_days, learning.review_from
    if days is None or day is None:
        return Text(
            f"{who.en} learns anew for about {CYCLES} conversion cycles; how long one is here is not known{why.en}",
            f"{who.ja}は学習し直しになり、コンバージョンに至る日数の {CYCLES.replace('–', '～')} 倍ほどかかります。"
            f"その日数はわかりません{why.ja}",
        )
    return Text(
        f"{who.en} learns anew: Google needs about {CYCLES} × {'1 day' if days == 1 else f'{days} days'}; next review "
        f"not before {day}{why.en}",
        f"{who.ja}は学習し直しになります。目安は {days} 日の {CYCLES.replace('–', '～')} 倍です。次の見直しは {day} "
        f"以降にしてください{why.ja}",
    )


def _shift(shift: Shift, stake: Stake | None, currency: str) -> Text:
    starts = shift.bidding is Bidding.STARTS
    where = listed(shift.campaigns) if shift.campaigns and not shift.everywhere else None
    numbers = _numbers(stake, currency) if stake is not None else None
    en = f'{"starts" if starts else "stops"} using "{shift.action}"'
    en += f" in {where.en}" if where else ""
    en += f": {numbers.en}" if numbers else ""
    ja = f"{where.ja + 'で' if where else ''}「{shift.action}」が入札に使われ"
    ja += "るようになります" if starts else "なくなります"
    ja += f"（{numbers.ja}）" if numbers else ""
    return Text(en, ja)


def _numbers(stake: Stake, currency: str) -> Text:
    conversions = f"{round(stake.conversions, 1):,.1f}".removesuffix(".0")
    value = money(rounded(stake.value, DECIMALS.get(currency, 2)), currency)
    return Text(
        f"{conversions} conversions worth {value} in the last 30 days",
        f"直近30日間 {conversions} 件、{value} 相当",
    )


def listed(names: Sequence[str]) -> Text:
    """Campaigns by name; of many, the first ones and a number."""
    more = len(names) - SHOWN
    en = ", ".join(f'"{name}"' for name in names[:SHOWN])
    ja = "".join(f"「{name}」" for name in names[:SHOWN])
    if more > 0:
        return Text(f"{en} and {more} more campaigns", f"{ja}ほか {more} 件のキャンペーン")
    return Text(en, f"キャンペーン{ja}")


def waits(plan: Plan, *, whole: bool = True) -> Iterator[tuple[Text, Text]]:
    """Groups of what waits for the same: who waits; and why, with what is missing.

    Where not the `whole` is wanted, what is missing stands alone.
    """
    groups: dict[tuple[str, str, str], list[Waiting]] = {}
    for item in plan.waiting:
        kind = "" if item.what == PUBLICATION else item.address.type
        groups.setdefault((kind, str(item.what), str(item.why)), []).append(item)
    for items in groups.values():
        lacks = list(_lacks(items))
        yield _head(items), joined([items[0].why, *lacks] if whole or not lacks else lacks, ". ", "。")


def _head(items: Sequence[Waiting]) -> Text:
    what, names = items[0].what, joined(item.address.name for item in items)
    if what == PUBLICATION:
        objects = grouped(item.address for item in items)
        return Text(f"not published: {objects.en}", f"未公開: {objects.ja}")
    if len(items) == 1:
        name = object_name(items[0].address)
        return Text(f"{name.en} waits for {what.en}", f"{name.ja}: {what.ja}待ち")
    if what == GOOGLES_IMPORT:
        return Text(
            f"{len(items)} imports wait for Google: {names.en}",
            f"Google によるインポート待ち {len(items)} 件: {names.ja}",
        )
    objects = joined(object_name(item.address) for item in items)
    return Text(f"{objects.en} wait for {what.en}", f"{objects.ja}: {what.ja}待ち")


def _lacks(items: Sequence[Waiting]) -> Iterator[Text]:
    """Missing things: once where they are the same for all, else with the names of those that lack them."""
    lacking: dict[str, list[Waiting]] = {}
    for item in items:
        lacking.setdefault(str(item.missing), []).append(item)
    for some in lacking.values():
        missing, names = some[0].missing, joined(item.address.name for item in some)
        if missing and len(lacking) == 1:
            yield missing_text(missing)
        elif missing:
            yield Text(f"Missing for {names.en}: {missing.en}", f"{names.ja} に不足しているもの: {missing.ja}")


def beside_conflicts(refusals: Iterable[Refusal]) -> list[Refusal]:
    """The refusals that are not the plan's own conflicts, which are shown as such."""
    return [item for item in refusals if item.code != "conflict"]


def not_ours(plan: Plan) -> Text | None:
    """The number of live objects that are not ours; None for none."""
    number = len(plan.unmanaged)
    return Text(f"{number:,} not ours", f"管理対象外 {number:,} 件") if number else None


def why_not_ours(plan: Plan, language: Language) -> list[tuple[str, int]]:
    """The reasons, with how many objects have each."""
    return sorted(Counter(say(item.why, language) for item in plan.unmanaged).items())


def counts(plan: Plan, warnings: int = 0) -> Text:
    """Counts in words: `1 to create, 2 to update, 1 warning, 9 unchanged`; `nothing declared` where all are zero."""
    pieces = to_do(plan.counts)
    for number, one, other in (
        (warnings, "warnings" if warnings > 1 else "warning", "警告"),
        (plan.unchanged, "unchanged", "変更なし"),
        (len(plan.waiting), "waiting", "待機中"),
        (len(plan.conflicts), "in conflict", "競合"),
    ):
        if number:
            pieces.append(Text(f"{number:,} {one}", f"{other} {number:,} 件"))
    theirs = not_ours(plan)
    if theirs is not None:
        pieces.append(theirs)
    return joined(pieces or [_NOTHING_DECLARED])


def cost(plan: Plan) -> Text:
    """The API calls of applying a plan, and of reading."""
    calls = count(plan.apply_calls, "API call", "回の API 呼び出し")
    operations = count(len(plan.changes), "operation", "件の操作")
    reads = Text(f"; reading took {plan.reads}", f"。読み取りは {plan.reads} 回") if plan.reads else Text("", "")
    return Text(f"{calls.en} ({operations.en}){reads.en}", f"{calls.ja}（{operations.ja}）{reads.ja}")
