"""Does bidding use what only its numbers show to be a step? That is a note, and no warning rests on it."""

from __future__ import annotations

from microconv.audit.rules.grading import values_pollution
from microconv.audit.rules.likely_steps import roles_likely_step
from microconv.audit.rules.roles import roles_micro_enough, roles_micro_primary, roles_steps_dominate
from microconv.core.measures import Counted
from tests.strategies import action, goal
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes

_SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
_ODD = action("Konversion 1", 2, category="default", primary_for_goal=True)
_CLICK = action("予約ボタンクリック", 3, category="default", primary_for_goal=True)
_MANY = {"Sale": Counted(bid=4, all=4), "Konversion 1": Counted(bid=400, all=400)}
_OFTEN = {"Sale": Counted(bid=40, all=40), "Konversion 1": Counted(bid=400, all=400)}
_CLICKED = {"Sale": Counted(bid=4, all=4), "予約ボタンクリック": Counted(bid=400, all=400)}

CASES = [
    fails(roles_likely_step, account(_SALE, _ODD, counts=_MANY), "Konversion 1",
          told=("taken for a step (guess): counted 400 times, and all results 4 times",)),
    passes(roles_likely_step, account(_SALE, _ODD, counts={"Sale": Counted(all=4), "Konversion 1": Counted(all=39)})),
    passes(roles_likely_step, account(_SALE, _CLICK, counts=_CLICKED), "its name says so"),
    passes(roles_likely_step, account(_SALE, _ODD, goal("default~website", False), counts=_MANY), "not for bidding"),
    does_not_apply(roles_likely_step, account(action("x", 1), counts={})),
    does_not_apply(roles_likely_step, account(google_ads=False)),
    cannot_tell(roles_likely_step, account(_ODD, account__warning="no goals"), "no goals"),
    # No warning rests on it.
    does_not_apply(roles_micro_primary, account(_SALE, _ODD, counts=_MANY), about="a guess by numbers"),
    does_not_apply(roles_micro_enough, account(_SALE, _ODD, counts=_OFTEN), about="a guess by numbers"),
    passes(roles_steps_dominate, account(_SALE, _ODD, counts=_MANY), "a guess by numbers"),
    does_not_apply(values_pollution, account(_SALE, _ODD, counts=_MANY), about="a guess by numbers"),
    fails(roles_micro_primary, account(_SALE, _CLICK, counts=_CLICKED), "予約ボタンクリック", about="its name says so"),
]  # fmt: skip
