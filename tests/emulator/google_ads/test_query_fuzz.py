"""Whatever is sent as a query, the answer is rows or a Google error, never a crash of the emulator."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microconv.emulator import World
from microconv.emulator.google_ads.errors import AdsFailure
from microconv.emulator.google_ads.metrics import AccountMetrics, local_time
from microconv.emulator.google_ads.query import executor
from microconv.emulator.google_ads.query.parser import parse
from microconv.emulator.google_ads.query.semantics import Checker
from microconv.emulator.google_ads.traffic import Series
from microconv.emulator.google_ads.view import View
from microconv.emulator.google_ads.wire import Versions
from tests.heavy import HEAVY, examples

_WORDS = r"""
SELECT FROM WHERE AND ORDER BY LIMIT PARAMETERS IN NOT LIKE CONTAINS ANY ALL NONE DURING BETWEEN REGEXP_MATCH IS NULL
ASC DESC ( ) , = != > >= < <= ! ' " \ conversion_action customer customer_client customer_conversion_goal campaign
conversion_action.id conversion_action.name conversion_action.status conversion_action.tag_snippets customer.id
conversion_action.primary_for_goal conversion_action.value_settings.default_value metrics.clicks segments.date
metrics.all_conversions TODAY LAST_7_DAYS ENABLED 'ENABLED' 'a%' '[' '(' 'é' 5 -1 1.5 1e9 TRUE include_drafts true
omit_unselected_resource_names ; . _ 日本 '\q' '\n'
"""
WORDS = st.sampled_from(_WORDS.split())
TEXTS = 5000 if HEAVY else 100
VERSION = Versions().get("v26")


@pytest.fixture(scope="module")
def account(seed) -> tuple[View, AccountMetrics]:
    loaded = World.load(seed)
    loaded.policies.set("ads_history_start", "2026-11-01")
    customer = loaded.google_ads.customers[1234567890]
    now = local_time(loaded, customer)
    view = View(loaded.google_ads, loaded.policies, customer, customer.id, lambda a, b: f"{a}~{b}", now)
    return view, AccountMetrics(loaded, customer, Series())


def ask(query: str, account: tuple[View, AccountMetrics]) -> list[object]:
    view, metrics = account
    plan = Checker(VERSION, manager=False, today=metrics.today).check(parse(query))
    return executor.run(plan, VERSION, view, metrics).rows


@settings(max_examples=TEXTS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text(account, query):
    failure = None
    try:
        ask(query, account)
    except AdsFailure as refusal:
        failure = refusal
    if failure is not None and failure.status != "UNIMPLEMENTED":
        [error] = failure.errors
        assert error.family in ("query_error", "change_event_error", "change_status_error")


OPERATORS = st.sampled_from(["=", "!=", ">", ">=", "<", "<="])
CONDITIONS = st.one_of(
    st.tuples(OPERATORS, st.integers(95, 120)).map(lambda one: f"conversion_action.id {one[0]} {one[1]}"),
    st.lists(st.integers(95, 120), min_size=1).map(lambda ids: f"conversion_action.id IN ({', '.join(map(str, ids))})"),
)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conditions=st.lists(CONDITIONS, min_size=1, max_size=4), limit=st.none() | st.integers(1, 20))
def test_conditions_mean_what_python_says(account, conditions, limit):
    """An oracle: the same conditions, evaluated by Python."""
    query = "SELECT conversion_action.id FROM conversion_action WHERE " + " AND ".join(conditions)
    if limit is not None:
        query += f" LIMIT {limit}"
    python = " and ".join(
        one.replace("conversion_action.id", "number").replace(" = ", " == ").replace("IN (", "in (0, ")
        for one in conditions
    )
    expected = [number for number in range(101, 113) if eval(python, {"number": number})][:limit]
    assert [row.conversion_action.id for row in ask(query, account)] == expected
