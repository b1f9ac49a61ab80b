"""Conversions that counted nothing, and those that tell nothing; never final or protected ones, each once."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.core.client import Client
from microconv.core.counts import ActionDays, DayCount
from microconv.core.text import untranslated
from microconv.review.model import Evidence, Reason, Share, ValueResult, ValuesReview
from microconv.review.reasons import REASONS
from microconv.sitting.model import Silent
from microconv.sitting.prune import prunable, silent
from tests.unit.review.accounts import FINAL, client, macro, micro

FIRST, LAST = datetime.date(2026, 10, 24), datetime.date(2026, 11, 22)
CLIENT = client(micro("mv_a", 400), micro("mv_b", 400), macro())
ACTIONS = {name: f"customers/1/conversionActions/{number}" for number, name in enumerate(("mv_a", "mv_b", FINAL), 1)}


def counts(**days: datetime.date) -> ActionDays:
    """An answer in which each of these counted two conversions on a day."""
    rows = {ACTIONS[name]: {day: DayCount(bid=2.0, all=2.0)} for name, day in days.items()}
    return ActionDays("123-456-7890", datetime.date(2026, 6, 1), LAST, days=rows)


def test_silent_is_what_counted_nothing_in_the_days_with_its_last_day_before():
    before = FIRST - datetime.timedelta(days=1)
    found = silent(CLIENT, ACTIONS, counts(mv_a=before, purchase=LAST), FIRST, LAST)
    assert found == (Silent("mv_a", before), Silent("mv_b"))
    assert silent(CLIENT, ACTIONS, counts(mv_a=FIRST, mv_b=LAST, purchase=FIRST), FIRST, LAST) == ()


def test_all_conversions_count_not_only_those_of_bidding():
    secondary = ActionDays("1", FIRST, LAST, days={ACTIONS["mv_a"]: {LAST: DayCount(bid=0.0, all=1.0)}})
    assert [one.conversion for one in silent(CLIENT, ACTIONS, secondary, FIRST, LAST)] == ["mv_b", FINAL]


def test_who_is_not_in_the_account_is_not_silent_and_no_answer_is_no_silence():
    assert silent(CLIENT, {"mv_b": ACTIONS["mv_b"]}, counts(), FIRST, LAST) == (Silent("mv_b"),)
    refused = replace(counts(), refused=untranslated("PERMISSION_DENIED"))
    assert silent(CLIENT, ACTIONS, refused, FIRST, LAST) == ()
    assert silent(CLIENT, ACTIONS, ActionDays(), FIRST, LAST) == ()


# ---- what tells nothing


def result(
    name: str, *reasons: Reason, reached: int = 40, related: bool | None = True, worth_little: bool = False
) -> ValueResult:
    """A result of 1,000 users of whom some reached the final conversion."""
    evidence = Evidence(name, FINAL, 1_000, reached, 90, 30, Share(0.04, 0.03, 0.05), related=related)
    return ValueResult(name, FINAL, "JPY", 400, evidence, reasons=reasons, worth_little=worth_little)


def pruned(*results: ValueResult, of: Client = CLIENT, quiet: tuple[str, ...] = ()) -> dict[str, str]:
    return {one.conversion: one.why.en for one in prunable(of, ValuesReview(results), quiet)}


def test_unrelated_with_usable_evidence_and_below_a_coin():
    assert pruned(result("mv_a", Reason.UNRELATED, related=False)) == {"mv_a": REASONS[Reason.UNRELATED].en}
    assert pruned(result("mv_b", Reason.BELOW_A_COIN)) == {"mv_b": REASONS[Reason.BELOW_A_COIN].en}
    assert pruned(result("mv_a", worth_little=True, reached=0)) == {"mv_a": REASONS[Reason.WORTH_LITTLE].en}


@pytest.mark.parametrize(
    "useful",
    [
        result("mv_a", Reason.INSIDE),
        result("mv_a", Reason.UNRELATED, related=False, reached=19),  # an order of magnitude says nothing of that
        result("mv_a", Reason.BELOW_A_COIN, reached=19),
        result("mv_a", related=None),
        ValueResult("mv_a", FINAL, "JPY", 400, reasons=(Reason.NOT_COUNTED,)),
    ],
)
def test_what_may_tell_something_stays(useful):
    assert pruned(useful) == {}


def test_each_is_told_once_with_all_its_reasons_in_the_order_of_the_config():
    several = result("mv_a", Reason.BELOW_A_COIN, related=False)
    found = prunable(CLIENT, ValuesReview((result("mv_b", related=False), several)), ())
    assert [one.conversion for one in found] == ["mv_a", "mv_b"]
    assert found[0].why.en == f"{REASONS[Reason.UNRELATED].en}; {REASONS[Reason.BELOW_A_COIN].en}"
    assert found[0].why.ja == f"{REASONS[Reason.UNRELATED].ja}。{REASONS[Reason.BELOW_A_COIN].ja}"


def test_final_and_protected_conversions_are_never_pruned():
    kept = client(micro("mv_a", 400, protect=True), micro("mv_b", 400), macro())
    results = (result("mv_a", related=False), result("mv_b", related=False))
    assert [*pruned(*results, of=kept, quiet=("mv_a", FINAL))] == ["mv_b"]


def test_what_counts_nothing_is_pruned_unless_users_do_it():
    """Then it is the counting that is broken."""
    nobody = replace(result("mv_b"), evidence=replace(evidence_of(result("mv_b")), users=0, reached=0))
    assert [*pruned(result("mv_a"), nobody, quiet=("mv_a", "mv_b"))] == ["mv_b"]
    assert [*pruned(quiet=("mv_a",))] == ["mv_a"]


def evidence_of(one: ValueResult) -> Evidence:
    assert one.evidence is not None
    return one.evidence
