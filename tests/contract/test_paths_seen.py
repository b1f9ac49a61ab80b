"""The busiest events and pages of a property, against the people counted one by one; and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.answers import Limits
from microconv.core.paths import EventsSeen, Seen, SeenWanted
from microconv.core.ports import Silent
from microconv.emulator import World
from microconv.emulator.faults import Fault
from tests.conftest import PROPERTY
from tests.contract.month_site import methods
from tests.contract.paths_site import FIRST, LAST, ZONE, People, export, seed


@pytest.fixture
def site(emulator, environment) -> World:
    emulator.world.reset(seed())
    return emulator.world


def ask(*without: str, most: int = 30) -> EventsSeen:
    access = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True))
    answer = access.events_seen(SeenWanted(FIRST, LAST, frozenset(without), most), Silent())
    assert answer is not None
    return answer


def by_users(names: dict[str, tuple[int, int]]) -> list[Seen]:
    """Events or pages, those with the most users first, then by name."""
    found = [Seen(name, events, users) for name, (users, events) in names.items()]
    return sorted(found, key=lambda one: (-(one.users or 0), one.name))


def test_events_and_pages_are_those_with_the_most_users(site, tmp_path: Path):
    people = People(export(site, tmp_path))
    answer = ask("generate_lead", "purchase", "mv_form")
    names = {act.event for act in people.all} - {"generate_lead", "purchase", "mv_form"}
    assert list(answer.events) == by_users({name: people.counts(name)[:2] for name in names})
    assert {"MV_Form", "mv_call", "mv_confirm", "mv_scroll", "page_view"} <= {one.name for one in answer.events}
    pages = {}
    for page in ("/", "/Form", "/form"):
        users = people.funnel("page_view", "-", 1, page=page)[0]
        pages[page] = (users, sum(act.event == "page_view" and act.page == page for act in people.all))
    assert list(answer.pages) == by_users(pages)
    assert (answer.limits, str(answer.refused)) == ((Limits(), Limits()), "")
    assert (answer.time_zone, answer.emulated, answer.requests) == (ZONE, True, 1)
    assert methods(site) == ["BatchRunReports"]


def test_as_many_as_are_wanted(site):
    whole, few = ask(), ask(most=2)
    assert (few.events, few.pages) == (whole.events[:2], whole.pages[:2])
    assert "generate_lead" in {one.name for one in whole.events}


def test_the_row_of_the_rest_is_no_event(site):
    site.policies.set("data_rows_before_other", 3)
    answer = ask()
    assert len(answer.events) == 2
    assert "(other)" not in {one.name for one in (*answer.events, *answer.pages)}
    assert answer.limits[0].other_row


def test_nobody_comes(emulator, environment):
    emulator.world.reset(seed(None))
    answer = ask("purchase")
    assert (answer.events, answer.pages, str(answer.refused)) == ((), (), "")


@pytest.mark.parametrize("status", ["PERMISSION_DENIED", "INVALID_ARGUMENT"])
def test_a_refusal_is_told(site, status):
    site.faults.add(Fault("ga4", "BatchRunReports", nth=0, status=status, message="No."))
    answer = ask("purchase")
    assert (answer.events, str(answer.refused), answer.requests) == ((), f"{status}: No.", 1)


def test_a_client_without_a_property_has_none(environment):
    access = Access(Accounts("1234567890", "9998887777"), connections=Connections(read_only=True))
    assert access.events_seen(SeenWanted(FIRST, LAST), Silent()) is None
