"""Settling the open changes of a past run: by reading, and written behind its journal."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import pytest
from strategies import action, client, conversion, key_event, plan_of

from microconv.core.conversion import Value
from microconv.core.errors import JournalError, UnclearError
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Live
from microconv.providers import TYPES
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal
from microconv.reconcile.past import read_run
from microconv.reconcile.settle import settle

FIXED = {"value_settings__always_use_default_value": True}
OLD = action("mv_cart", 1, value_settings__default_value=300.0, **FIXED)
NEW = action("mv_cart", 1, value_settings__default_value=500.0, **FIXED)
OTHER = action("mv_cart", 1, value_settings__default_value=444.0, **FIXED)
MADE = action("mv_new", 2)
PLAN = plan_of(
    client(conversion("mv_cart", event="mv_cart", value=Value(500.0, "JPY")), conversion("mv_new")),
    OLD,
    key_event("mv_cart"),
)
EVENT, ADS = steps(TYPES, PLAN.changes)
NOW = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
LOST = UnclearError(api="google_ads", account="1", code="UNAVAILABLE", message="No answer.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A run that was killed while its second step was under way."""
    journal = Journal(tmp_path, head_of(PLAN, client()))
    journal.intent(1, EVENT)
    journal.outcome(1, [Outcome(EVENT.changes[0], Status.APPLIED)])
    journal.intent(2, ADS)
    journal.close()
    return journal.path


def settled(path: Path, *live: Live) -> dict[str, str]:
    """The settled outcomes by name; the same stands in the journal then."""
    found = settle(read_run(path), live, lambda: NOW)
    again = {item.change: item for item in read_run(path).done}
    assert [again[item.change].status for item in found] == [item.status for item in found]
    return {item.change.address.name: str(item.status) for item in found}


@pytest.mark.parametrize(
    ("live", "answer"),
    [
        ([OLD], {"mv_cart": "failed", "mv_new": "failed"}),
        ([NEW, MADE], {"mv_cart": "applied", "mv_new": "applied"}),
        ([NEW], {"mv_cart": "applied", "mv_new": "failed"}),
        ([OTHER, MADE], {"mv_cart": "unknown", "mv_new": "applied"}),
    ],
)
def test_what_reading_shows(path: Path, live: list[Live], answer: dict[str, str]) -> None:
    assert settled(path, *live) == answer


def test_the_record(path: Path) -> None:
    settled(path, NEW, MADE)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1]) == {
        "record": "settled",
        "at": "2026-11-24T00:00:00.000+00:00",
        "step": 2,
        "outcomes": [{"status": "applied", "request_id": ""}, {"status": "applied", "request_id": ""}],
    }
    assert len(lines) == 5


def test_what_is_known_already_is_not_asked_again(path: Path) -> None:
    settled(path, NEW, MADE)
    before = path.read_bytes()
    assert settle(read_run(path), [OLD]) == ()
    assert path.read_bytes() == before


def test_what_stays_unknown_can_be_asked_again(path: Path) -> None:
    assert settled(path, OTHER)["mv_cart"] == "unknown"
    assert settled(path, NEW) == {"mv_cart": "applied"}
    assert read_run(path).open == ()


def test_what_its_neighbours_are_known_to_be_stays_with_them(path: Path) -> None:
    """One change of a step is known, the other is not: its status, request id and error are kept."""
    known, open_ = ADS.changes
    errors = [
        {"status": "failed", "request_id": "R7", "error": {"message": "Refused."}},
        {"status": "unknown", "request_id": "R7"},
    ]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"record": "outcome", "step": 2, "outcomes": errors}) + "\n")
    found = settle(read_run(path), [NEW, MADE])
    assert [(item.change, item.status) for item in found] == [(open_, Status.APPLIED)]
    done = {item.change: item for item in read_run(path).done}
    assert (done[known].status, done[known].request_id, done[known].error) == (Status.FAILED, "R7", "Refused.")


@pytest.mark.parametrize("torn", [b'{"record":"outcome","at":"20', b'{"record":"remark"}', b"\xff"])
def test_behind_a_torn_line_and_more_than_once(path: Path, torn: bytes) -> None:
    """The torn line stays what it is, and the journal can be read afterwards, again and again."""
    with path.open("ab") as file:
        file.write(torn)
    assert settled(path, OTHER) == {"mv_cart": "unknown", "mv_new": "failed"}
    assert settled(path, OTHER) == {"mv_cart": "unknown"}
    assert settled(path, NEW) == {"mv_cart": "applied"}
    assert torn in path.read_bytes()


def test_a_journal_that_became_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    run = read_run(path)
    target = tmp_path / "elsewhere"
    path.rename(target)
    path.symlink_to(target)
    before = target.read_bytes()
    with pytest.raises(JournalError, match=r"cannot be written: Too many levels of symbolic links$"):
        settle(run, [NEW])
    assert target.read_bytes() == before


def test_a_disk_that_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalError, match=r"cannot be written: No space left on device$"):
        settle(read_run(path), [NEW])
