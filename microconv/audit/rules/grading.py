"""Do values grow towards the result, and do steps not outweigh it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from microconv.analysis.around import by_value
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.analysis.worth import alike, amount, figure, left_alone, worth
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on
from microconv.audit.rules.demoting import FIX_BY_GOAL, demotion, told_with, unsettable
from microconv.audit.rules.likely_steps import sure_step
from microconv.core.resource import Live
from microconv.core.text import Text

FLOOD = 100.0
"""From how many steps for each final conversion on bidding hardly sees the final ones: the 100:1 of the rulebook."""

_VALUES = "docs/best-practices.md, Values, checked 2026-11-23"
_ALIKE = Text("all values are the same: see values-same", "すべての値が同じです（values-same を参照）")


@rule(
    id="values-step-as-final",
    topic=Topic.VALUES,
    level=Level.ERROR,
    title=Text(
        "A step is worth as much as a final conversion",
        "マイクロコンバージョンの値が最終コンバージョンの値以上です",
    ),
    passed=Text(
        "Every step is worth less than the final conversions",
        "マイクロコンバージョンの値は、すべて最終コンバージョンより低くなっています",
    ),
    why=Text(
        "Steps are many and cheap to bring about. If one of them is worth as much as the result, bidding buys steps, "
        "and the value in reports grows while the business does not.",
        "マイクロコンバージョンは件数が多く、容易に増やせます。最終コンバージョンと同じ値にすると、入札はマイクロコン"
        "バージョンを集めるようになり、事業の成果が伸びなくてもレポートの値だけが増えます。",
    ),
    fix=Text(
        "Lower the value of the step: the value of the result times the share of visitors who get that far from it.",
        "マイクロコンバージョンの値を下げます。最終コンバージョンの値に、そこから最終コンバージョンへ至る割合を掛けた"
        "値が目安です。",
    ),
    source=_VALUES,
    needs=(Need.GOOGLE_ADS,),
)
def values_step_as_final(subject: Subject) -> Verdict:
    """Steps without a funnel whose value reaches that of the cheapest final conversion; neither by a guess."""
    known = [item for item in subject.relevant if subject.judged(item).known]
    valued = [(item, value) for item in known if (value := worth(subject, item)) > 0]
    steps = [(item, value) for item, value in valued if subject.micro(item) and not _leads_on(subject, item)]
    finals = [(value, item.address.name) for item, value in valued if not subject.micro(item)]
    if not steps or not finals:
        return not_applicable(
            Text(
                "there is no pair of a step without a funnel and a final conversion that both have a value",
                "値のある最終コンバージョンと、`funnel` がなく値のあるマイクロコンバージョンの組み合わせがありません",
            )
        )
    if alike(subject):
        return not_applicable(_ALIKE)
    least, name = min(finals)
    final = amount(subject, least)
    evidence: list[Evidence] = []
    for item, value in steps:
        if value >= least:
            step = amount(subject, value)
            seen = Text(
                f'{step}; the final conversion "{name}" is worth {final}',
                f"{step}。最終コンバージョン「{name}」は {final}",
            )
            evidence.append(subject.of(item, seen))
    return verdict_on(evidence, len(steps), _ALIKE)


@rule(
    id="values-not-growing",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text(
        "Values do not grow along the funnel",
        "ファネルに沿ってコンバージョン値が大きくなっていません",
    ),
    passed=Text(
        "Values grow along the funnel",
        "ファネルに沿ってコンバージョン値が大きくなっています",
    ),
    why=Text(
        "Of those who take a step, only some take the next one, so the next one is worth more. Where it is not, "
        "bidding prefers visitors who turn back to those who go on.",
        "ある段階に進んだ人のうち次の段階に進むのは一部なので、次の段階の価値はより高いはずです。そうなっていないと、"
        "先へ進む訪問者よりも途中で離脱する訪問者が優先されます。",
    ),
    fix=Text(
        "Give the step a lower value than what it leads to, or correct `funnel: {next: …}`.",
        "次の段階より低い値を設定するか、`funnel: {next: …}` の指定を修正します。",
    ),
    source=_VALUES,
    needs=(Need.CONFIG,),
)
def values_not_growing(subject: Subject) -> Verdict:
    """Conversions of the config that are worth as much as what they lead to, or more."""
    amounts = _amounts(subject)
    pairs = [
        (item, amounts[item.name], amounts[item.next])
        for item in subject.config.conversions
        if item.name in amounts and item.next in amounts
    ]
    if pairs and alike(subject) and all(mine == following for _, mine, following in pairs):
        return not_applicable(_ALIKE)
    evidence: list[Evidence] = []
    for item, mine, following in pairs:
        if mine >= following:
            here, there = amount(subject, mine), amount(subject, following)
            seen = Text(
                f'{here}, and leads to "{item.next}" with {there}',
                f"{here}。次の「{item.next}」は {there}",
            )
            evidence.append(subject.of_conversion(item, seen))
    nothing = Text(
        "no two conversions that follow each other by `funnel` have values",
        "`funnel` で連続する 2 つのコンバージョンの両方に値がある箇所がありません",
    )
    return verdict_on(evidence, len(pairs), nothing)


@rule(
    id="values-pollution",
    topic=Topic.VALUES,
    level=Level.ERROR,
    title=Text(
        "Steps drown the final conversions in bidding",
        "入札において、マイクロコンバージョンが最終コンバージョンを埋もれさせています",
    ),
    passed=Text(
        "The final conversions outweigh the steps in bidding",
        "入札において、最終コンバージョンがマイクロコンバージョンを上回っています",
    ),
    why=Text(
        "Bidding adds up all that it is given. If the steps bring more value than the results, or are a hundred times "
        "as many, it learns from the steps alone: clicks get cheaper, the totals grow, and customers stay away.",
        "入札は、目標とされたコンバージョンをすべて合算して学習します。マイクロコンバージョンの値の合計が最終コンバー"
        "ジョンを上回るか、件数が 100 倍以上になると、実質的にマイクロコンバージョンだけから学習し、数字は伸びても顧客"
        "は増えません。",
    ),
    fix=Text(
        "Make the largest steps secondary, one by one (`role: secondary`), or lower their values until all steps "
        f"together bring less than the results. {FIX_BY_GOAL.en}",
        "大きいものから一つずつサブアクションに変更するか（`role: secondary`）、マイクロコンバージョンの値の合計が最終"
        f"コンバージョンを下回るように値を下げます。{FIX_BY_GOAL.ja}",
    ),
    source="docs/best-practices.md, Roles, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.COUNTS),
)
def values_pollution(subject: Subject) -> Verdict:
    """Accounts whose steps together outweigh the final conversions, as bidding uses both.

    The largest come first: by value where a campaign bids for value, else by number.
    By value only steps count whose value somebody chose: the 1 that Google offers is a number of conversions.
    """
    used = [item for item in subject.relevant if item.id in subject.used]
    steps = [item for item in used if sure_step(subject, item)]
    mine, theirs = _sum(subject, steps), _sum(subject, [item for item in used if not subject.micro(item)])
    chosen = _sum(subject, [item for item in steps if not left_alone(subject, item)])
    flood = mine.count >= FLOOD and mine.count >= FLOOD * theirs.count
    counting = sorted((x for x in steps if _sum(subject, (x,)).count > 0), key=partial(_largest_first, subject))
    evidence: list[Evidence] = []
    if counting and (flood or chosen.value > theirs.value > 0):
        first, *_ = counting
        lines = "".join(demotion(subject, item) for item in counting if not unsettable(item))
        whole = subject.of_account(
            "google_ads", told_with(subject, _drown(subject, counting, mine, theirs), first), lines
        )
        evidence.append(replace(whole, others=tuple(item.id for item in counting)))
    nothing = Text("bidding uses no step", "マイクロコンバージョンは入札に使われていません")
    return verdict_on(evidence, len(steps), nothing)


def _largest_first(subject: Subject, item: Live) -> tuple[float, str]:
    """The key that sorts steps: by value where a campaign bids for value, else by number."""
    own = _sum(subject, (item,))
    return -(own.value if by_value(subject) else own.count), item.address.name


def _drown(subject: Subject, steps: Sequence[Live], mine: _Total, theirs: _Total) -> Text:
    """The steps, with the totals of all steps and of the final conversions."""
    every, final = mine.drawn(subject), theirs.drawn(subject)
    each = [(item.address.name, _sum(subject, (item,)).drawn(subject)) for item in steps]
    return Text(
        f"in 30 days all steps {every}, final conversions {final}; the largest first: "
        + ", ".join(f'"{name}" {one}' for name, one in each),
        f"過去 30 日間のマイクロコンバージョン全体 {every}、最終コンバージョン {final}。大きい順: "
        + "、".join(f"「{name}」{one}" for name, one in each),
    )


@dataclass(frozen=True, slots=True)
class _Total:
    """Conversions and their value in the columns that bidding uses."""

    count: float
    value: float

    def drawn(self, subject: Subject) -> str:
        """`12 (120,000 JPY)`."""
        return f"{figure(self.count)} ({amount(subject, self.value)})"


def _sum(subject: Subject, items: Iterable[Live]) -> _Total:
    counted = [subject.counted(item) for item in items]
    return _Total(sum(item.bid for item in counted), sum(item.bid_value for item in counted))


def _leads_on(subject: Subject, item: Live) -> bool:
    """True if the config says what an action leads to: then that is what its value is compared with."""
    conversion = subject.declared(item)
    return conversion is not None and conversion.next is not None


def _amounts(subject: Subject) -> Mapping[str | None, float]:
    """The value of each conversion in the account; of one that is not there, its value in the config.

    Those without a value, or without one that can be told, are left out.
    """
    values: dict[str | None, float | None] = {}
    for item in subject.config.conversions:
        value = item.value
        if value is not None and not value.from_event and value.currency == subject.currency:
            values[item.name] = value.amount
    for live in subject.relevant:
        conversion = subject.declared(live)
        if conversion is not None:
            values[conversion.name] = worth(subject, live)
    return {name: money for name, money in values.items() if money}
