"""Has every conversion a value of its own?"""

from __future__ import annotations

from functools import partial

from microconv.analysis.evidence import Evidence
from microconv.analysis.priced import priced
from microconv.analysis.same_act import way
from microconv.analysis.subject import Subject
from microconv.analysis.worth import (
    ENOUGH,
    alike,
    always_default,
    amount,
    default,
    dynamic,
    figure,
    foreign,
    unchosen,
    valued,
)
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.value_bidding import unseen_in, valueless
from microconv.core.action_state import AS_MADE, PRIMARY
from microconv.core.attribute_words import attribute_word
from microconv.core.resource import Live
from microconv.core.text import Text

_VALUES = "docs/best-practices.md, Values, checked 2026-11-23"
_NO_ACTION = Text("no action is recorded", "計測中のコンバージョン アクションがありません")


@rule(
    id="values-same",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text("All actions have the same value", "すべてのアクションのコンバージョン値が同じです"),
    passed=Text("Not all actions have the same value", "コンバージョン値はアクションによって異なります"),
    why=Text(
        "Where a newsletter is worth as much as a purchase, bidding by value is bidding by number, and the report's "
        "total says nothing. Only values that differ as the business does tell bidding what matters.",
        "メールマガジン登録と購入のコンバージョン値が同じでは、価値に基づく入札は件数に基づく入札と変わらず、レポート"
        "の合計値にも意味がありません。事業への貢献に応じた値の差があって初めて、何が重要かを入札に伝えられます。",
    ),
    fix=Text(
        "Give every action its own value, growing towards the result (`value: …`): say 100 yen for a newsletter if a "
        "purchase brings 10,000.",
        "最終コンバージョンに近いほど大きくなるように、アクションごとに値を設定します（`value: …`）。例えば、購入が "
        "10,000 円ならメールマガジン登録は 100 円とします。",
    ),
    source=_VALUES,
    needs=(Need.GOOGLE_ADS,),
)
def values_same(subject: Subject) -> Verdict:
    """Two or more actions with a value, all of them with the same; or with 1, which nobody chose and no tag changed."""
    worths = valued(subject)
    evidence: list[Evidence] = []
    for item, value in worths if alike(subject) else ():
        written = amount(subject, value)
        seen = Text(
            f"{written}, as all {len(worths)} with a value", f"{written}（値のある {len(worths)} 件すべてが同じ）"
        )
        evidence.append(subject.of(item, seen))
    untouched = [item for item in subject.relevant if unchosen(subject, item)]
    if len(untouched) > 1 and len(untouched) == len(subject.relevant) and not worths:
        for item in filter(partial(priced, subject), untouched):
            if dynamic(item) and subject.counted(item).all < ENOUGH:
                written = amount(subject, AS_MADE, _currency(item))
                seen = Text(
                    f"default {written}, as all {len(untouched)}; its tag is not known to send another value",
                    f"既定値 {written}（{len(untouched)} 件すべてが同じ）。タグが別の値を送っているかは不明",
                )
                evidence.append(subject.of(item, seen))
    nothing = Text("fewer than two actions have a value", "コンバージョン値のあるアクションが 2 件以上ありません")
    return verdict_on(evidence, len(worths) if len(worths) > 1 else 0, nothing)


@rule(
    id="values-missing",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text("Actions that matter have no value", "重要なアクションにコンバージョン値がありません"),
    passed=Text(
        "Every step, and every action that bidding uses, has a value",
        "マイクロコンバージョンと入札に使われるアクションには、すべて値があります",
    ),
    why=Text(
        "Bidding by value does not look for what is worth nothing, however near to the result it is. And the value of "
        "a step is the only way to say how much it counts beside the result.",
        "値が 0 のコンバージョンは、最終コンバージョンにどれほど近くても、価値に基づく入札では考慮されません。また、最"
        "終コンバージョンと比べてどれだけ重要かを示せるのは、コンバージョン値だけです。",
    ),
    fix=Text(
        "Give it a value: in Google Ads under Goals, in the settings of the conversion action, or with `value: …` in "
        "the config. A step is worth the value of the result times the share of visitors who get from the one to the "
        "other.",
        "値を設定します。Google 広告の「目標」でコンバージョン アクションの設定を開くか、設定ファイルに `value: …` と"
        "書きます。マイクロコンバージョンの値の目安は、最終コンバージョンの値に、そこへ到達する割合を掛けたものです。",
    ),
    source=_VALUES,
    needs=(Need.GOOGLE_ADS,),
)
def values_missing(subject: Subject) -> Verdict:
    """Steps and actions that bidding uses without a value; dynamic ones where none arrived.

    Results that campaigns use which bid for value weigh more: values-not-bid-for tells of them.
    Looks at pages and what takes a result back need none, see `priced`.
    """
    looked = [
        item for item in subject.relevant if (item.id in subject.used or subject.micro(item)) and priced(subject, item)
    ]
    evidence: list[Evidence] = []
    for item in looked:
        if valueless(subject, item) and not unseen_in(subject, item):
            role = attribute_word(PRIMARY, item.action.primary)
            evidence.append(subject.of(item, Text(f"no value, role {role.en}", f"値なし、役割: {role.ja}")))
    nothing = Text(
        "there is no step, and no action that bidding uses",
        "マイクロコンバージョンも、入札に使われるアクションもありません",
    )
    return verdict_on(evidence, len(looked), nothing)


@rule(
    id="values-default-one",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text("The value was left at 1", "コンバージョン値が 1 のままです"),
    passed=Text("No value was left at 1", "値が 1 のままのアクションはありません"),
    why=Text(
        "1 is what Google's form suggests, and seldom what a customer is worth. Beside actions with real values it "
        "makes the result look worthless, and reports add pennies to sales.",
        "1 は Google の設定画面の初期値で、実際の価値と一致することはまれです。実際の値を設定したアクションと並ぶと、"
        "ほとんど価値がないものとして扱われ、レポートの合計値も不正確になります。",
    ),
    fix=Text(
        "Give it the value that one conversion really has. If it is 1, write `value: 1` in the config.",
        "1 件あたりの実際の価値を設定します。本当に 1 であれば、設定ファイルに `value: 1` と書きます。",
    ),
    source=_VALUES,
    needs=(Need.GOOGLE_ADS,),
)
def values_default_one(subject: Subject) -> Verdict:
    """Actions that always count 1, unless the config says so; of those that need a value, see `priced`."""
    looked = [item for item in subject.relevant if priced(subject, item)]
    evidence: list[Evidence] = []
    for item in looked:
        if _left_at_one(subject, item):
            written = amount(subject, AS_MADE, _currency(item))
            evidence.append(subject.of(item, Text(f"always {written}", f"常に {written}")))
    return verdict_on(evidence, len(looked), _NO_ACTION)


@rule(
    id="values-dynamic-default",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text(
        "The tag should send values, and never does",
        "タグから値が送信されず、常にデフォルト値で計測されています",
    ),
    passed=Text(
        "Tags that should send values send them",
        "値を送信すべきタグから、実際に値が送信されています",
    ),
    why=Text(
        "The action takes the value of each conversion from its tag, and the default where none comes. That all of a "
        "month had the default means that the tag sends no value, or one that Google cannot read: a large order "
        "counts like a small one.",
        "このアクションは、タグが送る値を使い、値がなければデフォルト値を使う設定です。1 か月分がすべてデフォルト値で"
        "あれば、タグが値を送っていないか、Google が読み取れない形式で送っています。高額の注文も少額の注文も同じに扱わ"
        "れます。",
    ),
    fix=Text(
        "Let the tag (for an import from GA4, the event) send `value` and `currency`. If every conversion is worth "
        "the same, say so: in Google Ads choose the same value for each conversion, or write `value: …` with a number.",
        "タグ（GA4 からのインポートではイベント）から `value` と `currency` を送信します。どのコンバージョンも同じ価値"
        "であれば、Google 広告で同一の値を使用する設定に変更するか、`value: …` に数値を書きます。",
    ),
    source="ConversionAction.ValueSettings, v26 proto, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.COUNTS),
)
def values_dynamic_default(subject: Subject) -> Verdict:
    """Dynamic actions with ENOUGH conversions, whose values add up to count times default.

    Of those that a tag, an import or an upload counts: what Google counts itself has nothing that could send a value.
    """
    looked = [
        item
        for item in subject.relevant
        if dynamic(item) and not foreign(subject, item) and default(item) > 0 and subject.counted(item).all >= ENOUGH
        if way(item)
    ]
    evidence: list[Evidence] = []
    for item in looked:
        if always_default(subject, item):
            evidence.append(subject.of(item, _sent(subject, item)))
    nothing = Text(
        f"no action with values of its tag, and a default, counted {figure(ENOUGH)} conversions in 30 days",
        f"タグの値を使い、過去 30 日間に {figure(ENOUGH)} 件以上計測されたアクションがありません",
    )
    return verdict_on(evidence, len(looked), nothing)


@rule(
    id="values-currency",
    topic=Topic.VALUES,
    level=Level.WARNING,
    title=Text(
        "Values are in different currencies, or not in the account's",
        "コンバージョン値の通貨が混在しているか、アカウントの通貨と異なります",
    ),
    passed=Text("All values are in one currency", "コンバージョン値の通貨は統一されています"),
    why=Text(
        "Google converts every value into the account's currency. A 500 that was meant in yen and stands there in "
        "dollars counts more than a hundred times as much, and nobody sees it in the list of actions.",
        "Google は、すべての値をアカウントの通貨に換算します。500 円のつもりが 500 ドルと設定されていると 100 倍以上の"
        "値になり、アクションの一覧からは気付けません。",
    ),
    fix=Text(
        "Set the default value again, in the account's currency, unless the other one is meant: `value: {default: …, "
        "currency: …}`.",
        "意図したものでなければ、アカウントの通貨でデフォルト値を設定し直します"
        "（`value: {default: …, currency: …}`）。",
    ),
    source="support.google.com/google-ads/answer/13064032 (Set up additional settings), checked 2026-11-23",
    needs=(Need.GOOGLE_ADS,),
)
def values_currency(subject: Subject) -> Verdict:
    """Default values in another currency than the account's; where that is not known, in more than one."""
    valued = [
        item for item in subject.relevant if default(item) > 0 and _currency(item) and not _left_at_one(subject, item)
    ]
    mixed = not subject.currency and len({_currency(item) for item in valued}) > 1
    evidence: list[Evidence] = []
    for item in valued:
        if mixed or foreign(subject, item):
            written = amount(subject, default(item), _currency(item))
            account = subject.currency or "?"
            evidence.append(
                subject.of(item, Text(f"{written}; account: {account}", f"{written}（アカウント: {account}）"))
            )
    nothing = Text("no action has a value", "コンバージョン値のあるアクションがありません")
    return verdict_on(evidence, len(valued), nothing)


def _sent(subject: Subject, item: Live) -> Text:
    """The number of conversions and their values: the default, or so near to it that no tag sends another."""
    counted, written = subject.counted(item), amount(subject, default(item))
    count, mean = figure(counted.all), amount(subject, counted.all_value / counted.all)
    return Text(
        f"{count} conversions in 30 days, {mean} each; the default is {written}",
        f"過去 30 日間の {count} 件の平均は {mean}（デフォルト値は {written}）",
    )


def _left_at_one(subject: Subject, item: Live) -> bool:
    """True if an action always counts 1, and nobody chose that: what values-default-one is about."""
    return unchosen(subject, item) and not dynamic(item)


def _currency(item: Live) -> str:
    return item.action.currency
