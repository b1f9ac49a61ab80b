"""`microconv sync`: confirmation, limits, saved plans, several clients."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import time

import pytest

from microconv.emulator.faults import Fault

pytestmark = pytest.mark.usefixtures("environment")

QUESTION = "Apply 3 changes to aoi? Only 'yes' is accepted: "
CONTACT = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}


def test_it_ends_in_sync_and_the_second_run_writes_nothing(run, config, holds, world):
    first = run("sync", config, "--yes")
    assert (first.code, first.err) == (0, "")
    assert "\nIn sync (emulated): aoi: 3 of 3 changes applied. 13 API calls in all; request " in first.out
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500
    before = holds.everything()
    world.log.clear()
    second = run("sync", config, "--yes")
    assert (second.code, second.err) == (0, "")
    assert second.out.endswith("In sync (emulated): aoi: nothing to do, nothing written. 4 API calls in all.\n")
    assert (holds.everything(), holds.writes(), len(holds.reads())) == (before, [], 4)


def test_apply_is_another_name(run, config, holds):
    assert run("apply", config, "--yes").code == 0
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


# ---- confirmation


def test_yes_in_full_applies(run, config, holds):
    done = run("sync", config, answer="yes\n")
    assert done.code == 0
    assert QUESTION in done.err
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


@pytest.mark.parametrize("answer", ["no\n", "y\n", "YES\n", "\n"])
@pytest.mark.usefixtures("nothing_written")
def test_any_other_answer_does_not(run, config, answer):
    done = run("sync", config, answer=answer)
    assert done.code == 4
    assert "refused: the answer was not 'yes' [unconfirmed]\n" in done.err


@pytest.mark.usefixtures("nothing_written")
def test_the_end_of_input_is_an_interruption(run, config):
    done = run("sync", config, answer="")
    assert done.code == 130
    assert done.err.endswith("interrupted; nothing more was written\n")


@pytest.mark.usefixtures("nothing_written")
def test_without_a_terminal_yes_must_be_said_on_the_command_line(run, config):
    done = run("sync", config)
    assert (done.code, done.err) == (
        4,
        "aoi: error: nothing was changed\n"
        "refused: the plan was not confirmed, and there is no terminal to ask at [unconfirmed]\n"
        "    → add `--yes`\n",
    )
    assert "Plan " in done.out


def test_nothing_to_do_asks_nothing(run, config):
    assert run("sync", config, "--yes").code == 0
    done = run("sync", config)
    assert (done.code, done.err) == (0, "")


def at_a_terminal(command, answer, waited):
    """Run a program at a pseudo-terminal. Once `waited` is shown, type the answer; None: interrupt, as with Ctrl-C.

    The interruption is repeated, as people do: readline misses one that comes while it sets up the line.
    """
    master, slave = pty.openpty()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    shown, due, deadline = b"", 0.0, time.monotonic() + 60
    try:
        while process.poll() is None and time.monotonic() < deadline:
            if select.select([master], [], [], 0.1)[0]:
                try:
                    shown += os.read(master, 65536)
                except OSError:  # the other end is closed
                    process.wait(timeout=30)
                    break
            if not due and waited.encode() in shown:
                due = time.monotonic() + 0.3
            elif due and time.monotonic() > due:
                due = time.monotonic() + 5
                if answer is None:
                    os.killpg(process.pid, signal.SIGINT)
                elif answer:
                    os.write(master, answer.encode())
                    answer = ""
        with contextlib.suppress(OSError):  # the other end is closed: all is read
            while select.select([master], [], [], 0.1)[0] and (last := os.read(master, 65536)):
                shown += last
        return process.returncode, shown.decode()
    finally:
        os.close(master)
        process.kill()
        process.wait()


@pytest.mark.usefixtures("nothing_written")
def test_ctrl_c_at_the_question(microconv, config):
    code, shown = at_a_terminal([microconv, "sync", str(config)], None, "Only 'yes' is accepted")
    assert code == 130
    assert "interrupted; nothing more was written" in shown
    assert "Traceback" not in shown


def test_a_terminal_gets_colour_and_progress(microconv, config, holds):
    code, shown = at_a_terminal([microconv, "sync", str(config)], "yes\n", "Only 'yes' is accepted")
    assert code == 0, shown
    assert "\x1b[" in shown
    assert "reading Google Ads 123-456-7890 …" in shown
    assert "writing to Google Ads: 2 changes …" in shown
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


# ---- several clients, and failures


def test_several_clients_with_one_failing(run, write_config, holds):
    write_config()
    closed = {"customer_id": "5556667777", "login_customer_id": "9998887777"}
    write_config(CONTACT, file="closed.yaml", google_ads=closed, ga4=None)
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    folder = write_config(
        CONTACT, {"name": "mv_new", "category": "engagement", "role": "secondary"},
        file="botan.yaml", google_ads=botan, ga4=None,
    ).parent  # fmt: skip
    done = run("sync", folder, "--yes")
    assert done.code == 5
    assert "closed: error: google_ads 555-666-7777: AuthorizationError.USER_PERMISSION_DENIED: " in done.err
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    assert set(holds.actions("2345678901")) == {"contact", "mv_new"}
    assert holds.actions("5556667777") == {}


def test_one_client_refused_and_the_others_done(run, write_config, holds):
    write_config(currency="USD")
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    new = {"name": "mv_new", "category": "engagement", "role": "secondary"}
    folder = write_config(CONTACT, new, file="botan.yaml", google_ads=botan, ga4=None).parent
    assert run("sync", folder, "--yes").code == 5
    assert "mv_new" in holds.actions("2345678901")


def test_all_clients_failing_alike_share_the_code(run, write_config):
    write_config(CONTACT, file="a.yaml", google_ads={"customer_id": "1111111111"}, ga4=None)
    folder = write_config(CONTACT, file="b.yaml", google_ads={"customer_id": "2222222222"}, ga4=None).parent
    assert run("sync", folder, "--yes").code == 1


def test_some_of_it_failing_is_code_5_and_says_what_is_left(run, config, world, holds):
    world.faults.add(Fault("ga4", "UpdateKeyEvent", status="INVALID_ARGUMENT", message="Not today."))
    done = run("sync", config, "--yes")
    assert done.code == 5
    assert (
        '✗ key event "mv_add_to_cart" FAILED ga4 345678901 ga4.key_event["mv_add_to_cart"]: '
        "INVALID_ARGUMENT: Not today. " in done.told
    )
    left = done.told.partition("Not in sync (emulated): aoi: 2 of 3 changes applied. ")[2]
    assert "What is left: aoi Google Ads" in left
    assert '~ key event "mv_add_to_cart" update counting once_per_event → once_per_session' in left
    assert ": 1 to update, 3 unchanged" in left
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    assert run("sync", config, "--yes").code == 0


def test_what_cannot_be_verified_is_not_called_in_sync(run, config, world, holds):
    world.faults.add(Fault("google_ads", "SearchStream", nth=6, times=15, status="UNAVAILABLE", message="Gone."))
    done = run("sync", config, "--yes")
    assert done.code == 5
    assert (
        "Not verified (emulated): aoi: 3 of 3 changes applied; reading again failed: "
        "google_ads 123-456-7890: UNAVAILABLE: Gone. "
    ) in done.told
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


def test_an_unclear_write_that_happened_is_in_sync(run, config, world, holds):
    world.faults.add(
        Fault("google_ads", "Mutate", rehearsal=False, status="INTERNAL", message="Lost.", after_commit=True)
    )
    done = run("sync", config, "--yes")
    assert done.code == 0
    assert "In sync (emulated): aoi: 3 of 3 changes applied." in done.out
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


def test_ctrl_c_while_writing(run, config, world, holds, monkeypatch):
    """The call under way is finished or unknown, the rest is not tried, and the end says so."""
    from microconv.providers.ga4.provider import Ga4

    def interrupt(self, step):
        raise KeyboardInterrupt

    monkeypatch.setattr(Ga4, "apply", interrupt)
    done = run("sync", config, "--yes")
    assert done.code == 130
    assert '  ✗ key event "mv_add_to_cart"  UNKNOWN whether it happened\n' in done.out
    assert '  · conversion "mv_old_step"  not tried\n' in done.out
    assert holds.writes() == []
