"""Values by GA4's funnels of an emulated property whose people do what its seed says: the truth is within intervals."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.ports import Silent
from microconv.emulator import Control
from microconv.review.given import Given
from microconv.review.model import Grade, ValueResult
from microconv.review.questions import paths_wanted
from microconv.review.suggestions import suggestions
from microconv.review.values import values
from tests.conftest import PROPERTY
from tests.contract.paths_site import FIRST, LAST, seed

WORTH = 12_000.0
TRAFFIC: dict[str, Any] = {
    "sessions_per_day": 40,
    "since": "2025-12-20",
    "events": {"mv_form": 0.15, "mv_scroll": 0.4},
    "chains": [
        {
            "after": "mv_form",
            "steps": [
                {"event": "mv_confirm", "probability": 0.6},
                {"event": "generate_lead", "probability": 0.5, "within_days": 2, "value": WORTH},
            ],
        }
    ],
}


def conversion(name: str, following: str | None, amount: float) -> Conversion:
    kind = ConversionKind.MACRO if following is None else ConversionKind.MICRO
    return Conversion(name, kind, Role.PRIMARY, "website", name, Value(amount, "JPY"), next=following)


CLIENT = Client(
    "Aoi",
    (
        conversion("mv_form", "mv_confirm", 10_000),
        conversion("mv_confirm", "generate_lead", 1_000),
        conversion("generate_lead", None, WORTH),
    ),
    currency="JPY",
)


@pytest.fixture
def given(emulator, environment) -> Given:
    emulator.world.reset(seed(TRAFFIC))
    access = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True))
    wanted = paths_wanted(CLIENT, LAST)
    assert (wanted.first, wanted.last) == (FIRST, LAST)
    wanted = type(wanted)(
        wanted.first, wanted.last, wanted.horizon_days, (*wanted.pairs, ("mv_scroll", "generate_lead"))
    )
    answer = access.paths(wanted, Silent())
    assert answer is not None
    return Given(answer, LAST)


def test_values_are_those_of_the_world(given, emulator):
    form, confirm = values(CLIENT, given).results
    control = Control(emulator.control.address, (emulator.folder / "control-token").read_text("ascii").strip())
    chain = control.truth(int(PROPERTY), FIRST, LAST)["chains"][0]
    confirmed, led = chain["steps"]
    for one, began in ((form, chain["starts"]), (confirm, confirmed["done"])):
        assert within(one, led["done"] / began), (one, led, began)
    assert within(form, 0.3)
    assert within(confirm, 0.5)
    assert form.proposal is not None
    assert form.proposal.value == 5_000  # about 3,600, and one step goes no further than half of 10,000
    assert confirm.proposal is not None
    assert confirm.proposal.value == 2_000  # about 6,000
    assert confirm.evidence is not None
    assert confirm.evidence.grade is Grade.GOOD
    assert confirm.evidence.related is True


def test_an_act_before_the_form_is_suggested_as_the_farthest_step(given):
    """In this world whoever gets to the form has scrolled; most who scroll go no further."""
    (one,) = suggestions(CLIENT, given)
    assert (one.subject, one.next, one.distance, one.name) == ("mv_scroll", "mv_form", 3, "mv_scroll")
    assert one.evidence.related is True
    scrolled = next(count for count in given.paths.paths if count.event == "mv_scroll")
    assert one.value == pytest.approx(scrolled.reached / scrolled.users * WORTH, rel=0.05)


def within(result: ValueResult, truth: float) -> bool:
    """True where the truth is within the intervals of the share and of the value."""
    assert result.evidence is not None
    assert result.estimate is not None
    share = result.evidence.share
    return share.low <= truth <= share.high and result.estimate.low <= truth * WORTH <= result.estimate.high
