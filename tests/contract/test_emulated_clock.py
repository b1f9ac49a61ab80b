"""An emulator whose seed names a day: what was counted lately is what was counted before that day."""

from __future__ import annotations

import datetime

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.errors import CredentialsError
from microconv.core.kinds import EVERYTHING
from microconv.providers.emulator import emulator_clock
from tests.conftest import STORE


def test_audits_ask_for_the_days_before_the_emulators_own(emulator, world, monkeypatch):
    world.clock.restart(datetime.datetime(2031, 5, 6, 12, tzinfo=datetime.UTC))
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    client = Accounts(STORE, "9998887777")
    (reader,) = Connections(read_only=True).readers(client, EVERYTHING)
    reading = reader.measured(reader.read())
    assert reading.measures is not None
    assert reading.measures.until == datetime.date(2031, 5, 6)
    assert any(counted.all for counted in reading.measures.actions.values())


def test_without_an_emulator_the_clock_is_the_real_one():
    now = datetime.datetime.now(datetime.UTC)
    assert abs(emulator_clock({})() - now) < datetime.timedelta(seconds=5)
    assert abs(emulator_clock({"MICROCONV_EMULATOR": "rest=https://x;ahead=-3600"})() - now) > datetime.timedelta(
        minutes=59
    )


@pytest.mark.parametrize("ahead", ["", "soon", "1e3", "9" * 30])
def test_a_clock_that_makes_no_sense(ahead):
    with pytest.raises(CredentialsError) as refused:
        emulator_clock({"MICROCONV_EMULATOR": f"rest=https://x;ahead={ahead}"})
    assert f"ahead by {ahead!r}, which is no number" in str(refused.value)
