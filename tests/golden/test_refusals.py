"""Every refusal in both languages, as it is shown: one file a language, by code.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/golden/test_refusals.py` writes the files again.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from microconv.cli.ask import ask
from microconv.cli.plan_folder import LIST, SavedPlans
from microconv.core.action_state import VALUE
from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.errors import OUT_OF_DATE, Refusal, RefusedError
from microconv.core.plan import Bidding, Plan, Shift, Stake
from microconv.core.planning.fleet import Mover, fleet_refusals
from microconv.core.planning.limits import Limits
from microconv.core.planning.make import make_plan
from microconv.core.planning.moves import moves
from microconv.core.planning.out_of_date import (
    applied_before,
    changed_meanwhile,
    not_done,
    stale,
    wrong_accounts,
    wrong_world,
)
from microconv.core.planning.owner_words import Want, account_named, contradiction
from microconv.core.planning.promised import broken_promises, overtaken
from microconv.core.planning.safety import refusals
from microconv.core.planning.stale import moved
from microconv.core.resource import Live
from microconv.core.text import Language, Text
from microconv.providers import TYPES
from microconv.reconcile.lock import locked
from microconv.render.diagnostics import refusal
from tests.strategies import action, ads, campaign, client, conversion, ga4, goal

HERE = Path(__file__).parent / "refusals"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
CART = conversion("mv_cart", role=Role.SECONDARY, value=Value(500.0, "JPY"))
LIVE = action("mv_cart", 1, primary_for_goal=True, value_settings__default_value=100.0)
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def planned(wanted: Client, *live: Live) -> Plan:
    return make_plan(TYPES, wanted, [ads(*live), ga4()])


def of_limits() -> Iterator[Refusal]:
    plan = planned(client(CART), LIVE, goal("add_to_cart~website"))
    yield from refusals(plan, Limits(max_changes=0, max_demotions=0, max_role_changes=0, max_value_factor=2.0))
    many = [action(f"mv_{number}", number + 10, primary_for_goal=True) for number in range(12)]
    yield from refusals(planned(client(CART, unlisted=Unlisted.REMOVE), *many), Limits())
    protected = planned(client(replace(CART, protect=True)), LIVE)
    yield from refusals(protected, Limits())
    yield from refusals(planned(client(), LIVE, goal("add_to_cart~website")), Limits())
    yield from refusals(planned(client(CART), action("mv_cart", 1, type="upload_clicks")), Limits())
    shared = replace(plan, owner="999-888-7777", shared_with=("345-678-9012",))
    yield from refusals(shared, Limits())


def of_dangers() -> Iterator[Refusal]:
    final = conversion("purchase", role=Role.SECONDARY)
    live = action("purchase", 1, category="purchase", primary_for_goal=True)
    places = (goal("purchase~website"), campaign("Brand", 1))
    plan = planned(client(final), live, *places)
    staked = replace(plan, stakes=(Stake("purchase", 42.0, 420000.4),))
    yield from refusals(staked, Limits())


def of_saved_plans() -> Iterator[Refusal]:
    plan = replace(planned(client(CART), LIVE), made="2026-11-22T12:00:00+00:00", config_digest="old")
    yield from stale(plan, client(CART), NOON, HOUR)
    yield from stale(replace(plan, made="2027-01-01T00:00:00+00:00", config_digest=""), client(CART), NOON, HOUR)
    yield from stale(replace(plan, made="", config_digest=""), client(CART), NOON, HOUR)
    yield from wrong_accounts(plan, "botan", (("google_ads", "234-567-8901"),))
    yield from (*wrong_world(True, plan), *wrong_world(False, replace(plan, emulated=True)))
    changed = action("mv_cart", 1, primary_for_goal=False, value_settings__default_value=200.0)
    for now in ([changed], []):
        yield from (item.refusal for item in moved(plan, planned(client(CART), *now), now))
    new = planned(client(CART))
    yield from (item.refusal for item in moved(new, planned(client(CART), LIVE), [LIVE]))
    shifts = (Shift("mv_cart", Bidding.STARTS, ("Brand",), id="1"), Shift("mv_cart", Bidding.STOPS, ("Sale",), id="1"))
    yield from broken_promises(replace(plan, shifts=shifts), ())
    yield from overtaken(plan, replace(plan, owner="999-888-7777", shared_with=("345-678-9012", "123-456-7890")))
    yield applied_before("20261123T0915", 1, 2)
    yield changed_meanwhile(change for change in plan.changes)


def of_runs(folder: Path) -> Iterator[Refusal]:
    accounts = [("google_ads", "123-456-7890")]
    with locked(folder, accounts), pytest.raises(RefusedError) as caught, locked(folder, accounts):
        pytest.fail("two runs at a time")
    yield from (replace(item, where="google_ads-1234567890.lock") for item in caught.value.refusals)
    with pytest.raises(RefusedError) as caught:
        ask(planned(client(CART), LIVE))
    yield from caught.value.refusals


def of_fleets(folder: Path) -> Iterator[Refusal]:
    plan = planned(client(CART), LIVE)
    movers = [Mover(label, moves(plan), (None,) * len(moves(plan))) for label in ("aoi", "botan", "chiba")]
    yield from (*fleet_refusals(movers, 8), *fleet_refusals(movers[:1], 8, 2))
    one, other = Want("aoi", 500.0, "aoi.yaml:5:5"), Want("botan", 700.0, "botan.yaml:5:5")
    for manager in (True, False):
        account = account_named("999-888-7777", manager=manager)
        yield contradiction(one, other, VALUE, LIVE.address, "999-888-7777", manager=manager)
        yield not_done(account, plan.changes)
    (folder / LIST).write_text('{"record": "plans", "format": 1}\n', "utf-8")
    with pytest.raises(RefusedError) as caught:
        SavedPlans(folder).of(client(CART))
    yield from (replace(item, summary=replaced(item.summary, str(folder), "plans")) for item in caught.value.refusals)


def replaced(text: Text, old: str, new: str) -> Text:
    return Text(text.en.replace(old, new), text.ja.replace(old, new))


@pytest.fixture
def every(tmp_path: Path) -> list[Refusal]:
    """Every refusal that these plans and runs meet, each text once."""
    found = [*of_limits(), *of_dangers(), *of_saved_plans(), *of_runs(tmp_path), *of_fleets(tmp_path)]
    return sorted({(item.code, str(item.summary)): item for item in found}.values(), key=lambda item: item.code)


@pytest.mark.parametrize("language", list(Language))
def test_refusals_are_those_on_file(every: list[Refusal], language: Language) -> None:
    made = "\n".join(refusal(item, language=language) for item in every)
    path = HERE / f"{language.value}.txt"
    if UPDATE:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_every_code_that_a_command_can_show_is_here(every: list[Refusal]) -> None:
    package = Path(__file__).parents[2] / "microconv"
    sources = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    written = set(re.findall(r'Refusal\(\s*"([a-z-]+)"', sources)) - {"no-provider"}  # told by a test of journals
    assert written - {item.code for item in every} == set()


def test_every_refusal_has_japanese_of_its_own(every: list[Refusal]) -> None:
    for item in every:
        for text in (item.summary, item.hint):
            assert isinstance(text, Text), item.code
            assert not text or japanese(text.ja), (item.code, text)
    assert japanese(OUT_OF_DATE.ja)


def japanese(text: str) -> bool:
    return any("\u3040" <= letter <= "\u30ff" for letter in text)


def test_what_is_copied_is_the_same_in_both_languages(every: list[Refusal]) -> None:
    """Commands, options and lines of configs, between backticks."""
    for item in every:
        for text in (item.summary, item.hint):
            assert sorted(re.findall("`[^`]+`", text.en)) == sorted(re.findall("`[^`]+`", text.ja)), item.code
