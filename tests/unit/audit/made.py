"""Rules made for tests of what is done with rules: one that names every action, one that cannot tell."""

from __future__ import annotations

import datetime

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Rule, Topic, Verdict, rule, unknown, verdict_on
from microconv.core.text import Text

NOTHING = Text("no action is there", "コンバージョン アクションがありません")


def made(identifier: str, level: Level, *needs: Need, lines: str = "") -> Rule:
    """A rule that finds something wrong with every action whose name does not begin with `good`."""

    @rule(
        id=identifier,
        topic=Topic(identifier.partition("-")[0]),
        level=level,
        title=Text(f"Bad by {identifier}", f"{identifier} に反しています"),
        passed=Text("All good", "問題ありません"),
        why=Text("It costs money.", "費用がかかります。"),
        fix=Text("Make it good.", "直してください。"),
        source="docs/best-practices.md, roles, checked 2026-11-23",
        needs=needs,
    )
    def check(subject: Subject) -> Verdict:
        bad = [item for item in subject.own if not item.address.name.startswith("good")]
        told = [subject.of(item, Text(f"is {item.address.name}", f"名前: {item.address.name}"), lines) for item in bad]
        return verdict_on(told, len(subject.own), NOTHING)

    return check


def doubting(identifier: str) -> Rule:
    """A rule that cannot tell."""
    found = made(identifier, Level.NOTE)
    why = Text("nobody knows", "わかりません")
    return Rule(
        found.id, found.topic, found.level, found.title, found.passed, found.why, found.fix, found.source, (),
        lambda subject: unknown(why),
    )  # fmt: skip


MADE = "2026-11-23T09:00:00+00:00"
DAY = datetime.date(2026, 11, 23)
