"""Does bidding use one action for each act?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, permutations

from microconv.analysis.act_names import told_apart
from microconv.analysis.evidence import Evidence
from microconv.analysis.lead_stages import stage
from microconv.analysis.same_act import (
    ENOUGH_ALIKE,
    comparable,
    equal,
    imported,
    named_alike,
    of_two_kinds,
    together,
    way,
)
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.demoting import unsettable
from microconv.audit.rules.roles import tenths
from microconv.core.bidding.effective import effective
from microconv.core.kinds import ACCOUNT_GOAL
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Address, Live
from microconv.core.text import Text

ALIKE = 0.8
"""From this share of the larger count on, two actions probably count the same act: tags lose up to a fifth."""

SEVERAL_ACTS = frozenset({"contact", "submit_lead_form", "signup", "book_appointment", "request_quote"})
"""Categories in which one site has several acts: two forms, a tap on the number and a chat. A judgement."""


@rule(
    id="roles-several-primaries",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "Bidding uses several actions for what looks like one act",
        "同じ行動とみられる複数のコンバージョン アクションが、同時に入札に使われています",
    ),
    passed=Text(
        "Bidding uses one action for each act",
        "一つの行動につき、入札に使われるコンバージョン アクションは一つです",
    ),
    why=Text(
        "Actions of one category and origin that are all used in one campaign each count. If they mark the same act, "
        "a second tag for the same form, say, bidding and the reports see it twice.",
        "カテゴリと発生元が同じコンバージョン アクションが一つのキャンペーンで複数使われると、それぞれが計上されます。"
        "同じフォームにタグが二つあるなど、同じ行動を計測している場合、入札でもレポートでも二重に数えられます。",
    ),
    fix=Text(
        "Compare them by day in Google Ads. If they count the same act, keep the more reliable one primary and make "
        "the others secondary; if not, give them categories that tell them apart.",
        "Google 広告で日別の件数を比べます。同じ行動を数えていれば、より確実な方だけをメインアクションに残し、"
        "ほかはサブアクションにします。別の行動であれば、区別できるカテゴリに変更します。",
    ),
    source="docs/best-practices.md, Count once, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_several_primaries(subject: Subject) -> Verdict:
    """Actions of one goal, all tags or all imports, that bidding uses together and that may mark one act.

    A tag and an import of the same event, and two imports of it, are found in the rules on double counting. Steps, and
    actions without a category, are only suspected when they count alike, by day too where days are known: there are
    many acts of such a kind. Stages of a lead are the business of roles-lead-stages. Leads with other names are not,
    where they are known to count otherwise. What Google counts on its own pages, each in one action, is never one act.
    """
    together: dict[tuple[int, str, bool, int], dict[str, Live]] = defaultdict(dict)
    for number, place in enumerate(subject.kinds_of_campaigns or (None,)):
        for item in subject.actions:
            action = None if unsettable(item) and not way(item) else subject.bidding_actions.get(item.id)
            if action is not None and effective(action, subject.bidding.goals, place).used:
                together[number, action.pair, imported(item), _on_ios(item)].setdefault(item.identity, item)
    doubles = frozenset(frozenset({pair.one.id, pair.other.id}) for pair in comparable(subject) if equal(subject, pair))
    suspects: dict[tuple[str, bool, int], dict[str, Live]] = defaultdict(dict)
    for (_, pair, from_ga4, ios), items in together.items():
        for item in _suspected(subject, list(items.values()), doubles):
            suspects[pair, from_ga4, ios][item.id] = item
    evidence = [_several(subject, pair, list(items_.values())) for (pair, *_), items_ in sorted(suspects.items())]
    return verdict_on(evidence, len(subject.used), Text("bidding uses no action", "入札に使われているものがありません"))


def _on_ios(item: Live) -> int:
    """One for an action of an app on iOS, zero for any other: no act is done on two systems."""
    return item.action.type.count("_ios_")


def _suspected(subject: Subject, items: Sequence[Live], doubles: frozenset[frozenset[str]]) -> list[Live]:
    """Those of the actions, used together, that may mark one act; not pairs that double-likely tells of."""
    plain = [item for item in items if not subject.micro(item) and item.action.category != "default"]
    suspects = {
        one.id
        for one, other in permutations(plain, 2)
        if frozenset({one.id, other.id}) not in doubles and not _apart(subject, one, other)
    }
    ordered = sorted(items, key=lambda item: (subject.counted(item).all, item.id))  # zeros where nobody counted
    for one, other in pairwise(ordered):
        if frozenset({one.id, other.id}) not in doubles and _alike(subject, one, other):
            suspects |= {one.id, other.id}
    return [item for item in items if item.id in suspects]


def _apart(subject: Subject, one: Live, other: Live) -> bool:
    """True where two results have names for two acts, and count as two acts do; or are of two stages of a lead."""
    if stage(subject, one) is not stage(subject, other) or _sold_apart(one, other):
        return True
    if one.action.category not in SEVERAL_ACTS:
        return False
    fewer, more = sorted((one, other), key=lambda item: subject.counted(item).all)
    enough = subject.counted(fewer).all >= ENOUGH_ALIKE
    return enough and not named_alike(subject, one, other) and not _alike(subject, fewer, more)


def _sold_apart(one: Live, other: Live) -> bool:
    """True where two sales are told apart by name: a subscription and a single order, a new customer's and another."""
    sales = {item.action.category for item in (one, other)} == {"purchase"}
    return sales and told_apart(one.address.name, other.address.name)


def _alike(subject: Subject, fewer: Live, more: Live) -> bool:
    """True where two actions count alike, neither is known to be the step before the other, and their names do not
    tell them apart.
    """
    if of_two_kinds(subject, fewer, more) or told_apart(fewer.address.name, more.address.name):
        return False
    days = together(subject, fewer, more)
    near = subject.counted(fewer).all >= ALIKE * subject.counted(more).all > 0
    return near and (days is None or not days.enough or days.same)


def _several(subject: Subject, pair: str, items: Sequence[Live]) -> Evidence:
    """One goal and the actions in it; with their counts where these are known."""
    counts = [tenths(subject.counted(item).all) if subject.has_counts else "?" for item in items]
    listed = ", ".join(f"{item.address.name} ({count})" for item, count in zip(items, counts, strict=True))
    seen = Text(
        f"used together, with all conversions of {RECENT_DAYS} days in brackets: [{listed}]",
        f"同時に入札に使用（かっこ内は {RECENT_DAYS} 日間のすべてのコンバージョン）: [{listed}]",
    )
    first, *others = sorted(item.id for item in items)
    return Evidence(str(Address(ACCOUNT_GOAL, pair)), pair, seen, first, others=tuple(others))
