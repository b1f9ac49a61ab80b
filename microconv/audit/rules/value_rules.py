"""Does something change the values that conversions have?"""

from __future__ import annotations

from microconv.analysis.around import context_of
from microconv.analysis.subject import Subject
from microconv.analysis.worth import amount, default, figure
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on, verdict_on_one
from microconv.core.category_words import category_word
from microconv.core.context import LifecycleGoal, ValueRule
from microconv.core.resource import Live
from microconv.core.text import NO_TEXT, Text, joined

_CONDITIONS = {
    "places": Text("places (Google's numbers)", "地域（Google の ID）"),
    "not places": Text("not the places (Google's numbers)", "除外する地域（Google の ID）"),
    "devices": Text("devices", "デバイス"),
    "user lists": Text("user lists", "ユーザーリスト"),
    "interests": Text("interests", "興味・関心"),
    "itinerary": Text("an itinerary", "旅程"),
}
_KINDS = {
    "new_customer_acquisition": Text("a new customer", "新規顧客"),
    "customer_retention": Text("a lapsed customer", "離反した顧客"),
    "loyalty_retention": Text("a loyalty member", "ロイヤルティ会員"),
}
_MEANT = Text(
    "Ask who made it and why. If it is meant, write it down where values are reviewed and accept this finding in the "
    "config (`audit: {ignore: …}`); else remove it in Google Ads. microconv does not write it.",
    "設定した担当者に意図を確認します。意図した設定であれば、値の見直しの記録に残し、設定ファイルの "
    "`audit: {ignore: …}` に記載します。不要であれば Google 広告で削除します。microconv はこの設定を書き換えません。",
)


@rule(
    id="values-rules",
    topic=Topic.VALUES,
    level=Level.NOTE,
    title=Text(
        "Value rules change the values of conversions",
        "コンバージョン値のルールによって、設定した値が変わります",
    ),
    passed=Text(
        "No value rule changes the values of conversions",
        "コンバージョン値のルールは設定されていません",
    ),
    why=Text(
        "Bidding and reports use the changed value, and the action itself does not show it. Who compares values with "
        "results, or sets them, has to know.",
        "入札にもレポートにも変更後の値が使われますが、コンバージョン アクションの設定には表示されません。"
        "値を決めるときや成果と比べるときには、知っておく必要があります。",
    ),
    fix=_MEANT,
    source="Conversion value rules, support.google.com/google-ads/answer/10520545, checked 2026-11-28",
    needs=(Need.VALUE_RULES,),
)
def values_rules(subject: Subject) -> Verdict:
    """Value rules in force. One query for the sets of rules, and one for the rules where there is a set."""
    item = _dearest(subject)
    return _changes([_rule(subject, one, item) for one in context_of(subject).value_rules or ()], subject)


def _changes(texts: list[Text], subject: Subject) -> Verdict:
    """Fail with these texts about the account; pass without."""
    evidence = [subject.of_account("google_ads", one) for one in texts]
    return verdict_on(evidence, len(evidence), NO_TEXT) if evidence else verdict_on_one(None)


def _dearest(subject: Subject) -> Live | None:
    """The action that bidding uses with the highest default value, as an example; None where none has any."""
    used = [item for item in subject.relevant if item.id in subject.used and default(item)]
    return max(used, key=default, default=None)


def _rule(subject: Subject, rule: ValueRule, item: Live | None) -> Text:
    """A value rule in words, with what becomes of the value of `item`."""
    value = figure(rule.value)
    operation = {
        "multiply": Text(f"× {value}", f"{value} 倍"),
        "add": Text(f"+ {amount(subject, rule.value)}", f"+ {amount(subject, rule.value)}"),
    }.get(rule.operation, Text(f"= {amount(subject, rule.value)}", f"{amount(subject, rule.value)} に置き換え"))
    place = Text(f'campaign "{rule.campaign}"', f"キャンペーン「{rule.campaign}」")
    parts = [operation, place if rule.campaign else Text("the whole account", "アカウント全体")]
    for condition in rule.conditions:
        name, _, values = condition.partition(": ")
        known = _CONDITIONS[name]
        parts.append(Text(f"{known.en}: {values}", f"{known.ja}: {values}"))
    if rule.categories:
        names = [category_word(word) for word in rule.categories]
        listed = Text(", ".join(names), "、".join(one.ja for one in names))
        parts.append(Text(f"only {listed.en}", f"対象カテゴリ: {listed.ja}"))
    elif item is not None:
        before, after = default(item), _changed(rule, default(item))
        old, new = amount(subject, before), amount(subject, after)
        name = item.address.name
        parts.append(Text(f'"{name}": {old} → {new}', f"「{name}」: {old} → {new}"))
    return joined(parts, "; ", "。")


def _changed(rule: ValueRule, value: float) -> float:
    """A value as a rule changes it."""
    if rule.operation == "multiply":
        return value * rule.value
    return value + rule.value if rule.operation == "add" else rule.value


@rule(
    id="values-lifecycle",
    topic=Topic.VALUES,
    level=Level.NOTE,
    title=Text(
        "A lifecycle goal adds value for certain customers",
        "顧客ライフサイクルの目標によって、特定の顧客のコンバージョン値が上乗せされます",
    ),
    passed=Text(
        "No lifecycle goal changes the values of conversions",
        "コンバージョン値を変える顧客ライフサイクルの目標はありません",
    ),
    why=Text(
        "What a new or returning customer brings is counted as more than the conversion's value, in this campaign "
        "alone: its values and its return cannot be compared with those of other campaigns as they stand.",
        "新規顧客などのコンバージョンが、このキャンペーンでだけ本来の値より高く計上されます。"
        "値や費用対効果を、ほかのキャンペーンとそのまま比べることはできません。",
    ),
    fix=_MEANT,
    source="Goal and CampaignGoalConfig, comments of the v26 protos, checked 2026-11-29",
    needs=(Need.LIFECYCLE,),
)
def values_lifecycle(subject: Subject) -> Verdict:
    """Lifecycle goals of campaigns with a value. One query of its own."""
    goals = context_of(subject).lifecycle_goals or ()
    changing = [one for one in goals if one.added is not None or one.factor is not None]
    return _changes([_goal(subject, one) for one in changing], subject)


def _goal(subject: Subject, goal: LifecycleGoal) -> Text:
    """A lifecycle goal in words."""
    kind = _KINDS.get(goal.kind, Text(goal.kind, goal.kind))
    values = [f"+ {amount(subject, one)}" for one in (goal.added,) if one is not None]
    value = ", ".join([*values, *(f"× {figure(one)}" for one in (goal.factor,) if one is not None)])
    return Text(
        f'campaign "{goal.campaign}": {value} for {kind.en}',
        f"キャンペーン「{goal.campaign}」: {kind.ja}に {value}",
    )
