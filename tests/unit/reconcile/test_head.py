"""The head of a journal: the same JSON as ever, and heads of older versions are read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest
from strategies import client, plan_of

from microconv.core.account_ids import Accounts
from microconv.core.errors import JournalError
from microconv.reconcile import head as reconcile_head
from microconv.reconcile.head import Head, head_of
from microconv.reconcile.past import Run

OLDEST = {"run": "r", "at": "2026-11-23T09:15:01.234+00:00", "client": "aoi", "accounts": [["ga4", "345678901"]]}


def test_a_head_comes_back_equal() -> None:
    wanted = client(login_customer_id="9998887777", data_stream="G-1", manage_owner=True, path="aoi.yaml")
    head = head_of(plan_of(wanted, emulated=True), wanted, undoes="before")
    assert head.accounts == Accounts("1234567890", "9998887777", "345678901", "G-1", manage_owner=True)
    assert Head.from_dict({**head.to_dict(), "at": head.at}) == head


def test_every_field_of_the_accounts_is_written() -> None:
    """A rollback reaches the accounts by the journal alone: a field that is missing there would be lost."""
    wanted = client()
    files = replace(wanted.accounts, google_ads_credentials="/a/google-ads.yaml", google_credentials="/a/key.json")
    head = head_of(plan_of(wanted), replace(wanted, accounts=files)).to_dict()
    assert {field.name for field in fields(Accounts)} <= head.keys()
    assert Head.from_dict({**head, "at": ""}).accounts == files


def test_files_of_credentials_stand_only_where_a_registry_gives_them() -> None:
    wanted = client()
    assert not [name for name in head_of(plan_of(wanted), wanted).to_dict() if name.endswith("credentials")]


def test_a_client_without_accounts_of_its_own_comes_back_too() -> None:
    wanted = client(customer_id="", property_id="")
    head = head_of(plan_of(wanted), wanted)
    assert Head.from_dict({**head.to_dict(), "at": ""}).accounts == Accounts()


def test_what_an_older_journal_does_not_say_is_not_made_up() -> None:
    head = Head.from_dict(OLDEST)
    assert (head.kind, head.undoes, head.emulated, head.apis, head.accounts) == ("sync", "", False, (), None)
    assert "customer_id" not in head.to_dict()
    with pytest.raises(
        JournalError, match=r"the journal x\.jsonl does not say, or not readably: customer_id, login_cust"
    ):
        assert Run(Path("x.jsonl"), head, ()).accounts


@dataclass(frozen=True, slots=True)
class LaterAccounts(Accounts):
    """The accounts of a later version, which knows one API more."""

    container_id: str = ""


def test_a_run_of_a_version_that_knew_fewer_accounts_can_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = client()
    record = {**head_of(plan_of(wanted), wanted).to_dict(), "at": ""}
    monkeypatch.setattr(reconcile_head, "Accounts", LaterAccounts)
    head = Head.from_dict(record)
    assert (head.accounts, head.unread) == (LaterAccounts(wanted.customer_id, "", wanted.property_id), ())
    later = Head.from_dict({**record, "container_id": "GTM-1"})
    assert later.accounts == LaterAccounts(wanted.customer_id, "", wanted.property_id, container_id="GTM-1")
    assert Head.from_dict({**later.to_dict(), "at": ""}) == later
    odd = Head.from_dict({**record, "container_id": 7})
    assert (odd.accounts, odd.unread, odd.to_dict()["container_id"]) == (None, ("container_id",), 7)


@pytest.mark.parametrize(
    "wrong", [{"run": 7}, {"client": None}, {"at": ()}, {"accounts": [["ga4", 345678901]]}, {"accounts": 7}]
)
def test_a_head_that_does_not_say_which_run_it_is_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Head.from_dict({**OLDEST, **wrong})


@pytest.mark.parametrize("odd", [[], ["v1"], "v24", {"ga4": 1}])
def test_odd_versions_do_not_hide_the_run(odd: object) -> None:
    wanted = client()
    record = {**head_of(plan_of(wanted), wanted).to_dict(), "at": "", "apis": odd}
    head = Head.from_dict(record)
    assert (head.apis, head.unread, head.accounts) == ((), ("apis",), wanted.accounts)
    assert head.to_dict()["apis"] == odd
    assert Run(Path("x.jsonl"), head, ()).accounts.accounts == wanted.accounts


def test_keys_of_another_version_are_kept() -> None:
    head = Head.from_dict({**OLDEST, "record": "run", "format": 1, "ticket": ["OPS-1"]})
    assert head.to_dict()["ticket"] == ["OPS-1"]
    assert not {"record", "format"} & head.to_dict().keys()


@pytest.mark.parametrize(("name", "odd"), [("property_id", 345678901.5), ("manage_owner", "yes"), ("emulated", 1)])
def test_what_is_wrong_with_a_head_is_named(name: str, odd: object) -> None:
    wanted = client()
    head = Head.from_dict({**head_of(plan_of(wanted), wanted).to_dict(), "at": "", name: odd})
    assert head.to_dict()[name] == odd
    assert head.to_dict()["customer_id"] == wanted.accounts.customer_id
    with pytest.raises(JournalError, match=rf"^the journal x\.jsonl does not say, or not readably: {name}$"):
        assert Run(Path("x.jsonl"), head, ()).accounts
