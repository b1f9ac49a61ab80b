"""The people of a property: as many as the series say, the same in every process, users who come again."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.emulator.ga4_data.numbers import distinct, numbered
from microconv.emulator.people import draws
from microconv.emulator.people.columns import DAY_MS, People
from microconv.emulator.people.days import people_of
from microconv.emulator.series import Profile, day_cells
from tests.emulator.ga4_data.test_series import make_profile
from tests.heavy import examples

RATES = {"view_item": 0.4, "add_to_cart": 0.1, "purchase": 0.02}


def october(profile: Profile, first: int = 1, last: int = 31) -> People:
    return people_of(profile, [(date(2026, 10, day), 1.0) for day in range(first, last + 1)])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.dictionaries(st.sampled_from(("a", "b", "c")), st.floats(0, 3), max_size=3),
    st.floats(0, 400),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_each_cell_has_its_sessions_and_events(
    rates: Any, sessions: float, day: date, elapsed: float, seed: int
) -> None:
    """By device, channel, event and page: exactly as many as the series say."""
    profile = make_profile(rates, sessions=sessions, seed=seed)
    people, cells = people_of(profile, [(day, elapsed)]), day_cells(profile, day, elapsed)
    of = people.events.session
    for number, cell in enumerate(cells):
        here = (people.sessions.device == number % 2) & (people.sessions.channel == number // 2)
        assert here.sum() == cell.sessions
        for place, event in enumerate(profile.events):
            mine = here[of] & (people.events.name == place)
            assert mine.sum() == cell.count(event), event.name
            assert len(np.unique(of[mine])) == cell.reach(event)
            pages = np.bincount(people.events.page[mine], minlength=len(profile.pages)).tolist()
            assert pages == cell.by_page(event, cell.count(event))
    assert (people.events.at >= people.sessions.start[of]).all()
    assert (people.events.at < DAY_MS).all()
    assert (np.diff(of) >= 0).all()


def test_users_come_again_as_who_they_were() -> None:
    """Whoever returns has the device, place and browser of his first session, which was when he says."""
    people = october(make_profile(RATES, sessions=300))
    sessions = people.sessions
    users, first, counts = np.unique(sessions.user, return_index=True, return_counts=True)
    assert len(users) < len(sessions) < 3 * len(users)
    assert counts.max() > 3
    for name in ("device", "place", "browser", "born", "born_at", "born_channel", "born_origin"):
        column = getattr(sessions, name)
        assert (column == column[first][np.searchsorted(users, sessions.user)]).all(), name
    born_here = (sessions.born >= date(2026, 10, 1).toordinal()) & ~sessions.new
    assert born_here.sum() > 500
    births = set(zip(sessions.user[sessions.new].tolist(), sessions.born[sessions.new].tolist(), strict=True))
    returned = zip(sessions.user[born_here].tolist(), sessions.born[born_here].tolist(), strict=True)
    assert set(returned) <= births
    seconds = set(zip(sessions.user.tolist(), sessions.day.tolist(), (sessions.start // 1000).tolist(), strict=True))
    assert len(seconds) == len(sessions)


def test_a_first_visit_is_the_first_session_of_a_user() -> None:
    profile = make_profile(RATES, sessions=300)
    people = october(profile)
    place = [one.name for one in profile.events].index("first_visit")
    visited = np.unique(people.events.session[people.events.name == place])
    assert visited.tolist() == np.flatnonzero(people.sessions.new).tolist()


def test_days_do_not_depend_on_what_is_asked_beside_them() -> None:
    profile = make_profile(RATES)
    whole, part = october(profile), october(profile, 10, 12)
    days = whole.sessions.day
    rows = (days >= date(2026, 10, 10).toordinal()) & (days <= date(2026, 10, 12).toordinal())
    assert whole.sessions.user[rows].tolist() == part.sessions.user.tolist()
    mine = rows[whole.events.session]
    for name in ("name", "at", "page", "value", "item"):
        assert getattr(whole.events, name)[mine].tolist() == getattr(part.events, name).tolist()
    again = october(profile, 10, 12)
    assert again.events.session.tolist() == part.events.session.tolist()


def test_another_process_has_the_same_people() -> None:
    code = (
        "from datetime import date; from tests.emulator.ga4_data.test_series import make_profile;"
        "from microconv.emulator.people.days import people_of;"
        "one = people_of(make_profile({'a': 0.3}), [(date(2026, 10, 5), 1.0)]);"
        "print(int(one.sessions.user.sum()), int(one.events.at.sum()), int(one.events.item.sum()))"
    )
    root = Path(__file__).parents[3]
    text = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root).stdout
    one = people_of(make_profile({"a": 0.3}), [(date(2026, 10, 5), 1.0)])
    wanted = (int(one.sessions.user.sum()), int(one.events.at.sum()), int(one.events.item.sum()))
    assert text.split() == [str(number) for number in wanted]


def test_draws_are_uniform_and_of_their_keys() -> None:
    """The first number is that of the published splitmix64 for the state 0."""
    assert int(draws._splitmix(np.zeros(1, np.uint64))[0]) == 0xE220A8397B1DCDAF
    uniform = draws.unit(draws.key("a"), np.arange(20_000), "for")
    assert 0 <= uniform.min() < 0.001
    assert 0.999 < uniform.max() < 1
    assert uniform.mean() == pytest.approx(0.5, abs=0.01)
    assert np.histogram(uniform, 10, (0, 1))[0].std() < 100
    assert not (uniform == draws.unit(draws.key("a"), np.arange(20_000), "other")).any()
    picked = np.bincount(draws.choose(uniform, (0.1, 0.0, 0.9)), minlength=3) / 20_000
    assert picked.tolist() == pytest.approx([0.1, 0, 0.9], abs=0.01)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7))))
def test_pairs_are_counted_once(pairs: list[tuple[int, int]]) -> None:
    groups, things = (np.array([pair[place] for pair in pairs], np.int32) for place in (0, 1))
    one, other = distinct(groups, things, 8)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == sorted(set(pairs))


@pytest.mark.parametrize("size", [40, 2**23])
def test_numbers_without_gaps(size: int) -> None:
    there, places = numbered(np.array([7, 3, 39, 3]), size)
    assert (list(there), places.tolist()) == ([3, 7, 39], [1, 0, 2, 0])


def test_a_year_of_a_small_property_is_made_in_bounded_memory() -> None:
    from microconv.emulator.people import days

    profile = make_profile(RATES, sessions=20)
    first = date(2026, 1, 1)
    people_of(profile, [(first + timedelta(days=number), 1.0) for number in range(365)])
    kept = days._kept
    assert kept._size <= days.KEPT_BYTES
