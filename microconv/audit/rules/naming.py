"""Are conversions named so that people and reports can tell them apart?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from microconv.analysis.lines import Setting, entry
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core import naming
from microconv.core.category_words import category_word
from microconv.core.conversion import ConversionKind, Role
from microconv.core.goal_state import CustomGoalState
from microconv.core.kinds import CUSTOM_GOAL, EVENT_RULE
from microconv.core.resource import Live, Standing
from microconv.core.text import Text

_PRACTICE = "docs/best-practices.md, Naming, checked 2026-11-23"
_GOES_ON = re.compile(r"$|[^A-Za-z]|[A-Z][a-z]")
"""The continuation of a name that was meant to have the prefix, after its letters: `mv-cart`, `mvCart`, not `mvp`."""

_NOTHING_NAMED = Text("there is no name to look at", "対象となる名前がありません")


def _meant(name: str, prefix: str) -> bool:
    """True if a name was meant to carry the prefix, well formed or not."""
    stem = prefix.rstrip("_")
    text = unicodedata.normalize("NFKC", name)
    return text.lower().startswith(stem) and _GOES_ON.match(text[len(stem) :]) is not None


def _suggested(name: str, prefix: str) -> str:
    """The nearest name that follows the rule, or an empty string."""
    text = unicodedata.normalize("NFKC", name)
    return naming.suggest_micro(text[len(prefix.rstrip("_")) :] if _meant(name, prefix) else text, prefix)


def _result(subject: Subject, item: Live) -> bool:
    """True if the config says that it is a result, whose name is free."""
    conversion = subject.declared(item)
    return conversion is not None and conversion.kind is ConversionKind.MACRO


def _named(items: Iterable[Live]) -> list[Live]:
    """Those whose names are given by people, not by Google."""
    return [item for item in items if item.standing is Standing.NORMAL]


def listed(item: Live, name: str, **settings: Setting) -> str:
    """Config lines that list an action that is not listed yet; empty for one that takes more than a website's tag."""
    if item.standing is not Standing.NORMAL or item.action.type != "webpage":
        return ""
    return entry(name, category=item.action.category, **settings)


def _mentioned(subject: Subject, item: Live) -> bool:
    """True if a custom goal lists an action, or a custom goal or a funnel of the config names its conversion."""
    if any(item.id in (CustomGoalState(one.state).actions or ()) for one in subject.live(CUSTOM_GOAL)):
        return True
    conversion = subject.declared(item)
    names = {name for goal in subject.config.goals.custom for name in goal.conversions}
    return conversion is not None and conversion.name in names | {one.next for one in subject.config.conversions}


def _renamed(subject: Subject, item: Live, name: str) -> str:
    """The config lines that give an action another name and leave its role.

    Empty where the config calls it by its name elsewhere too: lines for one conversion would break that.
    """
    if _mentioned(subject, item):
        return ""
    role = Role.PRIMARY if subject.primary(item) else Role.SECONDARY
    kind: dict[str, Setting] = {} if subject.decided(item) else {"kind": "micro"}  # instead of what an import writes
    return listed(item, name, **kind, role=role.value, previously=[item.address.name]) if name else ""


@rule(
    id="naming-pattern",
    topic=Topic.NAMING,
    level=Level.WARNING,
    title=Text(
        "The name of a micro-conversion does not follow the rule",
        "マイクロコンバージョンの名前が命名規則に沿っていません",
    ),
    passed=Text(
        "The names of all micro-conversions with the prefix follow the rule",
        "接頭辞の付いたマイクロコンバージョンの名前は、すべて命名規則に沿っています",
    ),
    why=Text(
        "Sums, filters and reports find micro-conversions by their prefix and words. One that is spelled differently "
        "is left out of them, and nobody notices.",
        "集計、フィルタ、レポートは、接頭辞と単語をもとにマイクロコンバージョンを探します。"
        "表記の違うものは対象から漏れ、しかも誰も気づきません。",
    ),
    fix=Text(
        "Rename the conversion action: give the new name in the config, and the old one under `previously`. A key "
        "event cannot be renamed: send the event under the new name and mark that one.",
        "コンバージョン アクションの名前を変更します。設定ファイルに新しい名前を書き、"
        "古い名前は `previously` に残します。キーイベントの名前は変更できないため、新しい名前でイベントを送信し、"
        "そのイベントをキーイベントに指定します。",
    ),
    source=_PRACTICE,
)
def naming_pattern(subject: Subject) -> Verdict:
    """Names that carry the prefix, or nearly, and break the pattern."""
    named = _named((*subject.own, *subject.key_events))
    meant = [item for item in named if _meant(item.address.name, subject.prefix) and not _result(subject, item)]
    pattern, evidence = naming.micro_pattern(subject.prefix), []
    for item in meant:
        if not pattern.fullmatch(item.address.name):
            name = _suggested(item.address.name, subject.prefix)
            seen = Text(f'by the rule it would be "{name}"', f"命名規則に沿った名前は「{name}」です")
            if not name:
                seen = Text(
                    f'after "{subject.prefix}" come words of a-z and 0-9, joined by single underscores',
                    f"「{subject.prefix}」の後には、a-z と 0-9 の単語をアンダースコア 1 個でつなげて書きます",
                )
            evidence.append(subject.of(item, seen, _renamed(subject, item, name)))
    nothing = Text(f'no name begins with "{subject.prefix}"', f"「{subject.prefix}」で始まる名前がありません")
    return verdict_on(evidence, len(meant), nothing)


@rule(
    id="naming-prefix",
    topic=Topic.NAMING,
    level=Level.NOTE,
    title=Text(
        "A step before the result has no prefix", "最終コンバージョンより前の行動なのに、名前に接頭辞がありません"
    ),
    passed=Text(
        "All steps before the result carry the prefix",
        "最終コンバージョンより前の行動には、すべて接頭辞が付いています",
    ),
    why=Text(
        "Without the prefix nobody can tell from a report which conversions are steps and which are results; steps "
        "are then counted as sales.",
        "接頭辞がないと、レポートを見ても、どれが途中の行動でどれが成果なのか区別できません。"
        "途中の行動まで成果として数えられてしまいます。",
    ),
    fix=Text(
        "Rename it with the prefix (the old name under `previously`), or list it in the config with `kind: macro` if "
        "it is a result.",
        "接頭辞の付いた名前に変更します（古い名前は `previously` に書きます）。成果そのものであれば、"
        "設定ファイルに `kind: macro` と書きます。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS,),
)
def naming_prefix(subject: Subject) -> Verdict:
    """Recorded actions that are known to be steps, and whose names were not even meant to carry the prefix."""
    steps = [item for item in _named(subject.own) if subject.micro(item) and subject.judged(item).known]
    evidence = []
    for item in steps:
        if _meant(item.address.name, subject.prefix):
            continue
        name, category = _suggested(item.address.name, subject.prefix), item.action.category
        shown = name or f"{subject.prefix}…"
        seen = Text(
            f'category {category}; it could be "{shown}"',
            f"カテゴリ: {category_word(category).ja}。名前の例: 「{shown}」",
        )
        evidence.append(subject.of(item, seen, _renamed(subject, item, name)))
    nothing = Text("no action is known to be a step", "途中の行動とわかるコンバージョン アクションがありません")
    return verdict_on(evidence, len(steps), nothing)


@rule(
    id="naming-length",
    topic=Topic.NAMING,
    level=Level.ERROR,
    title=Text(
        "The name of a key event is too long to be reported", "キーイベントの名前が長すぎて、レポートに計上されません"
    ),
    passed=Text(
        "The names of all key events are short enough", "キーイベントの名前は、すべて文字数の上限に収まっています"
    ),
    why=Text(
        "GA4 appends _c to the names of key events. A name that has more than 40 characters with it is not reported "
        "as a key event: the conversions are lost.",
        "GA4 はキーイベントの名前の末尾に _c を付けます。付けた後の名前が 40 文字を超えると、"
        "キーイベントとして計上されず、コンバージョンが失われます。",
    ),
    fix=Text(
        f"Send the event under a name of at most {naming.MAX_EVENT_NAME} characters, and mark that one as a key event.",
        f"{naming.MAX_EVENT_NAME} 文字以内の名前でイベントを送信し、そのイベントをキーイベントに指定します。",
    ),
    source="support.google.com/analytics/answer/9267744, checked 2026-11-23",
    needs=(Need.GA4,),
)
def naming_length(subject: Subject) -> Verdict:
    """Key events with more characters than are safe."""
    evidence = [
        subject.of(
            item, Text(f"{length} characters, {length + 2} with _c", f"{length} 文字（_c を含め {length + 2} 文字）")
        )
        for item in subject.key_events
        if (length := len(item.address.name)) > naming.MAX_EVENT_NAME
    ]
    return verdict_on(evidence, len(subject.key_events), Text("there is no key event", "キーイベントがありません"))


@rule(
    id="naming-action-length",
    topic=Topic.NAMING,
    level=Level.NOTE,
    title=Text("The name of a conversion action is too long", "コンバージョン アクションの名前が長すぎます"),
    passed=Text(
        f"No conversion action has a name of more than {naming.MAX_ACTION_NAME} characters",
        f"コンバージョン アクションの名前は、すべて {naming.MAX_ACTION_NAME} 文字以内です",
    ),
    why=Text(
        "Reports cut long names off, and names that begin alike then look the same. Tools that manage conversions, "
        f"microconv too, take at most {naming.MAX_ACTION_NAME} characters.",
        "長い名前はレポートで途中までしか表示されず、書き出しが同じ名前は区別できなくなります。また、"
        f"microconv を含む管理ツールで扱えるのは {naming.MAX_ACTION_NAME} 文字までです。",
    ),
    fix=Text(
        "Rename it in Google Ads: Goals, Conversions, Summary.",
        "Google 広告の［目標］＞［コンバージョン］＞［概要］で名前を変更します。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS,),
)
def naming_action_length(subject: Subject) -> Verdict:
    """Recorded actions with longer names than a config can hold."""
    named = [item for item in subject.own if item.standing is not Standing.FIXED]
    evidence = [
        subject.of(item, Text(f"{length} characters", f"{length} 文字"))
        for item in named
        if (length := len(item.address.name)) > naming.MAX_ACTION_NAME
    ]
    return verdict_on(evidence, len(named), _NOTHING_NAMED)


@rule(
    id="naming-reserved",
    topic=Topic.NAMING,
    level=Level.ERROR,
    title=Text("An event has a name that GA4 keeps for itself", "GA4 が予約している名前をイベントに使っています"),
    passed=Text(
        "No key event and no event rule takes a name that GA4 keeps for itself",
        "GA4 が予約している名前は、キーイベントにもイベント作成ルールにも使われていません",
    ),
    why=Text(
        "GA4 drops custom events whose names begin with one of its own prefixes. And what a rule makes under the "
        "name of an event that GA4 collects itself is counted together with it.",
        "GA4 の予約済み接頭辞で始まるカスタム イベントは、GA4 で処理されません。また、"
        "GA4 が自動で収集するイベントと同じ名前をルールで作ると、両者が合わせて数えられてしまいます。",
    ),
    fix=Text(
        "Give the event a name of its own in Tag Manager or in the event rule, with the prefix if it is a step, and "
        "mark that one as a key event.",
        "Google タグ マネージャーまたはイベント作成ルールで独自の名前（途中の行動なら接頭辞付き）に変更し、"
        "そのイベントをキーイベントに指定します。",
    ),
    source="support.google.com/analytics/answer/13316687, checked 2026-11-23",
    needs=(Need.GA4,),
)
def naming_reserved(subject: Subject) -> Verdict:
    """Key events and event rules with a reserved prefix, and rules that make what GA4 collects itself."""
    rules = subject.live(EVENT_RULE)
    evidence = []
    for item in (*subject.key_events, *rules):
        name = item.address.name
        prefix = next((reserved for reserved in naming.RESERVED_PREFIXES if name.startswith(reserved)), None)
        if prefix is not None:
            seen = Text(f'"{prefix}" is a prefix of GA4', f"「{prefix}」は GA4 の予約済み接頭辞です")
            evidence.append(subject.of(item, seen))
        elif item.address.type == EVENT_RULE and name in naming.RESERVED_EVENTS:
            seen = Text(f'GA4 collects "{name}" itself', f"「{name}」は GA4 が自動で収集するイベントです")
            evidence.append(subject.of(item, seen))
    return verdict_on(evidence, len(subject.key_events) + len(rules), _NOTHING_NAMED)
