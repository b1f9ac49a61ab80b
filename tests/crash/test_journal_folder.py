"""A journal that cannot be written: nothing is sent of which it does not tell beforehand, and what was sent is told."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from microconv.providers.ga4.provider import Ga4
from microconv.reconcile import journal
from microconv.reconcile.past import runs
from tests.crash.scenario import held
from tests.crash.site import Clean, Site, happened, recovers, told
from tests.heavy import HEAVY


class Disk:
    """The module os as a journal sees it, on a disk that has so many bytes left."""

    def __init__(self, left: int, number: int = errno.ENOSPC) -> None:
        self.left = left
        self.number = number
        self.written: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, file: int, line: bytes) -> int:
        if not self.left:
            raise OSError(self.number, os.strerror(self.number))
        fits = line[: self.left]
        self.left -= len(fits)
        self.written.append(len(fits))
        return os.write(file, fits)


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch) -> None:
    """Each intent is followed by its outcome: these tests count records. See test_writes_at_once.py for the others."""
    monkeypatch.setattr(Ga4, "at_once", 1)


STEPS = 9
"""Requests of a whole run that write."""

RECORDS = 1 + 2 * STEPS + 1
"""Of a whole run: its head, an intent and an outcome for each step, its end."""


@pytest.fixture
def sizes(site: Site, clean: Clean, monkeypatch) -> list[int]:
    """The bytes of each record of an undisturbed run."""
    disk = Disk(1_000_000)
    site.begin()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "os", disk)
        done, _ = site.sync()
    assert done.code == 0
    assert len(disk.written) == RECORDS
    return disk.written


@pytest.mark.parametrize("share", range(4) if HEAVY else [0])
def test_a_disk_that_fills_up_at_any_record(site: Site, clean: Clean, sizes: list[int], monkeypatch, share) -> None:
    for record in range(share, RECORDS, 4 if HEAVY else 5):
        site.begin()
        case = f"record {record} of {RECORDS}"
        with monkeypatch.context() as patch:
            patch.setattr(journal, "os", Disk(sum(sizes[:record]) + sizes[record] // 2))
            done, result = site.sync()
        now = held(site.world)
        writes = [one for one in site.world.log.writes() if one.status == "OK"]
        assert len(writes) == min(record // 2, STEPS), case  # only what an intent on the disk announces
        if result is None:
            assert record <= 1, case
            assert (done.code, now) == (1, clean.before), case
            assert "cannot be written: No space left on device" in done.err, case
            assert "nothing more was written" in done.err, case
        else:
            told(done, result, clean, now)
            full = record < RECORDS - 1
            assert done.code == 5, case  # also where only the end is not written down
            assert bool(result.stopped) == full, case
            assert ("the run stopped itself: the journal " in done.told) == full, case
            assert len(result.skipped) == sum(not happened(one, clean, now) for one in result.plan.changes), case
        readable(site, clean, case)
        recovers(site, clean)


def readable(site: Site, clean: Clean, case: str) -> None:
    """The records that were written can be read, and settled once there is room again."""
    found, broken = runs(site.state / "journal")
    assert broken == [], case
    for run in found:
        now = held(site.world)
        done = site.command("history", "settle", run.id)
        assert done.code == 0, (case, done)
        for item in runs(site.state / "journal")[0][0].done:
            assert item.status is not None, case
            assert (item.status.value == "applied") == happened(item.change, clean, now), (case, item)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_a_folder_in_which_no_file_can_be_made(site: Site, clean: Clean, monkeypatch, number: int) -> None:
    site.begin()

    class Refusing(Disk):
        def open(self, path: Path, *_: object) -> int:
            raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(journal, "os", Refusing(0))
        done, result = site.sync()
    assert (done.code, result, held(site.world)) == (1, None, clean.before)
    assert f"cannot be made: {os.strerror(number)}" in done.err
    assert "name a folder that can be written to in MICROCONV_STATE_DIR or with --journal" in done.err
    assert site.world.log.writes() == ()
    recovers(site, clean)


@pytest.mark.parametrize("place", ["state", "journal", "locks"])
def test_a_file_in_the_place_of_a_folder(site: Site, clean: Clean, tmp_path: Path, monkeypatch, place: str) -> None:
    site.begin()
    folder = tmp_path / "other"
    if place == "state":
        folder.write_text("")
    else:
        folder.mkdir()
        (folder / place).write_text("")
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    done, _ = site.sync()
    assert (done.code, held(site.world)) == (1, clean.before)
    assert re.search("cannot be (made|kept): ", done.err)
    assert site.world.log.writes() == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("place", ["journal", "locks"])
def test_a_folder_that_may_not_be_written(site: Site, clean: Clean, place: str) -> None:
    site.begin()
    folder = site.state / place
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o500)
    try:
        done, result = site.sync()
    finally:
        folder.chmod(0o700)
    assert (done.code, result, held(site.world)) == (1, None, clean.before)
    assert "cannot be made: Permission denied" in done.err
    assert site.world.log.writes() == ()
