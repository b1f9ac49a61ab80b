"""The choice of rules, their answers where something is missing, and the findings that count."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.audit.result import Audit, fingerprint
from microconv.audit.rule import Level, Need, Rule, Status
from microconv.audit.rules import RULES
from microconv.audit.run import Choice, audit, unmatched, verdict
from microconv.core.client import AuditSettings, Client, Ignored
from microconv.core.context import Context
from microconv.core.diagnostics import Span
from microconv.core.kinds import ACCESS, ACTION, CUSTOM_GOAL, SIGNALS
from microconv.core.measures import NO_CALL_LEFT, Counted
from microconv.core.resource import Standing
from microconv.core.text import Text
from tests.strategies import action, client, conversion, imported
from tests.unit.audit.cases import account
from tests.unit.audit.containers import container, content, with_container
from tests.unit.audit.made import DAY, MADE, doubting, made

ERRORS = made("roles-made", Level.ERROR)
NOTES = made("naming-made", Level.NOTE)

EVERYTHING = Context((), (), (), (), ())
"""Nothing is around, and that is known."""


def audited(subject: Subject, *rules: Rule, choice: Choice | None = None) -> Audit:
    return audit(subject, made=MADE, tool="microconv 0", choice=choice, rules=rules or (NOTES, ERRORS))


def ignoring(*ignored: Ignored) -> Client:
    return client(audit=AuditSettings(ignore=ignored))


def test_findings_go_by_weight_then_rule_then_object() -> None:
    found = audited(account(action("b", 1), action("a", 2)))
    assert [(item.rule.id, item.evidence.name) for item in found] == [
        ("roles-made", "a"), ("roles-made", "b"), ("naming-made", "a"), ("naming-made", "b"),
    ]  # fmt: skip
    assert len(found) == 4
    assert [found.number(level) for level in Level] == [2, 0, 2]
    assert found.at_least(Level.ERROR)


def test_an_account_in_which_all_is_well() -> None:
    found = audited(account(action("good", 1)))
    assert [(item.status, item.checked) for item in found.results] == [(Status.PASS, 1)] * 2
    assert not found.at_least(Level.NOTE)


def test_an_empty_account_is_not_an_account_in_which_all_is_well() -> None:
    found = audited(account())
    assert {item.status for item in found.results} == {Status.NOT_APPLICABLE}
    assert all(item.reason is not None and item.reason.ja for item in found.results)


def test_what_is_removed_or_googles_own_or_anothers_is_not_looked_at() -> None:
    never = (Standing.REMOVED, Standing.SYSTEM, Standing.OTHER_OWNER)
    found = audited(account(*(action(f"a{number}", number, item) for number, item in enumerate(never, 1))))
    assert len(found) == 0


@pytest.mark.parametrize(
    ("need", "subject", "status", "said"),
    [
        (Need.GOOGLE_ADS, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.GA4, account(property_=False), Status.NOT_APPLICABLE, "no GA4 property"),
        (Need.CONFIG, account(), Status.NOT_APPLICABLE, "no config"),
        (Need.COUNTS, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.COUNTS, account(), Status.UNKNOWN, "snapshot"),
        (Need.COUNTS, account(missing={"conversions": "no rights"}), Status.UNKNOWN, "no rights"),
        (Need.LAGS, account(missing={"lags": "a manager"}), Status.UNKNOWN, "a manager"),
        (Need.EVENTS, account(property_=False), Status.NOT_APPLICABLE, "no GA4 property"),
        (Need.EVENTS, account(), Status.UNKNOWN, "snapshot"),
        (Need.EVENTS, account(missing={"events": "quota"}), Status.UNKNOWN, "quota"),
        (Need.GOALS, account(account__warning="the manager is closed"), Status.UNKNOWN, "the manager is closed"),
        (Need.GOALS, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.CUSTOM_GOALS, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.CUSTOM_GOALS, account(types=frozenset({ACTION})), Status.UNKNOWN, "custom goals"),
        (
            Need.CUSTOM_GOALS,
            account(types=frozenset({ACTION}), missing={CUSTOM_GOAL: NO_CALL_LEFT}),
            Status.UNKNOWN,
            "`--only`",
        ),
        (
            Need.CUSTOM_GOALS,
            account(types=frozenset({ACTION}), missing={CUSTOM_GOAL: "closed"}),
            Status.UNKNOWN,
            "closed",
        ),
        (Need.USERS, account(context=EVERYTHING, missing={"users": NO_CALL_LEFT}), Status.UNKNOWN, "`--only`"),
        (Need.LINKS, account(types=frozenset({ACTION})), Status.UNKNOWN, "links"),
        (Need.LINKS, account(property_=False), Status.NOT_APPLICABLE, "no GA4 property"),
        (Need.RETENTION, account(), Status.UNKNOWN, "snapshot"),
        (Need.SIGNALS, account(missing={"events": "x", SIGNALS: "quota"}), Status.UNKNOWN, "quota"),
        (Need.ACCESS, account(missing={"events": "x", ACCESS: "no rights"}), Status.UNKNOWN, "administrator"),
        (Need.ACCESS, account(property_=False), Status.NOT_APPLICABLE, "no GA4 property"),
        (Need.STREAM, account(stream__refusal="two web streams"), Status.UNKNOWN, "two web streams"),
        (Need.CONTAINER, account(), Status.NOT_APPLICABLE, "`--container GTM-…`"),
        (Need.WEB_CONTAINER, account(), Status.NOT_APPLICABLE, "`--container GTM-…`"),
        (
            Need.WEB_CONTAINER,
            with_container(account(), container(content(), usage=("server",))),
            Status.NOT_APPLICABLE,
            "not a web container",
        ),
        (Need.LABELS, account(), Status.UNKNOWN, "labels"),
        (Need.LABELS, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.TRACKING, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
        (Need.TRACKING, account(), Status.UNKNOWN, "older version"),
        *(
            case
            for need in (Need.CAMPAIGNS, Need.VALUE_RULES, Need.LIFECYCLE, Need.UPLOADS, Need.USERS)
            for case in (
                (need, account(google_ads=False), Status.NOT_APPLICABLE, "no Google Ads account"),
                (need, account(), Status.UNKNOWN, "without measures"),
                (need, account(counts={}), Status.UNKNOWN, "older version"),
                (need, account(context=Context()), Status.UNKNOWN, "older version"),
                (need, account(context=EVERYTHING, missing={need.value: "no rights"}), Status.UNKNOWN, "no rights"),
            )
        ),
    ],
)
def test_what_is_missing_is_said_in_the_rules_stead(need: Need, subject: Subject, status: Status, said: str) -> None:
    found = verdict(made("roles-made", Level.ERROR, need), subject)
    assert found.status is status
    assert found.reason is not None
    assert said in found.reason.en
    assert found.reason.ja


@pytest.mark.parametrize("need", Need)
def test_with_all_that_is_needed_the_rule_itself_answers(need: Need) -> None:
    facts = {"property__event_retention": "two_months", "property__google_signals": "google_signals_enabled"}
    subject = account(
        action("bad", 1),
        client=client(),
        counts={"bad": Counted()},
        events={},
        context=EVERYTHING,
        customer__data_terms=False,
        property__access=(),
        labels__send_tos=(),
        **facts,
    )
    subject = with_container(subject, content())
    assert verdict(made("roles-made", Level.ERROR, need), subject).status is Status.FAIL


def test_only_and_ignore_choose_rules_by_id_and_pattern() -> None:
    subject = account(action("bad", 1))
    ran = {
        words: [item.rule.id for item in audited(subject, choice=Choice(only=words)).results]
        for words in [("roles-made",), ("naming-*",), ("*",), ("*-made", "x")]
    }
    assert ran == {
        ("roles-made",): ["roles-made"], ("naming-*",): ["naming-made"], ("*",): ["naming-made", "roles-made"],
        ("*-made", "x"): ["naming-made", "roles-made"],
    }  # fmt: skip
    assert [item.rule.id for item in audited(subject, choice=Choice(ignore=("naming-*",))).results] == ["roles-made"]
    assert audited(subject, choice=Choice(only=("roles-made",), ignore=("roles-*",))).results == ()


def test_a_word_that_no_rule_has_is_told() -> None:
    assert unmatched([RULES[0].id, "naming-*", "nonsense", "x-*"]) == ["nonsense", "x-*"]


def test_what_the_config_accepts_does_not_count_until_its_day_is_past() -> None:
    accepted = Ignored("roles-*", "agreed", DAY, "a")
    subject = account(action("a", 1), action("b", 2), client=ignoring(accepted))
    found = audited(subject, ERRORS)
    assert [(item.evidence.name, item.ignored, item.counts) for item in found] == [
        ("a", accepted, False), ("b", None, True),
    ]  # fmt: skip
    tomorrow = replace(subject, today=DAY + datetime.timedelta(days=1))
    assert [item.counts for item in audited(tomorrow, ERRORS)] == [True, True]


def test_all_that_a_rule_finds_can_be_accepted() -> None:
    subject = account(action("a", 1), action("b", 2), client=ignoring(Ignored("roles-made", "agreed", DAY)))
    found = audited(subject)
    assert [item.rule.id for item in found.counting] == ["naming-made", "naming-made"]
    assert not found.at_least(Level.ERROR)


def test_what_was_in_the_baseline_is_known_and_does_not_count() -> None:
    before = audited(account(action("a", 1)))
    after = audited(
        account(action("a", 1), action("b", 2)),
        choice=Choice(baseline=frozenset(item.fingerprint for item in before)),
    )
    assert [(item.evidence.name, item.known) for item in after if item.rule.id == "roles-made"] == [
        ("a", True), ("b", False),
    ]  # fmt: skip
    assert [item.evidence.name for item in after.counting] == ["b", "b"]


def test_a_fingerprint_does_not_depend_on_what_was_seen_but_on_account_rule_and_object() -> None:
    text = Text("x", "あ")
    accounts = (("google_ads", "1"),)
    one = fingerprint(accounts, "r", Evidence("o", "n", text, "id"))
    assert one == fingerprint(accounts, "r", Evidence("o", "n", Text("y", "い"), "id", Span("f", 1, 1), "lines"))
    others = [
        fingerprint((("google_ads", "2"),), "r", Evidence("o", "n", text, "id")),
        fingerprint(accounts, "s", Evidence("o", "n", text, "id")),
        fingerprint(accounts, "r", Evidence("p", "n", text, "id")),
        fingerprint(accounts, "r", Evidence("o", "n", text, "id2")),
        fingerprint(accounts, "ro", Evidence("", "n", text, "id")),
    ]
    assert len({one, *others}) == 6
    assert all(len(item) == 16 for item in others)


def test_what_cannot_be_told_is_kept_with_its_reason() -> None:
    found = audited(account(action("bad", 1)), doubting("roles-doubt"))
    assert [(item.status, item.reason and item.reason.en) for item in found.results] == [
        (Status.UNKNOWN, "nobody knows"),
    ]  # fmt: skip


def test_an_audit_says_what_it_is_of() -> None:
    found = audited(account(action("bad", 1), client=client(path="c.yaml"), emulated=True))
    assert (found.label, found.path, found.emulated, found.made, found.calls) == ("aoi-store", "c.yaml", True, MADE, 3)
    assert found.accounts == (("google_ads", "123-456-7890"), ("ga4", "345678901"))
    assert audited(account()).label == "123-456-7890 · 345678901"


def test_a_finding_of_what_the_config_declares_has_its_place() -> None:
    span = Span("c.yaml", 7, 5)
    declared = client(conversion("tag", span=span), conversion("by_ga4", source="ga4", event="step", span=span))
    live = (action("tag", 1), imported("step", 2, name="Aoi (web) step"), action("other", 3))
    found = {item.evidence.name: item.evidence.span for item in audited(account(*live, client=declared), ERRORS)}
    assert found == {"tag": span, "Aoi (web) step": span, "other": None}


def test_evidence_says_which_rule_made_it() -> None:
    found = audited(account(action("b", 1), action("a", 2)))
    assert [item.evidence.rule for item in found] == ["roles-made"] * 2 + ["naming-made"] * 2
    assert [item.rule for item in verdict(NOTES, account(action("b", 1))).evidence] == ["naming-made"]
