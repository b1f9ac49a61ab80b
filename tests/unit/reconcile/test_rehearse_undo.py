"""A rollback's question to Google: the parts of an action that are left as they are, and those that are not."""

from __future__ import annotations

import pytest

from microconv.core.errors import AccessDeniedError, RejectedError
from microconv.core.plan import Action, AttributeChange, Change, Plan
from microconv.core.ports import failed
from microconv.core.resource import Address
from microconv.providers.google_ads.types import TYPES
from microconv.reconcile.rehearse_undo import refused_back

ADDRESS = Address("google_ads.conversion_action", "mv_a")
CHANGE = Change(
    Action.UPDATE,
    ADDRESS,
    (),
    (AttributeChange("category", "contact", "signup"), AttributeChange("primary_for_goal", False, True)),
    "customers/1/conversionActions/1",
)


class Asked:
    """An API that refuses every change of an action, and names this field."""

    name = "google_ads"

    def __init__(self, field):
        self.field = field

    def rehearse(self, changes):
        error = RejectedError(api=self.name, account="1", code="NO", message="no", target="x", field=self.field)
        return [failed(change, error) for change in changes]


@pytest.mark.parametrize("field", ["category", ""])
def test_the_role_is_taken_back_whatever_google_names(field):
    plan = Plan("aoi", (("google_ads", "1"),), (CHANGE,))
    assert refused_back(plan, TYPES, [Asked(field)], {}) == {CHANGE.id: {"category"}}


class Closed:
    """An API that answers only who may write."""

    name = "google_ads"

    def rehearse(self, changes):
        raise AccessDeniedError(api=self.name, account="1", code="USER_PERMISSION_DENIED", message="no")


def test_whoever_may_not_ask_hears_of_no_refusal_and_loses_none_that_is_known():
    plan = Plan("aoi", (("google_ads", "1"),), (CHANGE,))
    assert refused_back(plan, TYPES, [Closed()], {}) == {}
    known = {CHANGE.id: {"category"}}
    assert refused_back(plan, TYPES, [Closed()], known) == known
