"""One run at a time for each account: who holds it, who is refused, and when it is free again."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from microconv.core.errors import JournalError, Refusal, RefusedError
from microconv.reconcile.lock import locked, locked_for
from microconv.state_folder import state_folder

STORE = ("google_ads", "123-456-7890")
SITE = ("ga4", "345678901")

HOLD = """
import sys, time
from pathlib import Path
from microconv.reconcile.lock import locked
with locked(Path(sys.argv[1]), [("google_ads", "123-456-7890")]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_and_told_so(tmp_path: Path) -> None:
    with locked(tmp_path, [STORE, SITE]), pytest.raises(RefusedError) as raised, locked(tmp_path, [STORE]):
        pass
    assert str(raised.value) == "nothing was changed"
    assert raised.value.refusals == (
        Refusal(
            "locked",
            "another run is changing Google Ads account 123-456-7890 on this machine right now",
            "wait until it has ended, then run again: the state is read first",
            str(tmp_path / "google_ads-1234567890.lock"),
        ),
    )


def test_one_account_in_common_is_enough(tmp_path: Path) -> None:
    other = ("google_ads", "222-222-2222")
    with locked(tmp_path, [STORE, SITE]), pytest.raises(RefusedError, match="nothing was changed"):  # noqa: SIM117
        with locked(tmp_path, [other, SITE]):
            pass
    with locked(tmp_path, [STORE]), locked(tmp_path, [other, SITE]):
        pass


def test_what_was_locked_before_the_refusal_is_free_again(tmp_path: Path) -> None:
    """Ga4 comes first and is had, then Google Ads is not."""
    with locked(tmp_path, [STORE]):
        with pytest.raises(RefusedError), locked(tmp_path, [STORE, SITE]):
            pass
        with locked(tmp_path, [SITE]):
            pass


def test_it_is_free_after_a_run_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, [STORE]):
        raise ZeroDivisionError
    with locked(tmp_path, [STORE, STORE]):  # the same account twice is one lock
        pass


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(RefusedError), locked(tmp_path, [STORE]):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        with locked(tmp_path, [STORE]):
            pass
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "locks"
    before = os.umask(0o000)
    try:
        with locked(folder, [STORE]):
            (path,) = folder.iterdir()
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_an_account_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "locks"
    with locked(folder, [("google_ads", "../../../etc/x")]):
        assert [path.name for path in folder.iterdir()] == ["google_ads-etcx.lock"]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("keep me", encoding="utf-8")
    folder = tmp_path / "locks"
    folder.mkdir()
    (folder / "google_ads-1234567890.lock").symlink_to(victim)
    with pytest.raises(JournalError, match=r"^the lock .*google_ads-1234567890.lock cannot be made: "):  # noqa: SIM117
        with locked(folder, [STORE]):
            pass
    assert victim.read_text(encoding="utf-8") == "keep me"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JournalError, match=r"cannot be made: Not a directory$") as raised:  # noqa: SIM117
        with locked(tmp_path / "file" / "locks", [STORE]):
            pass
    assert raised.value.hint == "name a folder that can be written to in MICROCONV_STATE_DIR"


def test_where_journals_and_locks_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path))
    assert state_folder() == tmp_path
    monkeypatch.delenv("MICROCONV_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert state_folder() == tmp_path / "xdg" / "microconv"
    assert not (tmp_path / "xdg").exists()


def test_locks_follow_the_machine_and_not_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two folders for journals, one machine: the second run is refused."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "own"))
    with (
        locked_for(tmp_path / "a", [STORE]),
        pytest.raises(RefusedError) as raised,
        locked_for(tmp_path / "b", [STORE]),
    ):
        pass
    assert (
        raised.value.refusals[0].summary
        == "another run is changing Google Ads account 123-456-7890 on this machine right now"
    )
    assert raised.value.refusals[0].where == str(tmp_path / "own" / "locks" / "google_ads-1234567890.lock")
    assert not (tmp_path / "b").exists()


def test_a_folder_of_journals_that_machines_share_has_a_lock_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "first"))
    with locked_for(shared, [STORE]):
        monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "second"))
        with pytest.raises(RefusedError) as raised, locked_for(shared, [STORE]):
            pass
        assert raised.value.refusals[0].summary == (
            f"another run is changing Google Ads account 123-456-7890 with a journal in {shared} right now"
        )
        with locked_for(tmp_path / "second", [STORE]):  # neither a machine nor a folder in common
            pass


def test_a_journal_in_the_usual_folder_takes_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path))
    with locked_for(tmp_path / "x" / "..", [STORE]):
        assert [path.name for path in (tmp_path / "locks").iterdir()] == ["google_ads-1234567890.lock"]
