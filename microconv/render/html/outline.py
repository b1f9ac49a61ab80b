"""Audits in the order of the page: findings by rule, the rules that found nothing, the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from microconv.audit.result import Answer, Audit, Finding, RuleResult
from microconv.audit.rule import Level, Rule, Status, Topic
from microconv.core.text import Text

_OTHERS = (Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule. `key` is its id on the page."""

    key: str
    rule: Rule
    findings: tuple[Finding, ...]

    @property
    def suppressed(self) -> bool:
        """True if nothing of it counts."""
        return not any(item.counts for item in self.findings)


@dataclass(frozen=True)
class Section:
    """One client's part of the page. `key` is its id on the page."""

    key: str
    audit: Audit

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The findings by rule: the heaviest first, and those of which nothing counts after the others."""
        by_rule: dict[str, list[Finding]] = {}
        for finding in self.audit.findings:
            by_rule.setdefault(finding.rule.id, []).append(finding)
        groups = [Group(f"{self.key}-{name}", items[0].rule, tuple(items)) for name, items in by_rule.items()]
        return tuple(sorted(groups, key=lambda group: group.suppressed))

    @cached_property
    def by_rule(self) -> dict[str, Group]:
        """The groups by the id of their rule."""
        return {group.rule.id: group for group in self.groups}

    def evidence(self, answer: Answer) -> list[tuple[Text, Group | None]]:
        """The lines of an answer's evidence, each with the findings that it counts."""
        return [(item.text, self.by_rule.get(item.rule)) for item in answer.evidence]

    def unmentioned(self, answer: Answer) -> list[Group]:
        """The findings behind an answer that its evidence does not mention."""
        mentioned = {item.rule for item in answer.evidence}
        return [group for group in self.behind(answer) if group.rule.id not in mentioned]

    def behind(self, answer: Answer) -> list[Group]:
        """The findings behind an answer."""
        return [self.by_rule[name] for name in answer.rules if name in self.by_rule]

    @cached_property
    def others(self) -> tuple[RuleResult, ...]:
        """The results without findings: first what could not be told, then what passed."""
        return tuple(item for status in _OTHERS for item in self.audit.of(status))

    @cached_property
    def levels(self) -> dict[Level, int]:
        """The number of findings of each level that count, the heaviest first."""
        return {level: self.audit.number(level) for level in reversed(Level)}

    @property
    def ignored(self) -> int:
        """The number of findings that the config accepts."""
        return sum(item.ignored is not None for item in self.audit.findings)

    @property
    def known(self) -> int:
        """The number of findings that were in the baseline, without those that the config accepts."""
        return sum(item.known and item.ignored is None for item in self.audit.findings)


@dataclass(frozen=True)
class Outline:
    """The whole page."""

    sections: tuple[Section, ...]

    @property
    def single(self) -> bool:
        """True if it is about one client: then explanations stand with the findings, else once at the end."""
        return len(self.sections) == 1

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all clients."""
        return tuple(item for section in self.sections for item in section.audit.findings)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that found something, in the order of the topics."""
        rules = {item.rule.id: item.rule for item in self.findings}
        order = list(Topic)
        return tuple(sorted(rules.values(), key=lambda rule: (order.index(rule.topic), rule.id)))

    @cached_property
    def levels(self) -> dict[Level, int]:
        """The number of findings of each level that count, the heaviest first."""
        return {level: sum(item.audit.number(level) for item in self.sections) for level in reversed(Level)}

    @cached_property
    def topics(self) -> dict[Topic, int]:
        """The number of findings of each topic, without topics that have none."""
        counts = {topic: sum(item.rule.topic is topic for item in self.findings) for topic in Topic}
        return {topic: count for topic, count in counts.items() if count}

    @property
    def suppressed(self) -> int:
        """The number of findings that are ignored or known."""
        return sum(not item.counts for item in self.findings)


def outline(audits: Sequence[Audit]) -> Outline:
    """The page of these audits, the heaviest first."""
    ordered = sorted(audits, key=lambda audit: audit.weight, reverse=True)
    return Outline(tuple(Section(f"c{number}", audit) for number, audit in enumerate(ordered, start=1)))
