"""Several clients' files: what goes into the base they share, what the files are called, and that all plan empty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from microconv.adoption import Adopted, adopt_readings, asked_of, family
from microconv.adoption.family import BASE, file_name
from microconv.adoption.inverse import left
from microconv.core.account_ids import Accounts
from microconv.core.resource import Live, Reading
from microconv.loading import load_all
from tests.strategies import action, ads, client

LOGIN = "9998887777"


def adopted(customer_id: str, *live: Live, currency: str = "JPY", label: str = "") -> Adopted:
    account = f"{customer_id[:3]}-{customer_id[3:6]}-{customer_id[6:]}"
    reading: Reading = replace(ads(*live, customer__currency_code=currency), account=account)
    return adopt_readings([reading], asked_of(Accounts(customer_id, LOGIN), label or account))


def buy(**state: object) -> Live:
    given = {"category": "purchase", "primary_for_goal": True, "value_settings__default_value": 9000.0}
    return action("buy", 1, **{**given, **state})  # type: ignore[arg-type]


def test_what_all_share_is_in_the_base() -> None:
    made = {"a.yaml": adopted("1111111111", buy(), action("mv_a", 2)), "b.yaml": adopted("2222222222", buy())}
    files = family(made)
    assert files.texts[BASE] == (
        "# Written by `microconv import`: what all clients in this folder share. Their files extend this one.\n"
        "version: 1\ncurrency: JPY\ngoogle_ads: {login_customer_id: 999-888-7777}\n\nconversions:\n"
        "  # taken for a result (likely): category purchase [upkeep-undecided]\n  - name: buy\n"
        "    kind: undecided\n    category: purchase\n    role: primary\n    value: {default: 9000, from_event: true}\n"
        "    counting: many_per_click\n    google_ads:\n      click_through_lookback_window_days: 30\n"
        "      view_through_lookback_window_days: 1\n      attribution_model: google_ads_last_click\n"
    )
    for name, other in (("a.yaml", "mv_a"), ("b.yaml", "conversions: []")):
        assert "extends: ./base.yaml\n" in files.texts[name]
        assert "currency" not in files.texts[name]
        assert "name: buy" not in files.texts[name]
        assert other in files.texts[name]
        assert files.proofs[name].unexpressed == ()
        assert left(files.proofs[name].plan) == ()


def test_the_written_folder_loads_as_its_clients(tmp_path: Path) -> None:
    made = {"a.yaml": adopted("1111111111", buy()), "b.yaml": adopted("2222222222", buy())}
    for name, text in family(made).texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    loaded = load_all([tmp_path])
    assert [problem for item in loaded for problem in item.problems] == []
    found = {item.client.customer_id: item.client for item in loaded if item.client is not None}
    assert sorted(found) == ["1111111111", "2222222222"]
    assert [[one.name for one in item.conversions] for item in found.values()] == [["buy"], ["buy"]]
    assert {(item.accounts.login_customer_id, item.currency) for item in found.values()} == {(LOGIN, "JPY")}


@pytest.mark.parametrize(
    ("state", "currency"),
    [
        ({"value_settings__default_value": 1.0}, "JPY"),
        ({"category": "contact"}, "JPY"),
        ({}, "EUR"),
        ({"value_settings__default_currency_code": "EUR"}, "EUR"),
    ],
    ids=["value", "category", "the account's currency", "every currency"],
)
def test_what_differs_stays_with_each(state: dict[str, object], currency: str) -> None:
    made = {
        "a.yaml": adopted("1111111111", buy()),
        "b.yaml": adopted("2222222222", buy(**state), currency=currency),
    }
    files = family(made)
    assert "name: buy" not in files.texts[BASE]
    assert all("name: buy" in files.texts[name] for name in made)
    assert [proof.unexpressed for proof in files.proofs.values()] == [(), ()]
    assert ("currency: JPY" in files.texts[BASE]) == (currency == "JPY")


def test_clients_that_are_reached_in_different_ways_keep_their_own() -> None:
    made = {"a.yaml": adopted("1111111111", buy()), "b.yaml": adopted("2222222222", buy())}
    other = replace(made["b.yaml"].adoption.client, accounts=Accounts("2222222222", "5555555555"))
    made["b.yaml"] = replace(made["b.yaml"], adoption=replace(made["b.yaml"].adoption, client=other))
    files = family(made)
    assert "login_customer_id" not in files.texts[BASE]
    assert "login_customer_id: 999-888-7777" in files.texts["a.yaml"]
    assert "login_customer_id: 555-555-5555" in files.texts["b.yaml"]


def test_one_client_has_no_base() -> None:
    made = {"a.yaml": adopted("1111111111", buy())}
    files = family(made)
    assert files.texts == {"a.yaml": made["a.yaml"].text}
    assert files.proofs["a.yaml"].unexpressed == ()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("あおいストア 123-456-7890", "あおいストア-123-456-7890.yaml"),
        ("../../etc/passwd 123-456-7890", "etc-passwd-123-456-7890.yaml"),
        (".hidden 123-456-7890", "hidden-123-456-7890.yaml"),
        ("a\n\x1b[31m\u202eb/ 123-456-7890", "a-31m-b-123-456-7890.yaml"),
        ("Ärzte 123-456-7890", "Ärzte-123-456-7890.yaml"),
        ("👍 123-456-7890", "123-456-7890.yaml"),
        ("123-456-7890", "123-456-7890.yaml"),
        ("会社" * 60 + " 123-456-7890", "会社" * 30 + "-123-456-7890.yaml"),
    ],
)
def test_the_names_of_files_are_safe_and_readable(label: str, name: str) -> None:
    made = file_name(replace(client(), label=label))
    assert made == name
    assert len(made.encode()) < 250
