"""The results of an audit: of rules, findings, and answers to the four closing questions."""

from __future__ import annotations

import enum
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from microconv.analysis.evidence import Evidence
from microconv.analysis.overview import Overview
from microconv.analysis.stakes import NO_STAKE, Stake
from microconv.audit.about import NOTHING_KNOWN, About
from microconv.audit.before import Before, Trend, trend
from microconv.audit.rule import Level, Rule, Status
from microconv.core.client import Ignored
from microconv.core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. Neither what was accepted nor what was known before counts.

    Neither one that is accepted counts, nor one that was in the baseline.

    rule: the rule.
    evidence: the object, and what was seen of it.
    fingerprint: 16 hexadecimal digits, the same in every audit of these accounts, whatever was seen.
    ignored: the entry of the config that accepts it.
    known: true where it was in the baseline.
    stake: the spend, the conversions and the value that are at stake in it.
    """

    rule: Rule
    evidence: Evidence
    fingerprint: str
    ignored: Ignored | None = None
    known: bool = False
    stake: Stake = NO_STAKE

    @property
    def level(self) -> Level:
        """The weight of its rule."""
        return self.rule.level

    @property
    def counts(self) -> bool:
        """True if it is neither ignored nor known before."""
        return self.ignored is None and not self.known


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The conclusion of one rule.

    rule: the rule.
    status: its conclusion.
    findings: in the order of what is at stake in each.
    reason: the reason why it is not applicable or unknown.
    checked: the number of objects that were looked at.
    stake: that of all findings that nobody accepted, together.
    """

    rule: Rule
    status: Status
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None
    checked: int = 0
    stake: Stake = NO_STAKE

    @property
    def order(self) -> tuple[object, ...]:
        """The key that sorts rules by weight: the level, then what is at stake, then the id."""
        return -self.rule.level.weight, self.stake.order, self.rule.id


class Standpoint(enum.StrEnum):
    """The answer to a closing question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of an answer's evidence. `rule` is the id of the rule whose findings it counts; empty for any other."""

    text: Text
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four closing questions, the answer, its evidence, and the ids of the rules behind it."""

    id: str
    question: Text
    answer: Standpoint
    evidence: tuple[Statement, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """An audit of one client. Iterates over its findings, the heaviest first.

    label: the client's name, or the numbers of its accounts.
    accounts: (provider, account) pairs.
    emulated: true where the accounts are the emulator's.
    made: an ISO 8601 time.
    tool: the version of microconv.
    answers: the answers to the four closing questions.
    results: one for each rule that was run, in the order of the reference.
    overview: the account's conversions, for pictures.
    calls: the API calls that it took.
    container_calls: those of them to Tag Manager.
    path: the config's file; empty where there is none.
    purposes: the names of the config's conversions with the reasons why they are measured, where it says any.
    about: the account as its client knows it.
    before: the audit of these accounts in the baseline, if there was one.
    """

    label: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    made: str
    tool: str
    answers: tuple[Answer, ...]
    results: tuple[RuleResult, ...]
    overview: Overview
    calls: int = 0
    container_calls: int = 0
    path: str = ""
    purposes: tuple[tuple[str, str], ...] = ()
    about: About = NOTHING_KNOWN
    before: Before | None = None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, ignored and known ones too: rules by level and stake, and findings of each by theirs."""
        return tuple(finding for result in self.failed for finding in result.findings)

    @cached_property
    def failed(self) -> tuple[RuleResult, ...]:
        """The results with findings, by level, then by what is at stake: spend, conversions, results, values."""
        return tuple(sorted((item for item in self.results if item.findings), key=lambda item: item.order))

    @cached_property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that are neither ignored nor known."""
        return tuple(item for item in self.findings if item.counts)

    @cached_property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted, known ones too."""
        return tuple(item for item in self.findings if item.ignored is None)

    @cached_property
    def trend(self) -> Trend | None:
        """The trend against the baseline, None where it has no audit of these accounts."""
        return trend(self.before, (item.fingerprint for item in self.standing)) if self.before else None

    @cached_property
    def weight(self) -> tuple[float, ...]:
        """The number of findings that nobody accepted by level, the heaviest first: sorts audits by weight.

        Between equals the conversions at stake decide: money is in each account's own currency.
        """
        most = max((item.stake.conversions or 0.0 for item in self.standing), default=0.0)
        numbers = Counter([item.level for item in self.standing])
        return (*(numbers[level] for level in reversed(Level)), most)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def number(self, level: Level) -> int:
        """The number of findings of one weight that count."""
        return self._numbers[level]

    @cached_property
    def _numbers(self) -> Counter[Level]:
        return Counter([item.level for item in self.counting])

    def of(self, status: Status) -> tuple[RuleResult, ...]:
        """The results with one status."""
        return tuple(item for item in self.results if item.status is status)

    def at_least(self, level: Level) -> bool:
        """True if a finding counts that weighs this much or more."""
        return any(item.level.weight >= level.weight for item in self.counting)


def fingerprint(accounts: tuple[tuple[str, str], ...], rule: str, evidence: Evidence) -> str:
    """The identity of a finding in baselines and code scanning: accounts, rule and object, never what was seen."""
    parts = [*[part for pair in accounts for part in pair], rule, evidence.object, evidence.id]
    text = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
