"""The four closing questions (docs/best-practices.md), answered from the results of rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from microconv.analysis.subject import Subject
from microconv.audit.facts import goal_facts, is_old_report, report_facts, review_facts, value_facts
from microconv.audit.proof import Lack, no_result, no_review, no_value
from microconv.audit.result import Answer, Finding, RuleResult, Standpoint, Statement
from microconv.audit.rule import Level, Rule, Status, Topic
from microconv.audit.rules import RULES
from microconv.core.text import Text

REASONS = 3
"""So many different reasons are told at most why rules concluded nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """A closing question and the rules that it rests on.

    id: the question's id in documents.
    text: the question itself.
    facts: a function that gives the first lines of its evidence.
    topics: the topics of rules that it rests on.
    ids: the ids of further rules.
    config: a line of evidence for where there is no config, without which it cannot be answered; None: it can.
    lack: a function that gives what a yes lacks, although no rule found anything wrong; None where there is proof.
    """

    id: str
    text: Text
    facts: Callable[[Subject], tuple[Text, ...]]
    topics: frozenset[Topic] = frozenset()
    ids: frozenset[str] = frozenset()
    config: Text | None = None
    lack: Callable[[Subject], Lack | None] = lambda subject: None

    def rests_on(self, rule: Rule) -> bool:
        """True if a rule bears on it."""
        return rule.topic in self.topics or rule.id in self.ids


@dataclass(frozen=True, slots=True)
class _Conclusions:
    """The conclusions of the rules of a question.

    `ran` are their results, `failing` those with findings that count and how many; `good` the rest of what concluded.
    `absent` counts the rules that were not run.
    """

    ran: tuple[RuleResult, ...]
    failing: tuple[tuple[RuleResult, tuple[Finding, ...]], ...]
    good: tuple[RuleResult, ...]
    absent: int

    def has_failed_at(self, level: Level) -> bool:
        """True if one of the failing rules weighs this much or more."""
        return any(result.rule.level.weight >= level.weight for result, _ in self.failing)

    @property
    def standpoint(self) -> Standpoint:
        """No for an error, or where several concluded, all failed, and not by notes alone."""
        if self.has_failed_at(Level.ERROR):
            return Standpoint.NO
        if self.failing:
            all_fail = not self.good and len(self.failing) > 1 and self.has_failed_at(Level.WARNING)
            return Standpoint.NO if all_fail else Standpoint.PARTLY
        return Standpoint.YES if self.good else Standpoint.UNKNOWN

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind the standpoint: those that failed, else those that did not, else all that ran."""
        behind = tuple(result for result, _ in self.failing) or self.good or self.ran
        return tuple(result.rule.id for result in behind)


def answers(subject: Subject, results: Sequence[RuleResult], rules: Sequence[Rule] = RULES) -> tuple[Answer, ...]:
    """The four questions, in their order, each with its answer and evidence.

    `rules` are all that could have been run: of those that are not among `results` the evidence says so. What was in a
    baseline is as wrong as before, and counts; what the config accepts does not.
    """
    return tuple(_answer(question, subject, results, rules) for question in QUESTIONS)


def _answer(question: Question, subject: Subject, results: Sequence[RuleResult], rules: Sequence[Rule]) -> Answer:
    conclusions = _conclusions(question, results, rules)
    evidence = [*map(Statement, question.facts(subject)), *_statements(conclusions)]
    standpoint = conclusions.standpoint
    if question.config is not None and subject.client is None:
        standpoint = Standpoint.UNKNOWN
        evidence.insert(0, Statement(question.config))
    elif question.id == SHARED:
        standpoint = _shared(subject, conclusions)
    elif conclusions.good or conclusions.failing:
        lack = question.lack(subject)
        if lack is not None:
            standpoint = _without_proof(standpoint, lack)
            evidence.append(Statement(Text(f"no yes: {lack.why.en}", f"「はい」と言えない理由: {lack.why.ja}")))
    return Answer(question.id, question.text, standpoint, tuple(evidence), conclusions.rules)


def _without_proof(standpoint: Standpoint, lack: Lack) -> Standpoint:
    """The answer where something is lacking: that no rule found a fault is no proof."""
    if lack.at_best is Standpoint.NO:
        return Standpoint.NO
    return lack.at_best if standpoint is Standpoint.YES else standpoint


def _shared(subject: Subject, conclusions: _Conclusions) -> Standpoint:
    """The answer whether the analysis is shared: there is a report, none too old, and reviews that go with it."""
    if subject.client is None or not subject.client.review_report:
        return Standpoint.NO
    return Standpoint.PARTLY if conclusions.failing or is_old_report(subject) else Standpoint.YES


def _conclusions(question: Question, results: Sequence[RuleResult], rules: Sequence[Rule]) -> _Conclusions:
    ran = tuple(result for result in results if question.rests_on(result.rule))
    failing, good = [], []
    for result in ran:
        counting = tuple(finding for finding in result.findings if finding.ignored is None)
        if counting:
            failing.append((result, counting))
        elif result.status in {Status.PASS, Status.FAIL} and (result.checked or result.findings):
            good.append(result)
    failing.sort(key=lambda pair: pair[0].order)
    there = {result.rule.id for result in ran}
    absent = sum(question.rests_on(rule) and rule.id not in there for rule in rules)
    return _Conclusions(ran, tuple(failing), tuple(good), absent)


def _statements(conclusions: _Conclusions) -> list[Statement]:
    """The findings by rule, what was accepted, and what was not concluded and why."""
    counted = [
        Statement(
            Text(f"{result.rule.title.en}: {len(counting)}", f"{result.rule.title.ja}: {len(counting)} 件"),
            result.rule.id,
        )
        for result, counting in conclusions.failing
    ]
    return [*counted, *map(Statement, _remainder(conclusions))]


def _remainder(conclusions: _Conclusions) -> list[Text]:
    """Findings that were accepted, checks that passed or were not run, and why some concluded nothing."""
    lines = []
    accepted = sum(finding.ignored is not None for result in conclusions.ran for finding in result.findings)
    if accepted:
        lines.append(Text(f"findings accepted: {accepted}", f"承認済みの指摘: {accepted} 件"))
    if conclusions.good and not conclusions.failing:
        lines.append(
            Text(f"checks passed: {len(conclusions.good)}", f"問題のなかったチェック: {len(conclusions.good)} 件")
        )
    concluded = conclusions.good or conclusions.failing
    lines += _reasons([result for result in conclusions.ran if result.status is Status.UNKNOWN or not concluded])
    if conclusions.absent:
        lines.append(
            Text(f"checks that were not run: {conclusions.absent}", f"実行していないチェック: {conclusions.absent} 件")
        )
    return lines


def _reasons(results: Sequence[RuleResult]) -> list[Text]:
    """Why nothing was concluded, each reason once."""
    reasons = dict.fromkeys(result.reason for result in results if result.reason is not None)
    return [Text(f"not concluded: {reason.en}", f"判断できない理由: {reason.ja}") for reason in list(reasons)[:REASONS]]


SHARED = "shared"

QUESTIONS = (
    Question(
        "goal",
        Text("Do the indicators match the business goal?", "指標はビジネスの目的に合っていますか"),
        goal_facts,
        frozenset({Topic.ROLES, Topic.DISTANCE, Topic.DOUBLE}),
        frozenset({"upkeep-too-many", "silence-result"}),
        lack=no_result,
    ),
    Question(
        "values",
        Text("Does each action have its own value?", "アクションごとに適切な値が設定されていますか"),
        value_facts,
        frozenset({Topic.VALUES}),
        lack=no_value,
    ),
    Question(
        "reviewed",
        Text("Are they reviewed and updated regularly?", "定期的に見直しと更新が行われていますか"),
        review_facts,
        lack=no_review,
        ids=frozenset({"upkeep-owner", "upkeep-schedule", "upkeep-overdue", "upkeep-stale"}),
        config=Text(
            "there is no config that says who reviews and when: write one with `owner` and `review: {every: quarter, "
            "last: …}` (`microconv init` or `microconv import`)",
            "責任者や見直しの予定を示す設定ファイルがありません。`owner` と `review: {every: quarter, last: …}` "
            "を記載した設定ファイルを作成してください（`microconv init` または `microconv import`）",
        ),
    ),
    Question(
        SHARED,
        Text("Is the analysis visualised and shared?", "分析結果は可視化され、共有されていますか"),
        report_facts,
        ids=frozenset({"upkeep-schedule", "upkeep-overdue"}),
        config=Text(
            "there is no config that says where the report is: write one with `review: {report: https://…}`",
            "レポートの場所を示す設定ファイルがありません。`review: {report: https://…}` を記載した設定ファイルを"
            "作成してください",
        ),
    ),
)
"""The questions of the article that the project comes from, in its order."""
