"""A client's two accounts in memory, as a project sees them."""

from __future__ import annotations

import pytest
from stores import Account, AdsStore, Ga4Store
from strategies import conversion

from microconv.core.client import Client
from microconv.core.conversion import Value
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.resource import Live
from microconv.project import Project
from microconv.reconcile.result import Result

ANY = Limits(allow=tuple(Allow))


class Accounts:
    """Both accounts of a client, with what goes wrong on each."""

    def __init__(self, *live: Live, ads_faults=None, ga4_faults=None, ads_reads: int = 99, ga4_reads: int = 99) -> None:
        actions = AdsStore(item for item in live if item.address.provider == "google_ads")
        events = Ga4Store(item for item in live if item.address.provider == "ga4")
        self.ads = Account(actions, ads_faults, ads_reads)
        self.ga4 = Account(events, ga4_faults, ga4_reads)

    def project(self, wanted: Client, events=None) -> Project:
        return Project(wanted, providers=[self.ads, self.ga4], events=events)

    def sync(self, wanted: Client, limits: Limits = ANY) -> Result:
        project = self.project(wanted)
        return project.apply(project.plan(), limits)

    @property
    def writes(self) -> int:
        return self.ads.writes + self.ga4.writes


def interrupted(project: Project, plan: Plan) -> Result:
    """The result of an interrupted run. An interrupt that gets out fails the test, and would end pytest otherwise."""
    try:
        return project.apply(plan, ANY)
    except KeyboardInterrupt:
        return pytest.fail("the interrupt got out of apply: what was done is lost")


def ended(result: Result) -> dict[str, str]:
    """The end of each change, by object."""
    return {str(item.change.address): item.status.value for item in result.outcomes}


ACTION = 'google_ads.conversion_action["{}"]'
EVENT = 'ga4.key_event["{}"]'
CART = conversion("mv_cart", event="mv_cart", value=Value(500.0, "JPY"), settings={"ga4.counting": "once_per_session"})
