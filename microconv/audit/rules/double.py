"""Is every act counted once?"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from microconv.analysis.evidence import Evidence
from microconv.analysis.same_act import (
    ENOUGH,
    Act,
    Twins,
    acts,
    comparable,
    equal,
    imported,
    known,
    purchases,
    recorded_as,
    together,
    way,
)
from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on
from microconv.core.category_words import category_word
from microconv.core.resource import Live
from microconv.core.text import Text

_ONCE = "docs/best-practices.md, Count once, checked 2026-11-23"
_WAYS = ("import", "upload", "tag")
"""The ways of counting, in the order in which they give way."""

_NOT_IMPORTED = Text("nothing is imported from GA4", "GA4 からインポートされたコンバージョン アクションがありません")
_NOT_BOTH = Text(
    "no event is both imported from GA4 and recorded by a tag",
    "GA4 からのインポートとタグの両方で計測されているイベントがありません",
)

_BY_EVENT = Text(
    "the purchases that are there twice share an event: see double-import",
    "二重に計測されている購入は同じイベントによるものです（double-import を参照）",
)


@rule(
    id="double-same-event",
    topic=Topic.DOUBLE,
    level=Level.WARNING,
    title=Text(
        "One GA4 event is imported twice",
        "同じ GA4 イベントが 2 回インポートされています",
    ),
    passed=Text(
        "Every GA4 event is imported once",
        "GA4 イベントはそれぞれ 1 回だけインポートされています",
    ),
    why=Text(
        "Two actions that import the same event of the same property record each conversion twice. If both are there "
        "for bidding, it pays for one customer as if there were two.",
        "同じプロパティの同じイベントを 2 つのアクションがインポートすると、1 件のコンバージョンが 2 件として記録され"
        "ます。両方が入札に使われていれば、1 人の顧客が 2 人分として評価されます。",
    ),
    fix=Text(
        "Keep one of them, the one with the longer history, and make the others secondary or remove them.",
        "計測履歴の長いほうを残し、それ以外はサブアクションに変更するか、削除します。",
    ),
    source=_ONCE,
    needs=(Need.GOOGLE_ADS,),
)
def double_same_event(subject: Subject) -> Verdict:
    """Imports of a property and event that are imported already; the first by name is not told of."""
    events = acts(subject)
    evidence: list[Evidence] = []
    for act in events:
        first, *others = act.imports
        for item in others:
            name = first.address.name
            seen = Text(f'imports {act.event}, as "{name}" does', f"{act.event} をインポート（「{name}」と同じ）")
            evidence.append(subject.of(item, seen))
    return verdict_on(evidence, sum(len(act.imports) for act in events), _NOT_IMPORTED)


@rule(
    id="double-import",
    topic=Topic.DOUBLE,
    level=Level.ERROR,
    title=Text(
        "One act is counted by a tag and by its import from GA4, and bidding has both",
        "同じ行動がタグと GA4 からのインポートの両方で計測され、どちらも入札の目標になっています",
    ),
    passed=Text(
        "Bidding has no act both by a tag and by its import from GA4",
        "タグと GA4 からのインポートの両方が入札の目標になっている行動はありません",
    ),
    why=Text(
        "The website's tag and the import of the same event from GA4 both record each conversion. Reports show twice "
        "as many as there were, the cost of each looks half as high as it is, and bidding bids too much.",
        "ウェブサイトのタグと、同じイベントの GA4 からのインポートが、1 件のコンバージョンをそれぞれ記録しています。レ"
        "ポートの件数は実際の 2 倍になり、コンバージョン単価は半分に見え、入札単価が過大になります。",
    ),
    fix=Text(
        "Make one of the two secondary, as a rule the import. Or declare the import instead of the tag: `google_ads: "
        "{source: ga4}`.",
        "どちらか一方（通常はインポート）をサブアクションに変更します。タグの代わりにインポートを使う場合は、"
        "`google_ads: {source: ga4}` と書きます。",
    ),
    source=_ONCE,
    needs=(Need.GOOGLE_ADS,),
)
def double_import(subject: Subject) -> Verdict:
    """Events that are imported and tagged, of which bidding has both."""
    return _twice(subject, both=True)


@rule(
    id="double-twin",
    topic=Topic.DOUBLE,
    level=Level.NOTE,
    title=Text(
        "One act is recorded by a tag and by its import from GA4, of which bidding has at most one",
        "同じ行動がタグと GA4 からのインポートの両方で記録されています（入札に使われるのは多くても一方）",
    ),
    passed=Text(
        "No act is recorded a second time, for observation only",
        "観察用を含め、二重に記録されている行動はありません",
    ),
    why=Text(
        "All conversions shows each of them twice, and a change of one role is enough to make bidding count double.",
        "「すべてのコンバージョン」では 1 件が 2 件として表示されます。役割を 1 つ変更するだけで、入札でも二重に計測さ"
        "れます。",
    ),
    fix=Text(
        "Where nobody needs both, remove one of them. Otherwise leave it secondary and write down why.",
        "両方が必要でなければ、一方を削除します。残す場合はサブアクションのままにし、理由を記録しておきます。",
    ),
    source=_ONCE,
    needs=(Need.GOOGLE_ADS,),
)
def double_twin(subject: Subject) -> Verdict:
    """Events that are imported and tagged, of which bidding has at most one."""
    return _twice(subject, both=False)


@rule(
    id="double-purchase",
    topic=Topic.DOUBLE,
    level=Level.ERROR,
    title=Text(
        "Bidding has purchases by a tag and by an import from GA4",
        "購入がタグと GA4 からのインポートの両方で入札の目標になっています",
    ),
    passed=Text(
        "Bidding has purchases in one way only",
        "購入は 1 つの方法だけで入札の目標になっています",
    ),
    why=Text(
        "A purchase on the website is recorded by Google Ads' tag and by GA4, whatever the two actions are called. "
        "Their values are added up: the sales that reports show, and that bidding aims for, are twice those of the "
        "shop.",
        "ウェブサイトでの購入が、アクションの名前にかかわらず、Google 広告のタグと GA4 の両方で記録されます。コンバー"
        "ジョン値も合算されるため、レポートの売上と入札が目標とする売上は、実際の 2 倍になります。",
    ),
    fix=Text(
        "Keep one of them primary, as a rule the tag of Google Ads, and make the others secondary.",
        "いずれか 1 つ（通常は Google 広告のタグ）をメインアクションとして残し、それ以外はサブアクションに変更します。",
    ),
    source=_ONCE,
    needs=(Need.GOOGLE_ADS,),
)
def double_purchase(subject: Subject) -> Verdict:
    """Purchases by tags and by imports that do not share an event which is known."""
    tags, every = purchases(subject)
    doubles = known(subject)
    imports = [item for item in every if item.id not in doubles]
    if every and not imports:
        return not_applicable(_BY_EVENT)
    evidence: list[Evidence] = []
    for item in (*tags, *imports) if tags and imports else ():
        kind = recorded_as(subject, item)
        seen = Text(f"a purchase: {kind.en}", f"購入: {kind.ja}")
        lines = subject.lines(item, role="secondary") if imported(item) else ""
        evidence.append(subject.of(item, seen, lines))
    nothing = Text("bidding has no purchases", "購入のコンバージョンは入札の目標になっていません")
    return verdict_on(evidence, len(tags) + len(imports), nothing)


@rule(
    id="double-likely",
    topic=Topic.DOUBLE,
    level=Level.WARNING,
    title=Text(
        "Two actions seem to count the same act under different names",
        "名前の異なる 2 つのアクションが、同じ行動を計測している可能性があります",
    ),
    passed=Text(
        "No two actions that bidding has, and that could be of one act, count nearly the same",
        "入札の目標のうち、同じ行動を計測している可能性のある組み合わせに、件数がほぼ等しいものはありません",
    ),
    why=Text(
        "A tag and an import (or an upload) whose numbers are nearly equal, over a month and day by day, mostly record "
        "the same act: one of them was left when the other was set up, and nothing in their names shows it. Bidding "
        "then counts every conversion twice.",
        "1 か月の件数も日別の件数もほぼ等しいタグとインポート（またはアップロード）は、同じ行動を計測していることがほ"
        "とんどです。一方を設定したときに、もう一方が残ったままになっている例が多く、名前からは分かりません。その場合、"
        "1 件が二重に計測されます。",
    ),
    fix=Text(
        "Do the act once on the site and look at which tags and events fire. If both do, make one of the actions "
        "secondary, as a rule the import.",
        "サイトで実際にその行動を 1 回行い、どのタグとイベントが動作するかを確認します。両方が動作していれば、一方（通"
        "常はインポート）をサブアクションに変更します。",
    ),
    source=_ONCE,
    needs=(Need.GOOGLE_ADS, Need.COUNTS),
)
def double_likely(subject: Subject) -> Verdict:
    """Two actions that can be of one act, with nearly the same numbers, day by day where days are known: told once.

    The days ride on the query of the counts (`providers/google_ads/measures.py`, COUNTS_QUERY).
    """
    pairs = comparable(subject)
    looked = {item.id for pair in pairs for item in (pair.one, pair.other)}
    groups = _groups(subject, [pair for pair in pairs if equal(subject, pair)])
    evidence = [_likely(subject, group) for group in groups]
    nothing = Text(
        f"no tag and import or upload of one category that bidding has both counted {figure(ENOUGH)} conversions in 30 "
        "days",
        f"入札の目標のうち、過去 30 日間に {figure(ENOUGH)} 件以上計測された同じカテゴリのタグとインポート（またはアッ"
        "プロード）の組み合わせがありません",
    )
    return verdict_on(evidence, len(looked), nothing)


def _groups(subject: Subject, pairs: Sequence[Twins]) -> list[list[Live]]:
    """The actions that seem to count one act, all of them together, by name of the first.

    First comes what is to give way: an import, else an upload, else what counts less.
    """
    groups: list[dict[str, Live]] = []
    for pair in pairs:
        mine = {pair.one.id: pair.one, pair.other.id: pair.other}
        joined = [group for group in groups if group.keys() & mine.keys()]
        groups = [group for group in groups if group not in joined]
        groups.append(dict(ChainMap(mine, *joined)))
    ordered = [sorted(group.values(), key=partial(_yielding, subject)) for group in groups]
    return sorted(ordered, key=lambda group: next(item.address.name for item in group))


def _yielding(subject: Subject, item: Live) -> tuple[int, float, str]:
    """The key that sorts actions of one act, first the one that is to give way."""
    return _WAYS.index(way(item)), subject.counted(item).all, item.id


def _likely(subject: Subject, group: Sequence[Live]) -> Evidence:
    """Evidence of actions that seem to count one act: their numbers, and their days beside the first's."""
    item, *others = group
    count, category = figure(subject.counted(item).all), item.action.category
    seen = Text(
        f"{count} conversions in 30 days, category {category}",
        f"過去 30 日間に {count} 件（カテゴリ「{category_word(category).ja}」）",
    )
    for other in others:
        like, days = figure(subject.counted(other).all), together(subject, item, other)
        seen = Text(f'{seen.en}; "{other.address.name}" has {like}', f"{seen.ja}。「{other.address.name}」は {like} 件")
        if days is not None:
            seen = Text(
                f"{seen.en}; both counted on {days.common} of {days.either} days",
                f"{seen.ja}。{days.either} 日のうち {days.common} 日は両方で計測",
            )
    return replace(subject.of(item, seen), others=tuple(other.id for other in others))


def _twice(subject: Subject, *, both: bool) -> Verdict:
    """Events that are imported and tagged, of which bidding has two (or at most one)."""
    shared = [act for act in acts(subject) if act.tags]
    evidence: list[Evidence] = []
    for act in shared:
        if _both(subject, act) is both:
            evidence += [_recorded(subject, act, item, both) for item in act.all]
    return verdict_on(evidence, sum(len(act.all) for act in shared), _NOT_BOTH)


def _both(subject: Subject, act: Act) -> bool:
    """True if bidding has a tag and an import of an act."""
    return any(map(subject.for_bidding, act.tags)) and any(map(subject.for_bidding, act.imports))


def _recorded(subject: Subject, act: Act, item: Live, both: bool) -> Evidence:
    """Evidence of an action that records an act, and how; the import's role is what the config can change."""
    kind = recorded_as(subject, item)
    lines = subject.lines(item, role="secondary") if both and imported(item) else ""
    return subject.of(item, Text(f"records {act.event}: {kind.en}", f"{act.event} を記録: {kind.ja}"), lines)
