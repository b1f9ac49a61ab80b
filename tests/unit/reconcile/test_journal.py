"""The journal of a run: its format, what is on the disk at which moment, whose it is, and what is never in it."""

from __future__ import annotations

import datetime
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from strategies import action, client, conversion, key_event, plan_of

from microconv.core.conversion import Value
from microconv.core.errors import AlreadyThereError, CredentialsError, JournalError, UnclearError
from microconv.core.plan import Plan
from microconv.core.planning.steps import Step, steps
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Address
from microconv.providers import TYPES
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal, files

CLIENT = client(path="aoi.yaml")
NOW = datetime.datetime(2026, 11, 23, 9, 15, 1, 234567, tzinfo=datetime.UTC)
HOSTILE = 'mv_\x1b[2J\n{"record":"end"}\u2028\u202e\ud800|`<b>'


@pytest.fixture
def plan() -> Plan:
    wanted = client(conversion("mv_cart", event="mv_cart", value=Value(500.0, "JPY")))
    made = plan_of(wanted, action("mv_cart", value_settings__default_value=300.0), key_event("mv_cart"), emulated=True)
    return replace(made, config_digest="d1", tool="microconv 9.9", apis=(("ga4", "v1beta"), ("google_ads", "v26")))


@pytest.fixture
def journal(tmp_path: Path, plan: Plan) -> Iterator[Journal]:
    opened = Journal(tmp_path / "state" / "journal", head_of(plan, CLIENT), lambda: NOW)
    yield opened
    opened.close()


def on_disk(journal: Journal) -> list[dict[str, Any]]:
    """The content that another process would read at this moment."""
    text = journal.path.read_bytes()
    assert text.endswith(b"\n")
    return [json.loads(line) for line in text.split(b"\n")[:-1]]


def first_step(plan: Plan) -> Step:
    return steps(TYPES, plan.changes)[0]


# ---- what is on the disk, and when


def test_the_first_record_says_who_when_which_plan_and_config(journal: Journal, plan: Plan) -> None:
    (head,) = on_disk(journal)
    who = head.pop("who")
    assert head == {
        "record": "run",
        "at": "2026-11-23T09:15:01.234+00:00",
        "format": 1,
        "run": journal.run,
        "client": "aoi-store",
        "accounts": [["google_ads", "123-456-7890"], ["ga4", "345678901"]],
        "owner": "",
        "emulated": True,
        "plan": plan.fingerprint,
        "config_digest": "d1",
        "tool": "microconv 9.9",
        "apis": {"ga4": "v1beta", "google_ads": "v26"},
        "kind": "sync",
        "undoes": "",
        "config": "aoi.yaml",
        "planned": len(plan.changes),
        "currency": plan.currency,
        "customer_id": "1234567890",
        "login_customer_id": "",
        "property_id": "345678901",
        "data_stream": "",
        "manage_owner": False,
        "container": "",
        "workspace": "",
    }
    user, _, host = who.partition("@")
    assert user
    assert host == os.uname().nodename


def test_a_run_is_named_after_its_time_and_no_two_are_alike(tmp_path: Path, plan: Plan) -> None:
    journals = [Journal(tmp_path, head_of(plan, CLIENT), lambda: NOW) for _ in range(20)]
    for one in journals:
        one.close()
    assert len({one.run for one in journals}) == 20
    assert all(one.run.startswith("20261123T091501Z-") for one in journals)
    assert sorted(files(tmp_path)) == sorted(one.path for one in journals)


def test_intent_then_outcome_then_end_are_on_the_disk_at_each_moment(journal: Journal, plan: Plan) -> None:
    step = first_step(plan)
    journal.intent(1, step)
    intent = on_disk(journal)[-1]
    assert [record["record"] for record in on_disk(journal)] == ["run", "intent"]
    assert (intent["step"], intent["provider"], intent["whole"]) == (1, "ga4", False)
    assert intent["changes"] == [
        {
            "action": "update",
            "address": {"type": "ga4.key_event", "name": "mv_cart"},
            "id": key_event("mv_cart").id,
            "conversion": "mv_cart",
            "reasons": list(step.changes[0].reasons),
            "reasons_ja": [step.changes[0].reasons[0].ja],
            "bidding": "",
            "protected": False,
            "late": False,
            "attributes": [
                {"name": "default_value", "before": None, "after": {"amount": 500.0, "currency": "JPY"}},
            ],
        }
    ]
    journal.outcome(1, [Outcome(step.changes[0], Status.APPLIED, "REQ-1")])
    assert [record["record"] for record in on_disk(journal)] == ["run", "intent", "outcome"]
    assert on_disk(journal)[-1]["outcomes"] == [{"status": "applied", "request_id": "REQ-1"}]
    journal.settled(1, [Outcome(step.changes[0], Status.FAILED)])
    assert on_disk(journal)[-1]["record"] == "settled"
    journal.end("in sync", "a note")
    assert on_disk(journal)[-1] == {
        "record": "end", "at": "2026-11-23T09:15:01.234+00:00", "status": "in sync", "note": "a note",
    }  # fmt: skip


def test_each_record_is_flushed_to_the_disk(journal: Journal, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only given to the system: it is there also when the power fails."""
    flushed: list[int] = []
    sync = os.fsync

    def counted(handle: int) -> None:
        flushed.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    sizes = []
    for write in (
        lambda: journal.intent(1, first_step(plan)),
        lambda: journal.outcome(1, [Outcome(first_step(plan).changes[0], Status.APPLIED)]),
        lambda: journal.settled(1, [Outcome(first_step(plan).changes[0], Status.APPLIED)]),
        lambda: journal.end("in sync"),
    ):
        write()
        sizes.append(journal.path.stat().st_size)
    assert flushed == sizes


def test_what_an_error_says(journal: Journal, plan: Plan) -> None:
    change = first_step(plan).changes[0]
    api = {"api": "google_ads", "account": "123-456-7890", "message": "Gone.", "request_id": "REQ-9"}
    errors = [
        AlreadyThereError(code="ConversionActionError.DUPLICATE_NAME", field="name", **api),
        UnclearError(code="UNAVAILABLE", **api),
        CredentialsError("Google refused the credentials"),
    ]
    journal.outcome(1, [Outcome(change, Status.FAILED, "REQ-9", error) for error in errors])
    assert [one["error"] for one in on_disk(journal)[-1]["outcomes"]] == [
        {
            "code": "ConversionActionError.DUPLICATE_NAME",
            "message": "google_ads 123-456-7890 name: ConversionActionError.DUPLICATE_NAME: Gone.",
            "field": "name",
        },
        {"code": "UNAVAILABLE", "message": "google_ads 123-456-7890: UNAVAILABLE: Gone.", "field": ""},
        {"code": "CredentialsError", "message": "Google refused the credentials", "field": ""},
    ]


def test_hostile_names_stay_in_their_record_and_come_back(journal: Journal, plan: Plan) -> None:
    """A line break in a name makes no record of its own. A lone surrogate, which no file can hold, is escaped."""
    step = first_step(plan)
    odd = replace(step.changes[0], address=Address("ga4.key_event", HOSTILE))
    journal.intent(1, step._replace(changes=(odd,)))
    records = on_disk(journal)
    assert [record["record"] for record in records] == ["run", "intent"]
    assert records[-1]["changes"][0]["address"]["name"] == HOSTILE
    assert len(journal.path.read_bytes().splitlines()) == 2


# ---- whose it is


@pytest.mark.parametrize("mask", [0o022, 0o000, 0o077])
def test_files_and_folders_are_their_owners_alone(tmp_path: Path, plan: Plan, mask: int) -> None:
    before = os.umask(mask)
    try:
        journal = Journal(tmp_path / "deep" / "journal", head_of(plan, CLIENT))
    finally:
        os.umask(before)
    journal.close()
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700


def test_a_link_in_its_place_is_not_followed(tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "victim"
    victim.write_text("keep me", encoding="utf-8")
    monkeypatch.setattr("secrets.token_hex", lambda count: "00" * count)
    folder = tmp_path / "journal"
    folder.mkdir()
    for target in (victim, tmp_path / "nowhere"):
        link = folder / "20261123T091501Z-000000.jsonl"
        link.symlink_to(target)
        with pytest.raises(JournalError, match=r"cannot be made: File exists") as raised:
            Journal(folder, head_of(plan, CLIENT), lambda: NOW)
        assert raised.value.hint.startswith("nothing more was written; name a folder that can be written to in ")
        assert link.is_symlink()  # it is not ours to remove
        link.unlink()
    assert victim.read_text(encoding="utf-8") == "keep me"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda count: "00" * count)
    Journal(tmp_path, head_of(plan, CLIENT), lambda: NOW).close()
    with pytest.raises(JournalError, match="File exists"):
        Journal(tmp_path, head_of(plan, CLIENT), lambda: NOW)


# ---- what cannot be written


def test_a_folder_that_cannot_be_made(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JournalError, match=r"^the journal .* cannot be made: Not a directory$"):
        Journal(tmp_path / "file" / "journal", head_of(plan, CLIENT))


def test_a_disk_that_is_full_from_the_start_leaves_no_journal(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without a first record would be one more thing that `history` stumbles over."""
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalError, match=r"^the journal .* cannot be written: No space left on device$"):
        Journal(tmp_path, head_of(plan, CLIENT))
    assert list(tmp_path.iterdir()) == []


def full(handle: int, data: bytes) -> int:
    raise OSError(28, "No space left on device")


def test_a_disk_that_fills_up(journal: Journal, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(JournalError, match=r"cannot be written: No space left on device"):
            journal.intent(1, first_step(plan))
        with pytest.raises(JournalError, match=r"cannot be written: No space left on device"):
            journal.outcome(1, [])
        with pytest.raises(JournalError, match=r"cannot be written: No space left on device"):
            journal.end("not verified")
    assert [record["record"] for record in on_disk(journal)] == ["run"]


def test_a_write_that_takes_only_a_part_goes_on(journal: Journal, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:7]))
    journal.intent(1, first_step(plan))
    assert [record["record"] for record in on_disk(journal)] == ["run", "intent"]


def test_a_disk_that_cannot_flush_is_a_disk_that_cannot_write(
    journal: Journal, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(JournalError, match=r"cannot be written: Input/output error"):
        journal.intent(1, first_step(plan))


def test_after_its_end_it_is_closed(journal: Journal, plan: Plan) -> None:
    journal.end("in sync")
    journal.close()  # twice is no harm
    with pytest.raises(JournalError, match="cannot be written"):
        journal.intent(1, first_step(plan))


def test_a_user_without_a_name(tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    journal = Journal(tmp_path, head_of(plan, CLIENT))
    assert on_disk(journal)[0]["who"].startswith(f"{os.getuid()}@")
    journal.close()


def test_the_newest_run_comes_first_and_other_files_do_not_count(tmp_path: Path) -> None:
    for name in ("20261101T000000Z-a.jsonl", "20261123T000000Z-b.jsonl", "notes.txt", "20261110T000000Z-c.jsonl"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.stem[-1] for path in files(tmp_path)] == ["b", "c", "a"]
    assert list(files(tmp_path / "nowhere")) == []
