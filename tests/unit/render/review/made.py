"""Answers of a sitting that were made up: counts of users judged by the review's own functions."""

from __future__ import annotations

import datetime
from dataclasses import replace

from microconv.analysis.learning import enough
from microconv.core.conversion import Role
from microconv.core.cycle import length_of
from microconv.core.cycle_answer import Basis, CycleAnswer
from microconv.core.frozen import FrozenDict
from microconv.core.paths import PathSource
from microconv.core.review_settings import NO_LEARNING
from microconv.core.setup_changes import Source
from microconv.core.text import Text
from microconv.report.model import Calls
from microconv.review.agenda import Proposal
from microconv.review.given import Given
from microconv.review.model import NOTHING_KNOWN, Correlation, Evidence, Past, Scheme, Suggestion
from microconv.review.roles import FinalsCount, Numbers, roles
from microconv.review.sample_size import sizes
from microconv.review.values import values
from microconv.sitting.model import Ground, RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer
from tests.unit.review.accounts import LAST, client, counted, macro, micro

TODAY = LAST + datetime.timedelta(days=3)
CYCLE = CycleAnswer("123-456-7890", datetime.date(2026, 9, 1), LAST, Basis.BIDDING, 120.0, 3.0, 9.0)
GROUND = Ground(
    "aoi-store",
    TODAY,
    LAST - datetime.timedelta(days=89),
    LAST,
    30,
    PathSource.FUNNELS,
    CYCLE,
    past_sources=(Source("journals", known=False, why=Text("no journal is here", "実行記録がありません")),),
    emulated=True,
    calls=Calls(3, 6, 2, 0, 61),
)
CONFIG = client(
    micro("mv_view_item", 100, "mv_add_to_cart"),
    micro("mv_add_to_cart", 1_000, "mv_begin_checkout"),
    micro("mv_begin_checkout", 2_000, "purchase", role=Role.PRIMARY),
    micro("mv_rare", 50, "purchase"),
    micro("mv_zero", 5_000, "purchase", role=Role.PRIMARY),
    macro(10_000),
)
COUNTS = counted(
    {
        "mv_view_item": (96, 6_000), "mv_add_to_cart": (96, 3_210), "mv_begin_checkout": (90, 700),
        "mv_rare": (7, 90), "mv_zero": (0, 300),
    },
    source=PathSource.FUNNELS,
)  # fmt: skip
PASTE = "- name: mv_view_guide_size\n  value: 1300\n  ga4: {event: mv_view_guide_size, when: {page: /guide/size}}\n"


def values_answer(
    past: Past = NOTHING_KNOWN, scheme: Scheme = Scheme.EXPECTED, ground: Ground = GROUND
) -> ValuesAnswer:
    """Values of which three and a role are proposed; with a recent change in `past` none."""
    counts = {"purchase": 60.0, "mv_begin_checkout": 200.0, "mv_zero": 3.0}
    review = values(CONFIG, Given(COUNTS, TODAY, past, length_of(CYCLE), counts=counts, scheme=scheme))
    proposals = tuple(Proposal(one.conversion, value=one) for one in review.results if one.proposal is not None)
    proposals += tuple(Proposal(one.conversion, role=one) for one in review.roles)
    correlations = (Correlation("mv_add_to_cart", "purchase", 0.31, 88),)
    return ValuesAnswer(
        replace(ground, past=past), review, proposals, correlations, FrozenDict({"mv_add_to_cart": evidence()[1]})
    )


def evidence() -> list[Evidence]:
    """The evidence of each step."""
    return [one.evidence for one in values(CONFIG, Given(COUNTS, TODAY)).results if one.evidence is not None]


def roles_answer() -> RolesAnswer:
    """Roles with enough final conversions at two reviews: two chains propose to demote their step."""
    finals = (FinalsCount(datetime.date(2026, 8, 1), 33.0), FinalsCount(TODAY, 34.0))
    numbers = Numbers(
        enough(NO_LEARNING, []), finals, TODAY, Past(), length_of(CYCLE), FrozenDict({"mv_begin_checkout": 412.5})
    )
    review = roles(CONFIG, numbers)
    proposals = tuple(Proposal(one.conversion, role=one) for one in review.proposals)
    return RolesAnswer(GROUND, review, numbers.enough, proposals, finals)


def suggest_answer(subject: str = "/guide/size") -> SuggestAnswer:
    """One suggestion, a page, of 15 that were looked at."""
    found = Suggestion(
        subject, True, evidence()[2], "purchase", 233.3, 2, "mv_begin_checkout", "mv_view_guide_size", 1_300, "JPY"
    )
    return SuggestAnswer(GROUND, (found,), (PASTE,), 15)


def sizes_answer(uplift: float = 0.2) -> SizesAnswer:
    """Tests of which none is done within eight weeks with 20 %, and some are with 200 %."""
    return SizesAnswer(GROUND, sizes(evidence(), uplift), uplift)
