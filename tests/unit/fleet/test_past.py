"""Earlier runs as the records in the state folder tell them, also those that an older version wrote."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

from microconv.core.client_numbers import ClientNumbers
from microconv.fleet.past import ENDS, ends_in, past
from microconv.fleet.record import DONE, KEPT, RunRecord

DAY = datetime(2026, 11, 1, 7, tzinfo=UTC)


def record(folder: Path, command: str, day: int, *ends: tuple[str, str, ClientNumbers | None, str]) -> RunRecord:
    made = RunRecord(folder, command, clock=lambda: DAY + timedelta(days=day))
    for client, outcome, numbers, mark in ends:
        made.end(client, f"task of {client}", outcome, 1.5, numbers, mark)
    return made


def test_the_ends_of_each_client_come_back_the_last_one_first(tmp_path: Path) -> None:
    record(tmp_path, "plan", 0, ("a", DONE, ClientNumbers(update=3), "m"), ("b", DONE, ClientNumbers(), ""))
    record(tmp_path, "plan", 1, ("a", "failed", None, ""))
    record(tmp_path, "audit", 2, ("a", DONE, ClientNumbers(errors=2), ""))
    record(tmp_path, "sync", 2, ("a", DONE, ClientNumbers(), ""))
    now = record(tmp_path, "plan", 3, ("a", DONE, ClientNumbers(update=9), ""))
    ends = past(tmp_path, ["plan", "audit"], ["a", "b"], but=now.path)
    assert [(end.outcome, end.numbers, end.mark) for end in ends["plan"]["a"]] == [
        ("failed", None, ""),
        (DONE, ClientNumbers(update=3), "m"),
    ]
    assert ends["plan"]["a"][1].at == DAY
    assert [end.numbers for end in ends["plan"]["b"]] == [ClientNumbers()]
    assert [end.numbers for end in ends["audit"]["a"]] == [ClientNumbers(errors=2)]
    assert set(ends) == {"plan", "audit"}


def test_records_of_an_older_version_are_resumed_and_have_no_numbers(tmp_path: Path) -> None:
    made = record(tmp_path, "plan", 0, ("a", DONE, ClientNumbers(update=3), "m"))
    lines = [json.loads(line) for line in made.path.read_text().splitlines()]
    for line in lines:
        line.pop("numbers", None)
        line.pop("mark", None)
    made.path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert RunRecord(tmp_path, "plan", resume=True).done == {"task of a"}
    (end,) = past(tmp_path, ["plan"], ["a"])["plan"]["a"]
    assert (end.outcome, end.numbers, end.mark) == (DONE, None, "")


def test_a_record_that_somebody_broke_is_no_error(tmp_path: Path) -> None:
    made = record(tmp_path, "plan", 0, ("a", DONE, ClientNumbers(update=3), ""))
    with made.path.open("a") as file:
        file.write('{"record": "end", "client": "b", "numbers": {"update": "x"}, "mark": 3, "at": "then"}\n')
        file.write('{"record": "end", "cli')
    ends = ends_in(made.path)
    assert (ends["b"].numbers, ends["b"].mark, ends["b"].at) == (None, "", None)
    assert set(ends) == {"a", "b"}


def test_two_runs_of_one_second_keep_their_order(tmp_path: Path) -> None:
    for total in range(1, 6):
        made = record(tmp_path, "plan", 0, ("a", DONE, ClientNumbers(update=total), ""))
        os.utime(made.path, ns=(total, total))  # a file system counts in milliseconds
    totals = [end.numbers.update for end in past(tmp_path, ["plan"], ["a"])["plan"]["a"] if end.numbers]
    assert totals == [5, 4, 3, 2, 1]


def test_only_the_last_ends_are_kept(tmp_path: Path) -> None:
    for day in range(ENDS + 3):
        record(tmp_path, "plan", day, ("a", DONE, ClientNumbers(update=day + 1), ""))
    ends = past(tmp_path, ["plan"], ["a"])["plan"]["a"]
    assert (len(ends), ends[0].numbers) == (ENDS, ClientNumbers(update=ENDS + 3))


def test_a_record_holds_numbers_and_no_names(tmp_path: Path) -> None:
    made = record(tmp_path, "plan", 0, ("a", DONE, ClientNumbers(create=2, stops=1), "0123456789abcdef"))
    (_, end) = [json.loads(line) for line in made.path.read_text().splitlines()]
    assert {*end} == {"record", "client", "task", "outcome", "seconds", "numbers", "mark", "at"}
    assert end["numbers"] == {"create": 2, "stops": 1}


def claims(folder: Path, name: str, day: int) -> Path:
    """The files of a run on Dask workers that was quit on a day."""
    place = folder / f"workers-{name}"
    place.mkdir()
    for file in ("a.begun", "stop"):
        (place / file).touch()
    at = (DAY + timedelta(days=day)).timestamp()
    os.utime(place, (at, at))
    return place


def test_claims_of_runs_that_were_quit_go_with_the_records_of_their_time(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    old, between = claims(tmp_path, "0", -5), claims(tmp_path, "1", 50)
    theirs = claims(elsewhere, "2", -5)
    (tmp_path / "workers-3").symlink_to(theirs)
    for day in range(KEPT):
        record(tmp_path, "plan", day)
    assert old.exists(), "as long as the records of its time"
    lately = claims(tmp_path, "4", -1)
    os.utime(lately)  # a task was begun: of a run that goes on
    record(tmp_path, "plan", KEPT)
    assert len(list(tmp_path.glob("*.jsonl"))) == KEPT
    assert not old.exists()
    assert sorted(path.name for path in (*between.iterdir(), *theirs.iterdir())) == [
        "a.begun",
        "a.begun",
        "stop",
        "stop",
    ]
    assert sorted(path.name for path in tmp_path.glob("workers-*")) == ["workers-1", "workers-3", "workers-4"]


def test_claims_of_today_stay_however_many_runs_there_are(tmp_path: Path) -> None:
    place = claims(tmp_path, "0", 0)
    for minute in range(KEPT + 2):
        RunRecord(tmp_path, "plan", clock=repeat(DAY + timedelta(minutes=minute + 1)).__next__)
    assert place.exists()
