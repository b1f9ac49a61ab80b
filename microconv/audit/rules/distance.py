"""Are the steps near the result, and do they lead to it?"""

from __future__ import annotations

from microconv.analysis.evidence import Evidence
from microconv.analysis.far_acts import distant
from microconv.analysis.lines import entry
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.demoting import FIX_BY_GOAL, demotion, told_with
from microconv.core import naming
from microconv.core.action_state import PRIMARY
from microconv.core.attribute_words import attribute_word
from microconv.core.category_words import category_word
from microconv.core.conversion import Conversion, ConversionKind
from microconv.core.text import Text


@rule(
    id="distance-page-view",
    topic=Topic.DISTANCE,
    level=Level.WARNING,
    title=Text(
        "Bidding chases page views, short stays or clicks that lead away",
        "ページの閲覧、短い滞在、外部へのクリックが入札の目標になっています",
    ),
    passed=Text(
        "No act that is far from the result is there for bidding",
        "最終コンバージョンから遠い行動は、入札の目標になっていません",
    ),
    why=Text(
        "Nearly every visitor looks at a page or stays for a moment, whether or not they will ever become a customer. "
        "Bidding that chases such acts buys cheap visits instead of results. A full cart or a half-filled form says "
        "far more.",
        "ページの閲覧や短い滞在は、顧客になるかどうかに関係なく、ほとんどの訪問者に見られる行動です。これを入札の目標"
        "にすると、成果ではなく安い訪問が集まります。カートへの追加やフォームの入力開始のほうが、はるかに確かな手がか"
        "りになります。",
    ),
    fix=Text(
        "Make it a secondary action (`role: secondary`), and take it out of the custom goals that list it. If it is "
        f"the result itself, say so in the config with `kind: macro`. {FIX_BY_GOAL.en}",
        "サブアクションに変更し（`role: secondary`）、カスタム目標に含まれている場合は外します。"
        f"それ自体が最終コンバージョンであれば、設定ファイルに `kind: macro` と書きます。{FIX_BY_GOAL.ja}",
    ),
    source="docs/best-practices.md, Near the result, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS,),
)
def distance_page_view(subject: Subject) -> Verdict:
    """Distant acts, by category or name, that bidding uses, unless the config says that they are the result."""
    actions = [item for item in subject.relevant if subject.for_bidding(item)]
    evidence: list[Evidence] = []
    for item in actions:
        if not distant(subject, item):
            continue
        judged = subject.judged(item)
        act, role = category_word(judged.act), attribute_word(PRIMARY, subject.primary(item))
        seen = Text(f"{act.en} ({judged.why.en}), role {role.en}", f"{act.ja}（{judged.why.ja}）、役割: {role.ja}")
        evidence.append(subject.of(item, told_with(subject, seen, item), demotion(subject, item)))
    nothing = Text("no action is there for bidding", "入札の目標になっているコンバージョン アクションがありません")
    return verdict_on(evidence, len(actions), nothing)


_LOOK = "page_view"
_STAYS = frozenset({"scroll", "user_engagement"})
"""Key events that say no more than a look at a page: the category, and GA4's own events."""


@rule(
    id="distance-key-event",
    topic=Topic.DISTANCE,
    level=Level.WARNING,
    title=Text(
        "A page view, a scroll or a visit is marked as a key event",
        "ページの閲覧、スクロール、訪問がキーイベントに指定されています",
    ),
    passed=Text(
        "No page view, scroll or visit is marked as a key event",
        "ページの閲覧、スクロール、訪問はキーイベントに指定されていません",
    ),
    why=Text(
        "GA4 counts key events together: beside thousands of page views the results cannot be seen any more, and the "
        "key event rate says nothing. Imported into Google Ads, bidding chases visits.",
        "GA4 のレポートではキーイベントがまとめて数えられるため、何千件ものページ閲覧と並ぶと成果が見えなくなり、"
        "キーイベント率も意味を失います。Google 広告にインポートすると、入札が訪問を追いかけることになります。",
    ),
    fix=Text(
        "In GA4 (Admin > Key events) stop marking it; the event goes on being collected. If this page matters as a "
        "step, give it an event of its own with the prefix and list it.",
        "GA4 の「管理」>「キーイベント」で指定を外します（イベントの収集は続きます）。そのページが途中の行動として"
        "重要であれば、接頭辞付きの専用イベントにして設定ファイルに記載します。",
    ),
    source="About key events, support.google.com/analytics/answer/9267568, checked 2026-11-29",
    needs=(Need.GA4,),
)
def distance_key_event(subject: Subject) -> Verdict:
    """Key events that are known to be looks or stays, unless somebody declared them or gave them the prefix."""
    evidence: list[Evidence] = []
    for item in subject.key_events:
        judged, name = subject.judged(item), item.address.name
        passing = judged.act == _LOOK or name in _STAYS
        if passing and subject.decided(item) is None and not naming.is_micro(name, subject.prefix):
            evidence.append(subject.of(item, judged.why))
    return verdict_on(evidence, len(subject.key_events), Text("there is no key event", "キーイベントがありません"))


_NO_STEP = Text("the config has no step", "設定ファイルにマイクロコンバージョンがありません")


@rule(
    id="distance-no-funnel",
    topic=Topic.DISTANCE,
    level=Level.NOTE,
    title=Text(
        "A step leads to no final conversion",
        "最終コンバージョンと結び付いていないマイクロコンバージョンがあります",
    ),
    passed=Text(
        "Every step has its place in a funnel",
        "すべてのマイクロコンバージョンがファネルの中に位置付けられています",
    ),
    why=Text(
        "A step is worth measuring because it leads to a result. Where nobody has written down which one, it cannot be "
        "told whether the step helps, and what it is worth is a guess.",
        "マイクロコンバージョンは、最終コンバージョンにつながるからこそ計測する意味があります。"
        "どの最終コンバージョンにつながるのかが"
        "決まっていないと、役に立っているかどうかを判断できず、コンバージョン値も推測になります。",
    ),
    fix=Text(
        "Name in `funnel: {next: …}` the conversion that it leads to, or stop measuring it.",
        "次につながるコンバージョンを `funnel: {next: …}` に書きます。つながるものがなければ、"
        "計測をやめることを検討します。",
    ),
    source="docs/best-practices.md, Near the result, checked 2026-11-23",
    needs=(Need.CONFIG,),
)
def distance_no_funnel(subject: Subject) -> Verdict:
    """Steps of the config that lead nowhere, and that nothing leads to."""
    steps = _steps(subject)
    reached = _reached(subject)
    finals = [item.name for item in subject.config.conversions if not _is_step(item)]
    evidence = []
    for item in steps:
        if item.next is None and item.name not in reached:
            lines = entry(item.name, funnel={"next": max(finals)}) if len(finals) == 1 else ""
            seen = Text("a step without `funnel`", "`funnel` のないマイクロコンバージョン")
            evidence.append(subject.of_conversion(item, seen, lines))
    return verdict_on(evidence, len(steps), _NO_STEP)


@rule(
    id="distance-dead-end",
    topic=Topic.DISTANCE,
    level=Level.WARNING,
    title=Text(
        "A funnel ends in a step, not in a final conversion",
        "ファネルが最終コンバージョンではなくマイクロコンバージョンで終わっています",
    ),
    passed=Text(
        "Every funnel ends in a final conversion",
        "すべてのファネルが最終コンバージョンで終わっています",
    ),
    why=Text(
        "A funnel shows where visitors are lost on the way to the result. One that stops before the result hides the "
        "last and dearest loss, and the values of its steps have nothing to grow towards.",
        "ファネルは、最終コンバージョンに至るまでのどこで訪問者が離脱するかを示します。途中で終わっていると、"
        "最後の最も重要な離脱が"
        "見えず、各段階のコンバージョン値の基準もありません。",
    ),
    fix=Text(
        "Give the last step a `funnel: {next: …}` that names the final conversion. If it is the result itself, take "
        "the prefix out of its name and write `kind: macro`.",
        "最後の段階に、最終コンバージョンを指す `funnel: {next: …}` を書きます。それ自体が最終コンバージョンであれば、"
        "名前から"
        "接頭辞を外し、`kind: macro` と書きます。",
    ),
    source="docs/best-practices.md, Near the result, checked 2026-11-23",
    needs=(Need.CONFIG,),
)
def distance_dead_end(subject: Subject) -> Verdict:
    """Steps of the config that others lead to, and that lead nowhere."""
    reached = _reached(subject)
    ends = [item for item in _steps(subject) if item.name in reached]
    evidence = []
    for item in ends:
        if item.next is None:
            seen = Text(
                f'"{reached[item.name]}" leads here, and no further', f"「{reached[item.name]}」の次がここで終わり"
            )
            evidence.append(subject.of_conversion(item, seen))
    nothing = Text("no step leads to another", "別のマイクロコンバージョンにつながるものがありません")
    return verdict_on(evidence, len(ends), nothing)


def _is_step(conversion: Conversion) -> bool:
    return conversion.kind is ConversionKind.MICRO


def _steps(subject: Subject) -> list[Conversion]:
    """The steps of the config, in its order."""
    return [item for item in subject.config.conversions if _is_step(item)]


def _reached(subject: Subject) -> dict[str | None, str]:
    """The conversions that others lead to, each with the first that does."""
    first: dict[str | None, str] = {}
    for item in subject.config.conversions:
        first.setdefault(item.next, item.name)
    return first
