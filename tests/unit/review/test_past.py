"""Changes before a review, from the config's decisions and from elsewhere."""

from __future__ import annotations

import datetime
from dataclasses import replace

from microconv.core.conversion import Role
from microconv.core.review_settings import Decision
from microconv.review.given import Given
from microconv.review.model import Change, Changed, Past, Reason
from microconv.review.past import past_of
from microconv.review.values import values
from tests.unit.review.accounts import LAST, client, counted, macro, micro

DAY = datetime.date(2026, 8, 20)


def test_decisions_are_changes_under_the_present_names() -> None:
    config = replace(
        client(replace(micro("mv_a", 430), previously=("mv_old",)), macro()),
        decisions=(
            Decision(DAY + datetime.timedelta(days=1), "mv_a", role=Role.SECONDARY, value=430, reason="x"),
            Decision(DAY, "mv_old", value=600, reason="x"),
            Decision(DAY, "mv_gone", reason="stays as it is"),
        ),
    )
    by_sync = Change(DAY + datetime.timedelta(days=3), "mv_a")
    decided = (
        Change(DAY, "mv_a", reviewed=True, value=600),
        Change(DAY + datetime.timedelta(days=1), "mv_a", reviewed=True, value=430),
        Change(DAY + datetime.timedelta(days=1), "mv_a", Changed.ROLE, reviewed=True),
    )
    assert past_of(config) == Past(decided)
    assert past_of(config, [by_sync]) == Past((*decided, by_sync))
    (result,) = values(config, Given(counted({"mv_a": (96, 3_210)}), LAST, past_of(config, [by_sync]))).results
    assert result.reasons == (Reason.INSIDE,)  # 253 to 352, but 430 is an estimate itself


def test_nobody_knows() -> None:
    config = client(micro("mv_a", 430), macro())
    assert past_of(config) == Past(known=False)
    assert past_of(config, []) == Past()
    only_kept = replace(config, decisions=(Decision(DAY, "mv_a", reason="stays"),))
    assert past_of(only_kept) == Past()
