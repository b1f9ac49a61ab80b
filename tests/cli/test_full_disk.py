"""A disk that is full when the last record of a journal is written: what was done stays done, and it is told."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def full_at_the_end(monkeypatch, tmp_path):
    """Refuses the record that ends a run; gives the folder of journals."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    write = os.write

    def refuse(handle: int, data: bytes) -> int:
        if data.startswith(b'{"record":"end"'):
            raise OSError(28, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "write", refuse)
    return tmp_path / "state"


def test_a_sync(run, environment, config, world, holds, full_at_the_end):
    done = run("sync", config, "--yes")
    assert done.code == 5
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    (path,) = (full_at_the_end / "journal").iterdir()
    assert (
        f"! the journal lacks the end of this run: the journal {path} cannot be written: No space left on device "
        "→ make room on that disk; what was done stays done, and `microconv history` calls the run cut off "
    ) in done.told
    assert "cut off (emulated): 3 of 3 done\n" in run("history").out


def test_a_rollback(run, environment, config, world, monkeypatch, tmp_path, request):
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    assert run("sync", config, "--yes").code == 0
    request.getfixturevalue("full_at_the_end")
    done = run("rollback", "2", "--yes")
    assert done.code == 5
    assert "the journal lacks the end of this run" in done.out
