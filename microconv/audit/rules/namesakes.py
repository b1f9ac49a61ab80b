"""Names that are taken for one another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core import naming
from microconv.core.ga4_import import import_identity
from microconv.core.resource import Live
from microconv.core.text import Text

_PRACTICE = "docs/best-practices.md, Naming, checked 2026-11-23"
_NUMBERED = re.compile(r"\s*[(\[]\d+[)\]]$")
_COPIED = re.compile(r"(?:[\s_(\[-]+(?:copy|コピー)|のコピー)[\s_(\[-]*\d*[)\]]*$|^copy of\s+")
_NOTHING_NAMED = Text("there is no name to look at", "対象となる名前がありません")


@rule(
    id="naming-same-name",
    topic=Topic.NAMING,
    level=Level.WARNING,
    title=Text(
        "Two recorded conversion actions have the same name", "同じ名前のコンバージョン アクションが複数あります"
    ),
    passed=Text(
        "Every recorded conversion action has a name of its own",
        "有効なコンバージョン アクションの名前は、すべて異なります",
    ),
    why=Text(
        "A manager account's action and the client's own with one name cannot be told apart in reports, and may "
        "count one act twice.",
        "MCC のコンバージョン アクションとアカウント自身のものが同じ名前だと、レポートで区別できず、"
        "一つの行動が二重に計測されるおそれがあります。",
    ),
    fix=Text(
        "Find out which of them is meant to count. Remove the other one from the tags, make it secondary, and rename "
        "it.",
        "どちらを計測に使うのか確認します。もう一方はタグから外し、サブアクションに変更して、名前も変えます。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS,),
)
def naming_same_name(subject: Subject) -> Verdict:
    """Names that occur more than once among what is recorded, whoever owns it."""
    named: dict[str, list[Live]] = defaultdict(list)
    for item in subject.actions:
        named[item.address.name].append(item)
    evidence = []
    for items in named.values():
        first, *others = items
        if others:
            owners = [subject.owner(item) for item in items]
            seen = Text(
                f"{len(items)} actions, in " + " and ".join(owners), f"{len(items)} 件。所有者: " + "、".join(owners)
            )
            evidence.append(subject.of(first, seen))
    return verdict_on(evidence, len(subject.actions), _NOTHING_NAMED)


def _folded(name: str) -> str:
    """The rest of a name without case, width, separators and what is appended to the name of a copy."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    while (cut := _COPIED.sub("", _NUMBERED.sub("", text))) != text:
        text = cut
    return naming.bare(text)


@rule(
    id="naming-alike",
    topic=Topic.NAMING,
    level=Level.WARNING,
    title=Text("Names differ only in their spelling", "表記だけが異なる、よく似た名前があります"),
    passed=Text("No two names differ only in their spelling", "表記だけが異なる名前はありません"),
    why=Text(
        "Names that differ only in case, spaces, width or a trailing (2) are mostly the same act set up twice. "
        "People take one for the other, and the act may be counted twice.",
        "大文字と小文字、空白、全角と半角、末尾の (2) だけが違う名前は、多くの場合、"
        "同じ行動を二重に設定したものです。取り違えや二重計測の原因になります。",
    ),
    fix=Text(
        "Keep one of them. Make the other secondary and take its tag out; or, if both are needed, rename them after "
        "what tells them apart.",
        "どちらか一方だけを残し、もう一方はサブアクションに変更してタグを外します。両方必要であれば、"
        "違いが分かる名前に変更します。",
    ),
    source=_PRACTICE,
)
def naming_alike(subject: Subject) -> Verdict:
    """Different names of one kind of object that are the same when spelling is left aside."""
    items = (*subject.own, *subject.key_events)
    alike: dict[tuple[str, str], dict[str, Live]] = defaultdict(dict)
    for item in items:
        folded = _folded(item.address.name)
        if folded:
            alike[item.address.type, folded].setdefault(item.address.name, item)
    evidence = []
    for names in alike.values():
        first, *others = names
        if others:
            en, ja = (mark.join(others) for mark in ('", "', "」「"))
            evidence.append(subject.of(names[first], Text(f'alike: "{en}"', f"よく似た名前: 「{ja}」")))
    return verdict_on(evidence, len(items), _NOTHING_NAMED)


@rule(
    id="naming-other-event",
    topic=Topic.NAMING,
    level=Level.WARNING,
    title=Text(
        "An imported action is named after another event than it counts",
        "GA4 から読み込んだコンバージョン アクションに、別のイベントの名前が付いています",
    ),
    passed=Text(
        "No imported action is named after another event than it counts",
        "GA4 から読み込んだコンバージョン アクションに、別のイベントの名前が付いたものはありません",
    ),
    why=Text(
        "Reports in Google Ads show the action's name, and everybody reads it as the event of that name. What it "
        "counts is something else, so the numbers of GA4 and Google Ads never agree.",
        "Google 広告のレポートにはアクションの名前が表示されるため、誰もがその名前のイベントの件数だと受け取ります。"
        "実際に数えているのは別のイベントなので、GA4 と Google 広告の数値は一致しません。",
    ),
    fix=Text(
        "Rename the action in Google Ads (Goals, Conversions, Summary) after the event that it imports.",
        "Google 広告の［目標］＞［コンバージョン］＞［概要］で、読み込んでいるイベントに合わせて名前を変更します。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS, Need.GA4),
)
def naming_other_event(subject: Subject) -> Verdict:
    """Imports of this property whose names end in a key event's name that is not theirs."""
    events = {item.address.name for item in subject.key_events}
    head = import_identity(subject.property_id, "")
    imports = [item for item in subject.own if item.identity.startswith(head)]
    evidence = []
    for item in imports:
        event, ending = item.identity.removeprefix(head), item.address.name.rpartition(" ")[2]
        if ending != event and ending in events:
            seen = Text(f'it counts "{event}", not "{ending}"', f"「{ending}」ではなく「{event}」を数えています")
            evidence.append(subject.of(item, seen))
    nothing = Text("nothing is imported from this property", "このプロパティから読み込んだものがありません")
    return verdict_on(evidence, len(imports), nothing)
