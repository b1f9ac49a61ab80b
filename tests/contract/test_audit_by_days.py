"""Audits of accounts in the emulator whose hits were sent one by one: doubles by day, hidden results, the order."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest

from microconv.audit.run import audit_accounts
from microconv.connections import Connections
from microconv.core.account_ids import NamedAccounts
from microconv.core.kinds import EVERYTHING
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, imported

STREAM = "G-AOI0000701"
PRIMARY = {"status": "ENABLED", "primary": True}


@pytest.fixture
def audited(environment, world, client):
    """Audits the store and its property as accounts without a config, through the official clients."""
    connections = Connections(read_only=True, clock=world.clock.now)

    def run():
        accounts = client().accounts
        readers = connections.readers(accounts, EVERYTHING)
        return audit_accounts(
            NamedAccounts(accounts, "store"), tuple(one.measured(one.read()) for one in readers), world.clock.now()
        )

    return run


@pytest.fixture
def inhabit(world, agency):
    """Replaces what the store and its property hold; nothing happens there but what is sent."""

    def fill(actions, events):
        content = copy.deepcopy(agency)
        store = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
        store |= {"conversion_actions": actions, "customer_conversion_goals": [], "auto_tagging_enabled": True,
                  "campaigns": [campaign(71, "Brand"), campaign(72, "Generic")]}  # fmt: skip
        owner = content["ga4"]["accounts"][0]["properties"][0]
        owner.pop("traffic", None)
        owner |= {"key_events": [{"event_name": name} for name in events], "google_ads_links": [{"customer_id": STORE}]}
        world.reset(content)

    return fill


@pytest.fixture
def send(environment, world, emulator, client):
    """Sends so many conversions of tags (by number) and events (by name) on each of some days, one after another."""
    reader = Connections(read_only=True, clock=world.clock.now).readers(client(property_id="").accounts, EVERYTHING)[0]
    control, labels = emulator.control, {}

    def target(number):
        if number not in labels:
            name = f"customers/{STORE}/conversionActions/{number}"
            conversion, label = reader.send_tos([name])[name].removeprefix("AW-").split("/")
            labels[number] = (int(conversion), label)
        return labels[number]

    def run(counts):
        for day in range(max(len(numbers) for numbers in counts.values())):
            for what, numbers in counts.items():
                for place in range(numbers[day] if day < len(numbers) else 0):
                    if isinstance(what, int):
                        sent = control.send_conversion(*target(what), click=f"{what}-{day}-{place}")
                    else:
                        sent = control.send_event(STREAM, what, client=f"{day}.{place}", channel="Paid Search")
                    assert sent["counted"], sent
            control.advance(timedelta(days=1))

    return run


def names_of(audit, rule):
    return [item.evidence.name for item in audit.findings if item.rule.id == rule]


def test_doubles_are_told_from_acts_that_are_as_many(inhabit, audited, send):
    """Two names that differ by a word, on the same days; and two acts of one category with as many, on others."""
    inhabit(
        [
            action(1, "reserva_completada", "BOOK_APPOINTMENT", traffic=None),
            imported(2, "reserva_completada_directa", **PRIMARY),
            action(3, "Enquiry", "CONTACT", traffic=None),
            imported(4, "chat_done", category="CONTACT", **PRIMARY),
        ],
        ["reserva_completada_directa", "chat_done"],
    )
    send(
        {
            1: [3, 1, 4, 1, 5, 2, 3],
            "reserva_completada_directa": [3, 1, 3, 1, 5, 2, 2],
            3: [6, 1, 5, 0, 6, 1, 5],
            "chat_done": [1, 6, 1, 6, 0, 6, 4],
        }
    )
    audit = audited()
    assert names_of(audit, "double-likely") == ["Aoi GA4 (web) reserva_completada_directa"]
    (first,) = [item for item in audit.findings if item.rule.id == "double-likely"]
    assert first.evidence.seen.en.endswith("both counted on 7 of 7 days")
    assert not names_of(audit, "roles-several-primaries")


def test_a_hidden_result_is_as_loud_as_a_missing_one_and_weighs_what_is_spent(inhabit, audited, send):
    scroll = action(1, "Scroll", "ENGAGEMENT", traffic=None, value_settings={"default_value": 1})
    hidden = imported(2, "generate_lead", category="SUBMIT_LEAD_FORM")
    for actions, rule in (([scroll, hidden], "bridge-hidden-result"), ([scroll], "bridge-not-imported")):
        inhabit(actions, ["generate_lead"])
        send({1: [5, 5, 5], "generate_lead": [1, 2, 1]})
        audit = audited()
        (found,) = [item for item in audit.findings if item.rule.id == rule]
        assert "generate_lead" in found.evidence.name
        (ads,) = [item for item in audit.findings if item.rule.id == "roles-no-final"]
        assert found.stake.spend == ads.stake.spend > 0
        assert found.stake.conversions == 15
        levels = [item.level for item in audit.findings]
        assert levels == sorted(levels, key=lambda level: -level.weight)
        steps = [item for item in audit.findings if item.level is found.level and item.evidence.name == "Scroll"]
        places = {item.rule.id: place for place, item in enumerate(audit.findings)}
        assert steps
        assert all(places[rule] < places[item.rule.id] for item in steps)
