"""The four closing questions: every branch of their answers, over results made for it, and over whole audits."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import pytest

from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.audit.questions import QUESTIONS, REASONS, answers
from microconv.audit.result import Answer, Finding, RuleResult, Standpoint
from microconv.audit.rule import Level, Rule, Status, Topic, not_applicable
from microconv.audit.rules import RULES
from microconv.audit.run import Choice, audit, audit_accounts
from microconv.core.client import AuditSettings, Client, Ignored, ReviewEvery
from microconv.core.conversion import Role
from microconv.core.measures import Counted
from microconv.core.resource import Standing
from microconv.core.review_settings import Decision
from microconv.core.text import Language, Text
from tests.strategies import action, client, conversion, custom_goal, goal, imported, key_event
from tests.unit.audit.cases import TODAY, account

YES, PARTLY, NO, UNKNOWN = Standpoint.YES, Standpoint.PARTLY, Standpoint.NO, Standpoint.UNKNOWN
_ACCEPTED = Ignored("*", "agreed", TODAY)
_FIXED = {"value_settings__default_value": 900.0, "value_settings__always_use_default_value": True}
_SALE = action("Sale", 1, category="purchase", primary_for_goal=True, **_FIXED)
_VALUED = account(_SALE)


def a_rule(identifier: str, level: Level = Level.WARNING, topic: Topic = Topic.VALUES) -> Rule:
    """A rule that is only its name, weight and topic."""
    title = Text(f"title of {identifier}", f"{identifier} の題")
    nothing = Text("", "")
    return Rule(
        identifier, topic, level, title, nothing, nothing, nothing, "", (), lambda subject: not_applicable(nothing)
    )


def failed(
    identifier: str, level: Level = Level.WARNING, count: int = 1, *, accepted: int = 0, known: int = 0
) -> RuleResult:
    """A result with so many findings that count, that are accepted, and that were known."""
    rule = a_rule(identifier, level)
    seen = Evidence("object", "name", Text("seen", "見た"))
    findings = (
        *(Finding(rule, seen, "f") for _ in range(count)),
        *(Finding(rule, seen, "f", ignored=_ACCEPTED) for _ in range(accepted)),
        *(Finding(rule, seen, "f", known=True) for _ in range(known)),
    )
    return RuleResult(rule, Status.FAIL, findings)


def passed(identifier: str) -> RuleResult:
    """A result without findings."""
    return RuleResult(a_rule(identifier), Status.PASS, checked=1)


def open_(identifier: str, why: str, status: Status = Status.UNKNOWN) -> RuleResult:
    """A result that concludes nothing."""
    return RuleResult(a_rule(identifier), status, reason=Text(why, f"理由 {why}"))


def about_values(results: Sequence[RuleResult], others: Sequence[Rule] = ()) -> Answer:
    """The answer to the question about values, when no other rules exist than these."""
    rules = [*(result.rule for result in results), *others]
    found = next(item for item in answers(_VALUED, results, rules) if item.id == "values")
    assert found.evidence[0].text.en.startswith("recorded conversion actions: 1")
    return replace(found, evidence=found.evidence[1:])


NOTE, WARNING, ERROR = Level.NOTE, Level.WARNING, Level.ERROR

TABLE: list[tuple[str, list[RuleResult], Standpoint, tuple[str, ...]]] = [
    ("nothing ran", [], UNKNOWN, ()),
    ("all passed", [passed("values-a"), passed("values-b")], YES, ("values-a", "values-b")),
    ("an error among what passed", [passed("values-a"), failed("values-b", ERROR)], NO, ("values-b",)),
    ("a warning", [passed("values-a"), failed("values-b")], PARTLY, ("values-b",)),
    ("a note", [passed("values-a"), failed("values-b", NOTE)], PARTLY, ("values-b",)),
    ("a warning alone", [failed("values-a")], PARTLY, ("values-a",)),
    ("an error alone", [failed("values-a", ERROR)], NO, ("values-a",)),
    ("all fail", [failed("values-b"), failed("values-a", NOTE)], NO, ("values-b", "values-a")),
    ("all fail, notes only", [failed("values-a", NOTE), failed("values-b", NOTE)], PARTLY, ("values-a", "values-b")),
    (
        "all that concluded fail",
        [failed("values-a"), failed("values-b"), open_("values-c", "x")],
        NO,
        ("values-a", "values-b"),
    ),
    (
        "an accepted error",
        [failed("values-a", ERROR, 0, accepted=1), passed("values-b")],
        YES,
        ("values-a", "values-b"),
    ),
    ("a known error", [failed("values-a", ERROR, 0, known=1), passed("values-b")], NO, ("values-a",)),
    ("an error, one of two accepted", [failed("values-a", ERROR, 1, accepted=1)], NO, ("values-a",)),
    (
        "two warnings, one accepted",
        [failed("values-a", count=0, accepted=1), failed("values-b")],
        PARTLY,
        ("values-b",),
    ),
    ("cannot be told", [open_("values-a", "x"), open_("values-b", "y")], UNKNOWN, ("values-a", "values-b")),
    ("is about nothing", [open_("values-a", "x", Status.NOT_APPLICABLE)], UNKNOWN, ("values-a",)),
    ("one passed, one open", [open_("values-a", "x"), passed("values-b")], YES, ("values-b",)),
    ("one failed, one open", [open_("values-a", "x"), failed("values-b")], PARTLY, ("values-b",)),
]


@pytest.mark.parametrize(("results", "standpoint", "rules"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_answer_follows_from_the_results(
    results: list[RuleResult], standpoint: Standpoint, rules: tuple[str, ...]
) -> None:
    found = about_values(results)
    assert found.answer is standpoint
    assert found.rules == rules


def told(answer: Answer, language: Language = Language.EN) -> list[str]:
    """The evidence in one language."""
    return [item.text.of(language) for item in answer.evidence]


def test_findings_are_told_the_heaviest_first_with_their_numbers() -> None:
    results = [failed("values-a", NOTE, 9), failed("values-b", ERROR, 1), failed("values-d", count=2)]
    results += [failed("values-c", count=3, accepted=2, known=4), passed("values-e")]
    found = about_values(results)
    assert told(found) == [
        "title of values-b: 1",
        "title of values-c: 7",
        "title of values-d: 2",
        "title of values-a: 9",
        "findings accepted: 2",
    ]
    assert told(found, Language.JA)[0] == "values-b の題: 1 件"
    assert found.rules == ("values-b", "values-c", "values-d", "values-a")


def test_of_equals_the_more_numerous_come_first_then_the_alphabet() -> None:
    found = about_values([failed("values-c"), failed("values-b"), failed("values-a", count=2)])
    assert found.rules == ("values-a", "values-b", "values-c")


def test_what_passed_and_what_could_not_be_told_is_evidence() -> None:
    quiet = open_("values-c", "about nothing", Status.NOT_APPLICABLE)
    found = about_values([passed("values-a"), open_("values-b", "no access"), quiet])
    assert told(found) == ["checks passed: 1", "not concluded: no access"]
    assert told(found, Language.JA)[1] == "判断できない理由: 理由 no access"


def test_where_nothing_was_concluded_the_reasons_are_told_each_once() -> None:
    results = [open_(f"values-{number}", f"why {number // 2}") for number in range(9)]
    results[2] = open_("values-2", "no actions", Status.NOT_APPLICABLE)
    found = about_values(results)
    assert told(found) == ["not concluded: why 0", "not concluded: no actions", "not concluded: why 1"]
    assert len(found.evidence) == REASONS


def test_a_result_without_a_reason_gives_none() -> None:
    found = about_values([RuleResult(a_rule("values-a"), Status.UNKNOWN), open_("values-b", "no access")])
    assert (found.answer, told(found)) == (UNKNOWN, ["not concluded: no access"])


def test_rules_that_were_not_run_are_evidence_and_no_yes_comes_from_nothing() -> None:
    left_out = [a_rule("values-x"), a_rule("values-y"), a_rule("naming-z", topic=Topic.NAMING)]
    found = about_values([], left_out)
    assert (found.answer, told(found)) == (UNKNOWN, ["checks that were not run: 2"])
    found = about_values([passed("values-a")], left_out)
    assert (found.answer, told(found)) == (YES, ["checks passed: 1", "checks that were not run: 2"])
    found = about_values([failed("values-a", NOTE)], left_out)
    assert (found.answer, told(found)[-1]) == (PARTLY, "checks that were not run: 2")


def test_the_rules_of_other_topics_have_no_say() -> None:
    other = RuleResult(a_rule("naming-a", ERROR, Topic.NAMING), Status.FAIL, failed("naming-a", ERROR).findings)
    found = about_values([other, passed("values-a")])
    assert (found.answer, found.rules) == (YES, ("values-a",))


# ---- the questions themselves ----------------------------------------------------------------------------------------

BY_ID = {question.id: question for question in QUESTIONS}


def rules_of(question: str) -> set[str]:
    """The ids of the rules that a question rests on."""
    return {rule.id for rule in RULES if BY_ID[question].rests_on(rule)}


def test_they_are_the_four_in_their_order() -> None:
    assert [question.id for question in QUESTIONS] == ["goal", "values", "reviewed", "shared"]
    for question in QUESTIONS:
        assert question.text.en.endswith("?")
        assert question.text.ja.endswith("か")


def test_each_rests_on_rules_that_exist() -> None:
    every = {rule.id for rule in RULES}
    for question in QUESTIONS:
        assert question.ids <= every
    assert rules_of("reviewed") == {"upkeep-owner", "upkeep-schedule", "upkeep-overdue", "upkeep-stale"}
    assert rules_of("shared") == {"upkeep-schedule", "upkeep-overdue"}
    topics = {rule.id: rule.topic for rule in RULES}
    assert {topics[item] for item in rules_of("values")} == {Topic.VALUES}
    others = {item for item in rules_of("goal") if topics[item] not in {Topic.ROLES, Topic.DISTANCE, Topic.DOUBLE}}
    assert others == {"upkeep-too-many", "silence-result"}


def of(subject: Subject, question: str, *only: str) -> Answer:
    """The answer of a real audit."""
    found = audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv", choice=Choice(only=only))
    return next(item for item in found.answers if item.id == question)


def kept(**said: object) -> Client:
    """A config that is looked after, but for what is said."""
    good = {"owner": "sato@agency.example", "review_every": ReviewEvery.MONTH, "review_last": TODAY}
    return client(conversion(), **{**good, "review_report": "https://report.example/1", **said})


_YEARS_AGO = TODAY - datetime.timedelta(days=800)


def test_who_approves_and_what_was_decided_is_evidence_where_the_config_tells() -> None:
    decisions = (
        Decision(TODAY - datetime.timedelta(days=40), "mv_gone", Role.SECONDARY, reason="enough final conversions"),
        Decision(TODAY - datetime.timedelta(days=70), "mv_a", reason="too few yet"),
    )
    found = of(account(client=kept(approver="boss@client.example", decisions=decisions)), "reviewed")
    assert told(found)[3:5] == [
        "approver: boss@client.example",
        "decisions written down: 2, 1 of them changes; the last on 2026-10-14",
    ]
    assert told(found, Language.JA)[3:5] == [
        "承認者: boss@client.example",
        "記録された決定: 2 件（うち変更 1 件）、最新: 2026-10-14",
    ]
    assert found.answer is YES
    assert not [
        line for line in told(of(account(client=kept()), "reviewed")) if "decision" in line or "approver" in line
    ]


@pytest.mark.parametrize(
    ("said", "standpoint", "rules"),
    [
        ({}, YES, ("upkeep-owner", "upkeep-schedule", "upkeep-overdue", "upkeep-stale")),
        ({"owner": ""}, PARTLY, ("upkeep-owner",)),
        ({"review_every": None}, PARTLY, ("upkeep-schedule",)),
        ({"review_last": None}, PARTLY, ("upkeep-overdue",)),
        ({"review_last": _YEARS_AGO}, PARTLY, ("upkeep-overdue", "upkeep-stale")),
        ({"owner": "", "review_every": None, "review_last": None}, NO, ("upkeep-owner", "upkeep-schedule")),
    ],
)
def test_whether_it_is_reviewed(said: dict[str, object], standpoint: Standpoint, rules: tuple[str, ...]) -> None:
    found = of(account(client=kept(**said)), "reviewed")
    assert found.answer is standpoint
    assert found.rules == rules


def test_who_reviews_and_when_is_evidence() -> None:
    assert told(of(account(client=kept()), "reviewed"))[:3] == [
        "owner: sato@agency.example",
        "review planned: every month",
        "last review: 2026-11-23",
    ]
    bare = kept(owner="", review_every=None, review_last=None)
    assert told(of(account(client=bare), "reviewed"))[:3] == [
        "owner: nobody is named",
        "review planned: never",
        "last review: not written down",
    ]
    assert told(of(account(client=bare), "reviewed"), Language.JA)[:3] == [
        "責任者: 記載なし",
        "見直しの予定: なし",
        "前回の見直し: 記録なし",
    ]


@pytest.mark.parametrize(
    ("said", "standpoint"),
    [
        ({}, YES),
        ({"review_report": ""}, NO),
        ({"review_report": "", "review_every": None}, NO),
        ({"review_every": None}, PARTLY),
        ({"review_last": None}, PARTLY),
        ({"owner": ""}, YES),
    ],
)
def test_whether_it_is_shared(said: dict[str, object], standpoint: Standpoint) -> None:
    found = of(account(client=kept(**said)), "shared")
    assert found.answer is standpoint
    report = "write `review: {report:" if said.get("review_report") == "" else "report: https://report.example/1"
    assert report in told(found)[0]


def test_a_report_is_a_report_whichever_rules_run() -> None:
    found = of(account(client=kept()), "shared", "naming-*")
    assert (found.answer, told(found)) == (YES, ["report: https://report.example/1", "checks that were not run: 2"])
    assert found.rules == ()


@pytest.mark.parametrize(
    ("days", "standpoint", "line"),
    [
        (0, YES, "last monthly report: 2026-11-23"),
        (45, YES, "last monthly report: 2026-10-09"),
        (46, PARTLY, "last monthly report: 2026-10-08, 46 days ago; run `microconv report`"),
    ],
)
def test_a_report_that_is_frozen_every_month_is_shared_and_an_old_one_in_part(
    days: int, standpoint: Standpoint, line: str
) -> None:
    last = TODAY - datetime.timedelta(days=days)
    found = of(replace(account(client=kept()), last_report=last), "shared")
    assert (found.answer, told(found)[1]) == (standpoint, line)


def test_a_frozen_report_alone_is_not_shared_with_anybody() -> None:
    found = of(replace(account(client=kept(review_report="")), last_report=TODAY), "shared")
    assert found.answer is NO
    assert told(found)[1] == "last monthly report: 2026-11-23"
    assert told(found, Language.JA)[1] == "前回の月次レポート: 2026-11-23"


def test_the_day_of_the_last_report_comes_with_the_choice() -> None:
    now = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
    old = Choice(last_report=TODAY - datetime.timedelta(days=90))
    found = audit_accounts(kept(), account().readings, now, old)
    (answer,) = (item for item in found.answers if item.id == "shared")
    assert (answer.answer, "90 days ago" in told(answer)[1]) == (PARTLY, True)


@pytest.mark.parametrize("question", ["reviewed", "shared"])
def test_without_a_config_it_is_not_known_and_what_to_write_is_told(question: str) -> None:
    found = of(account(action("mv_cart")), question)
    assert found.answer is UNKNOWN
    first = found.evidence[0].text
    assert "there is no config" in first.en
    assert "review: {" in first.en
    assert "設定ファイルがありません" in first.ja


def test_without_a_config_an_old_setup_is_evidence_and_no_answer() -> None:
    old = account(key_event("mv_x", create_time="2024-01-01T00:00:00Z"))
    found = of(old, "reviewed")
    assert found.answer is UNKNOWN
    assert "There is no sign of a change for a year: 1" in told(found)
    assert found.rules == ("upkeep-stale",)


def test_what_bidding_uses_is_evidence() -> None:
    live = [
        action("Sale", 1, category="purchase", primary_for_goal=True),
        action("mv_cart", 2, primary_for_goal=True),
        action("mv_form", 3, category="engagement", primary_for_goal=True),
        action("mv_seen", 4),
        goal("purchase~website"),
        goal("add_to_cart~website"),
        goal("engagement~website"),
    ]
    found = of(account(*live), "goal")
    assert told(found)[0] == "used by bidding: final conversions 1, micro-conversions 2"
    assert told(found, Language.JA)[0].endswith("最終コンバージョン: 1 個、マイクロコンバージョン: 2 個")


def test_what_bidding_uses_is_not_told_where_it_is_not_known() -> None:
    for subject in (account(google_ads=False), account(action("Sale"), account__warning="goals not readable")):
        assert not any(line.startswith("used by bidding") for line in told(of(subject, "goal")))


def test_how_many_values_there_are_is_evidence() -> None:
    live = [action(f"mv_{number}", number, value_settings__default_value=float(number % 2)) for number in range(5)]
    found = of(account(*live, action("gone", 9, value_settings__default_value=7.0, status="removed")), "values")
    assert told(found)[0] == "recorded conversion actions: 5, different default values among them: 2"
    assert "5 個" in told(found, Language.JA)[0]
    assert not any(line.startswith("recorded") for line in told(of(account(), "values")))


def test_an_empty_account_gets_no_answer_to_what_it_does_not_have() -> None:
    found = of(account(), "values")
    assert found.answer is UNKNOWN
    assert any(line.startswith("not concluded: ") for line in told(found))
    found = of(account(), "goal")
    assert (found.answer, found.rules) == (NO, ("roles-no-final",))


def test_it_is_a_function_of_what_it_is_given() -> None:
    subject = account(action("mv_cart"), custom_goal("A", 1, 1), client=kept())
    results = audit(subject, made="", tool="").results
    assert answers(subject, results) == answers(subject, list(results))


# ---- a yes takes proof -----------------------------------------------------------------------------------------------

_SOLD = {"Sale": Counted(bid=3, all=3)}
_OPEN = action("x", 2, category="default", primary_for_goal=True)
_SENT = {"value_settings__always_use_default_value": False}


@pytest.mark.parametrize(
    ("subject", "standpoint", "why"),
    [
        (account(_SALE, counts=_SOLD), YES, ""),
        (account(_SALE), UNKNOWN, "conversions were not counted"),
        (account(_SALE, counts={"Sale": Counted(all=3)}), NO, "was counted in 30 days"),
        (account(_OPEN, counts={"x": Counted(bid=3)}), PARTLY, "nothing tells whether this is a final conversion: x"),
        (account(_SALE, goal("purchase~website", biddable=False), counts=_SOLD), NO, "bidding uses no final"),
        (account(action("mv_cart", primary_for_goal=True), counts={}), NO, "bidding uses no final"),
        (account(_SALE, counts=_SOLD, account__warning="no goals"), UNKNOWN, "was not read"),
        (account(google_ads=False), UNKNOWN, ""),
        (
            account(action("Visits", 5, Standing.SYSTEM, category="purchase", primary_for_goal=True)),
            NO,
            "bidding uses no final",
        ),
        (
            account(imported("Goal", 6, type="universal_analytics_goal", category="purchase", primary_for_goal=True)),
            NO,
            "bidding uses no final",
        ),
    ],
)
def test_whether_the_indicators_match_the_goal(subject: Subject, standpoint: Standpoint, why: str) -> None:
    found = of(subject, "goal")
    assert found.answer is standpoint
    lines = [line for line in told(found) if line.startswith("no yes: ")]
    assert [why in line for line in lines] == ([True] if why else [])


@pytest.mark.parametrize(
    ("values", "sent", "counts", "standpoint", "why"),
    [
        ([100.0, 200.0], {}, None, YES, ""),
        ([1.0, 1.0], {}, None, NO, "nothing has a value that somebody chose: a0, a1"),
        ([1.0, 1.0], _SENT, None, NO, "nothing has a value that somebody chose: a0, a1"),
        ([0.0, 0.0], _SENT, None, UNKNOWN, "nothing has a value that somebody chose"),
        ([0.0, 0.0], _SENT, {"a0": Counted(all=20, all_value=50), "a1": Counted(all=20, all_value=90)}, YES, ""),
        ([0.0, 0.0], _SENT, {"a0": Counted(all=20, all_value=50)}, UNKNOWN, "the value is not known: a1"),
        ([100.0, 100.0], {}, None, NO, "all values are the same"),
    ],
)
def test_whether_each_has_its_own_value(
    values: list[float], sent: dict[str, bool], counts: dict[str, Counted] | None, standpoint: Standpoint, why: str
) -> None:
    given = sent or {"value_settings__always_use_default_value": True}
    live = [
        action(f"a{number}", number + 1, category="purchase", primary_for_goal=True, **given,
               value_settings__default_value=value)
        for number, value in enumerate(values)
    ]  # fmt: skip
    found = of(account(*live, counts=counts), "values")
    assert found.answer is standpoint
    lines = [line for line in told(found) if line.startswith("no yes: ")]
    assert [why in line for line in lines] == ([True] if why else [])


def test_findings_that_were_accepted_are_no_proof_of_a_review() -> None:
    accepted = AuditSettings(ignore=(Ignored("upkeep-*", "agreed", TODAY),))
    found = of(account(client=kept(owner="", audit=accepted)), "reviewed")
    assert found.answer is UNKNOWN
    assert "no yes: the config tells of no review" in told(found)


def test_a_rule_that_looked_at_nothing_has_not_passed() -> None:
    idle = RuleResult(a_rule("values-a"), Status.PASS, checked=0)
    assert about_values([idle]).answer is UNKNOWN
