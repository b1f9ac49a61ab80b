"""Runs of the past: what a journal tells, whole, torn, broken or strange, and how a run is found by its name."""

from __future__ import annotations

import datetime
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from strategies import action, client, conversion, key_event, plan_of

from microconv.core.conversion import Value
from microconv.core.errors import JournalError, RejectedError
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Status
from microconv.providers import TYPES
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal
from microconv.reconcile.past import Run, find_run, read_run, runs

PLAN = plan_of(
    client(
        conversion("mv_cart", event="mv_cart", value=Value(500.0, "JPY")),
        conversion("mv_new"),
    ),
    action("mv_cart", value_settings__default_value=300.0, value_settings__always_use_default_value=True),
    key_event("mv_cart"),
)
EVENT, ADS = steps(TYPES, PLAN.changes)
REFUSED = RejectedError(api="google_ads", account="1", code="RangeError.TOO_LOW", message="Too low.")


NOW, SECOND = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC), datetime.timedelta(seconds=1)
_ticks = itertools.count()
"""Each record is a second later than the one before: a real clock may show the same millisecond twice."""


def write(folder: Path, *, until: int = 99, client_label: str = "") -> Path:
    """A journal of two steps, of which the second fails in part; with `until`, only so many records."""
    journal = Journal(folder, head_of(PLAN, client()), lambda: NOW + next(_ticks) * SECOND)
    journal.intent(1, EVENT)
    journal.outcome(1, [Outcome(EVENT.changes[0], Status.APPLIED)])
    journal.intent(2, ADS)
    done, refused = ADS.changes
    journal.outcome(2, [Outcome(done, Status.APPLIED, "R2"), Outcome(refused, Status.FAILED, "R2", REFUSED)])
    journal.end("not in sync")
    lines = journal.path.read_bytes().splitlines(keepends=True)[:until]
    if client_label:
        lines[0] = lines[0].replace(b"aoi-store", client_label.encode())
    journal.path.write_bytes(b"".join(lines))
    return journal.path


def told(run: Run) -> list[tuple[int, str, Status | None]]:
    return [(item.step, item.change.address.name, item.status) for item in run.done]


def rewrite(path: Path, number: int, **changes: Any) -> None:
    """Change fields of one record; None removes one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    record = {**json.loads(lines[number]), **changes}
    lines[number] = json.dumps({key: value for key, value in record.items() if value is not None})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---- whole


def test_a_whole_run(tmp_path: Path) -> None:
    path = write(tmp_path)
    run = read_run(path)
    assert (run.id, run.client, run.kind, run.end, run.torn) == (path.stem, "aoi-store", "sync", "not in sync", False)
    assert told(run) == [
        (1, "mv_cart", Status.APPLIED),
        (2, ADS.changes[0].address.name, Status.APPLIED),
        (2, ADS.changes[1].address.name, Status.FAILED),
    ]
    assert [item.change for item in run.done] == [*EVENT.changes, *ADS.changes]
    assert [item.request_id for item in run.done] == ["", "R2", "R2"]
    assert [item.error for item in run.done] == ["", "", "google_ads 1: RangeError.TOO_LOW: Too low."]
    assert run.open == ()
    assert run.ended_at > run.started > "2026"


@pytest.mark.parametrize(
    ("until", "statuses"),
    [
        (1, []),
        (2, [None]),
        (3, [Status.APPLIED]),
        (4, [Status.APPLIED, None, None]),
        (5, [Status.APPLIED, Status.APPLIED, Status.FAILED]),
    ],
)
def test_a_run_that_was_killed_between_two_records(tmp_path: Path, until: int, statuses: list[Status | None]) -> None:
    run = read_run(write(tmp_path, until=until))
    assert [item.status for item in run.done] == statuses
    assert (run.end, run.ended_at, run.torn) == ("", "", False)
    assert len(run.open) == statuses.count(None)


def test_what_was_settled_later_counts(tmp_path: Path) -> None:
    path = write(tmp_path, until=4)
    line = {"record": "settled", "at": "t", "step": 2, "outcomes": [{"status": "applied"}, {"status": "unknown"}]}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    run = read_run(path)
    assert [(item.status, item.settled) for item in run.done] == [
        (Status.APPLIED, False), (Status.APPLIED, True), (Status.UNKNOWN, True),
    ]  # fmt: skip
    assert [item.change for item in run.open] == [ADS.changes[1]]


# ---- torn


def test_every_torn_last_line(tmp_path: Path) -> None:
    """Cut off at each single byte of its last record: what was written whole before counts, nothing else."""
    whole = write(tmp_path, until=5).read_bytes()
    path = tmp_path / "torn.jsonl"
    begin = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(begin + 1, len(whole)):
        path.write_bytes(whole[:cut])
        run = read_run(path)
        assert (run.torn, [item.status for item in run.done]) == (True, [Status.APPLIED, None, None]), cut
    path.write_bytes(whole[:begin])
    assert read_run(path).torn is False


def test_a_broken_last_line_with_an_end(tmp_path: Path) -> None:
    """A disk that filled up in the middle of a record, and had room for the end of another."""
    path = write(tmp_path, until=4)
    with path.open("ab") as file:
        file.write(b'{"record":"outcome","at":"2026{"record":"end","status":"not verified"}\n')
    run = read_run(path)
    assert (run.torn, run.end, [item.status for item in run.done]) == (True, "", [Status.APPLIED, None, None])


def test_what_was_settled_behind_a_torn_line(tmp_path: Path) -> None:
    path = write(tmp_path, until=4)
    settled = b'{"record":"settled","step":2,"outcomes":[{"status":"applied"},{"status":"failed"}]}\n'
    with path.open("ab") as file:
        file.write(b'{"record":"outco\n' + settled)
    run = read_run(path)
    assert (run.torn, [item.status for item in run.done]) == (True, [Status.APPLIED, Status.APPLIED, Status.FAILED])


@pytest.mark.parametrize("line", [b"", b"\x00\x00\x00\x00", b"\xff\xfe", b"[" * 100_000])
def test_what_a_crash_leaves_at_the_end(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path, until=3)
    with path.open("ab") as file:
        file.write(line + b"\n")
    run = read_run(path)
    assert (run.torn, [item.status for item in run.done]) == (True, [Status.APPLIED])


# ---- broken


def test_a_broken_line_in_the_middle_is_not_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2][:40] + b"\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises(JournalError, match=rf"^the journal {path} is broken in line 3: "):
        read_run(path)


def test_several_broken_lines(tmp_path: Path) -> None:
    path = write(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"{\n", b"}\n", *lines[3:]]))
    with pytest.raises(JournalError, match="is broken in line 2: "):
        read_run(path)
    path.write_bytes(b"".join([*lines[:4], b"{\n", b"{\n"]))
    with pytest.raises(JournalError, match="is broken in line 5: "):
        read_run(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"not a journal\n", b"[]\n", b'{"record":"intent"}\n', b'{"record":"run","form', b"3\n"]
)
def test_what_is_no_journal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(JournalError, match=r"x\.jsonl is not a journal, or was cut off in its first line$"):
        read_run(path)


@pytest.mark.parametrize("version", [2, "1", None])
def test_a_newer_format_is_refused_and_not_guessed_at(tmp_path: Path, version: object) -> None:
    path = write(tmp_path)
    rewrite(path, 0, format=version)
    with pytest.raises(JournalError) as raised:
        read_run(path)
    assert str(raised.value) == (f"the journal {path} has format {version!r}; this version of microconv reads 1")
    assert raised.value.hint == "use the version of microconv that wrote it"


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (0, {"run": None}),
        (0, {"client": None}),
        (0, {"at": 5}),
        (0, {"accounts": 5}),
        (0, {"accounts": [["google_ads"]]}),
        (0, {"accounts": [["google_ads", 5]]}),
        (1, {"step": "one"}),
        (1, {"changes": None}),
        (1, {"changes": [{}]}),
        (1, {"changes": 3}),
        (2, {"step": 7}),
        (2, {"outcomes": [{"status": "perhaps"}]}),
        (2, {"outcomes": [{}]}),
        (2, {"outcomes": [5]}),
        (2, {"record": None}),
        (5, {"status": None}),
    ],
)
def test_records_that_do_not_hold_what_they_should(tmp_path: Path, number: int, changes: dict[str, object]) -> None:
    path = write(tmp_path)
    rewrite(path, number, **changes)
    with pytest.raises(JournalError, match=rf"^the journal {path} is broken: "):
        read_run(path)


def test_a_record_that_is_no_object(tmp_path: Path) -> None:
    path = write(tmp_path, until=3)
    with path.open("a", encoding="utf-8") as file:
        file.write("[]\n5\n")
    with pytest.raises(JournalError, match="is broken: "):
        read_run(path)


def test_a_record_of_an_unknown_kind_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, until=3)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"record":"remark","text":"by a later version of the same format"}\n')
    assert len(read_run(path).done) == 1


def test_a_journal_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(JournalError, match=r"folder\.jsonl cannot be read: Is a directory$"):
        read_run(tmp_path / "folder.jsonl")


# ---- many


def test_runs_of_one_client_the_newest_first_and_what_is_broken_besides(tmp_path: Path) -> None:
    first, second = write(tmp_path), write(tmp_path, client_label="botan-shop")
    (tmp_path / "00000000.jsonl").write_bytes(b"{}\n")
    found, broken = runs(tmp_path)
    assert {run.path for run in found} == {first, second}
    assert [run.path for run in found] == [second, first]
    assert [str(error) for error in broken] == [
        f"{tmp_path / '00000000.jsonl'} is not a journal, or was cut off in its first line"
    ]
    assert [run.path for run in runs(tmp_path, "botan-shop")[0]] == [second]
    assert runs(tmp_path, "nobody")[0] == []
    assert runs(tmp_path / "nowhere") == ([], [])


def test_a_run_that_was_cut_off_before_its_first_record_stood_is_none(tmp_path: Path) -> None:
    """Nothing had been sent: there is no run to tell of, and no journal that is broken."""
    whole = write(tmp_path)
    (tmp_path / "20261123T080000Z-aaaaaa.jsonl").write_bytes(whole.read_bytes().partition(b"\n")[0])
    (tmp_path / "20261123T080001Z-aaaaab.jsonl").write_bytes(b"")
    readable, broken = runs(tmp_path)
    assert ([run.path for run in readable], broken) == ([whole], [])


def test_a_journal_that_cannot_be_opened_is_told_as_broken(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    readable, (broken,) = runs(tmp_path)
    assert readable == []
    assert str(broken).endswith("folder.jsonl cannot be read: Is a directory")


def test_runs_of_one_second_stand_in_their_order(tmp_path: Path) -> None:
    moments = [datetime.datetime(2026, 11, 23, 9, 0, 0, 1000 * number, tzinfo=datetime.UTC) for number in range(12)]
    ids = []
    for moment in moments:
        journal = Journal(tmp_path, head_of(PLAN, client()), lambda moment=moment: moment)  # type: ignore[misc]
        journal.close()
        ids.append(journal.run)
    assert [run.id for run in runs(tmp_path)[0]] == ids[::-1]


def test_a_run_is_found_by_its_beginning(tmp_path: Path) -> None:
    path = write(tmp_path)
    for name in ("20261101T000000Z-aaaaaa", "20261101T000000Z-aaaaab", "20261102T000000Z-a", "20261102T000000Z-ab"):
        (tmp_path / f"{name}.jsonl").write_bytes(path.read_bytes())
    path.unlink()
    assert find_run(tmp_path, "20261101T000000Z-aaaaab").path.stem == "20261101T000000Z-aaaaab"
    assert find_run(tmp_path, "20261102T000000Z-a").path.stem == "20261102T000000Z-a"  # exact, and another begins so
    with pytest.raises(JournalError) as raised:
        find_run(tmp_path, "20261101")
    assert str(raised.value) == ("2 runs begin with '20261101': 20261101T000000Z-aaaaab, 20261101T000000Z-aaaaaa")
    assert raised.value.hint == "`microconv history` lists them"


@pytest.mark.parametrize("name", ["", "2025", "*", "../journal/2026", "20261101T000000Z-aaaaaa.jsonl", "[2]"])
def test_a_run_that_is_not_there(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    with pytest.raises(JournalError) as raised:
        find_run(tmp_path, name)
    assert str(raised.value) == f"there is no run {name!r} in {tmp_path}"
