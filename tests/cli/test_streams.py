"""Standard streams: readers that go away, code pages that lack signs, closed descriptors; the code is the work's."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.config import load
from microconv.loading import vocabulary
from tests.heavy import sample


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Journals and locks of these tests."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def unread(microconv: str, environment: dict[str, str], state: Path) -> Callable[..., int]:
    """Runs the command with a standard output, and with `both` an error output too, that nobody reads any more."""

    def call(*arguments: object, both: bool = False) -> int:
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = subprocess.run(
                [microconv, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=writer, check=False, timeout=60,
                stderr=writer if both else subprocess.DEVNULL,
            )  # fmt: skip
        finally:
            os.close(writer)
        return done.returncode

    return call


@pytest.fixture
def shell(
    microconv: str, environment: dict[str, str], state: Path
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs `microconv ARGUMENTS REDIRECTION` in a shell."""

    def call(redirection: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["sh", "-c", f'"$@" {redirection}', "sh", microconv, *map(str, arguments)], capture_output=True,
            check=False, timeout=60, env={**os.environ, **variables},
        )  # fmt: skip

    return call


# ---- a reader that has gone


@pytest.mark.parametrize("both", sample([True, False], 2))
def test_sync_does_its_work_without_a_reader(unread, config, holds, both):
    assert unread("sync", config, "--yes", both=both) == 0
    assert holds.key_events()["mv_add_to_cart"]["counting_method"] == "ONCE_PER_SESSION"
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    assert unread("plan", config, "--detailed-exitcode") == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", "CONFIG", "--detailed-exitcode"], 2),
        (["plan", "CONFIG", "--detailed-exitcode", "--format", "json"], 2),
        (["audit", "CONFIG", "--fail-on", "note"], 3),
        (["sync", "CONFIG"], 4),
        (["sync", "CONFIG", "--yes", "--max-changes", "0"], 4),
        (["validate", "nowhere.yaml"], 1),
        (["plan"], 64),
        (["schema"], 0),
    ],
)
@pytest.mark.parametrize("both", sample([True, False], 2))
def test_the_code_is_that_of_the_work(unread, config, holds, arguments, code, both):
    before = holds.everything()
    assert unread(*[config if one == "CONFIG" else one for one in arguments], both=both) == code
    assert holds.everything() == before


def test_nobody_is_asked_about_a_plan_that_nobody_saw(microconv, environment, state, config, holds):
    before = holds.everything()
    reader, writer = os.pipe()
    os.close(reader)
    master, terminal = pty.openpty()
    os.write(master, b"yes\n")
    done = subprocess.run(
        [microconv, "sync", str(config)], stdin=terminal, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60
    )
    for descriptor in (writer, master, terminal):
        os.close(descriptor)
    assert done.returncode == 4
    assert b"refused: the reader of the output has gone, so that nobody saw the plan [unconfirmed]" in done.stderr
    assert holds.everything() == before


# ---- closed descriptors


@pytest.mark.parametrize("closed", sample(["<&- >&- 2>&-", "<&-", ">&-", "2>&-"], 4))
def test_sync_with_closed_streams(shell, config, holds, state, closed):
    done = shell(closed, "sync", config, "--yes")
    assert done.returncode == 0
    assert b"error" not in done.stderr
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    (journal,) = (state / "journal").iterdir()
    records = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert records[-1]["status"] == "in sync"


@pytest.mark.parametrize("arguments", [["sync", "CONFIG"], ["init", "--preset", "shop"]])
def test_a_question_without_standard_input(shell, config, holds, arguments):
    before = holds.everything()
    done = shell("<&-", *[config if one == "CONFIG" else one for one in arguments])
    assert done.returncode in {4, 64}
    assert b"internal error" not in done.stderr
    assert holds.everything() == before


def test_an_error_told_to_nobody_is_still_one(shell):
    assert shell(">&- 2>&-", "validate", "nowhere.yaml").returncode == 1


# ---- code pages

PAGES = ["cp932", "cp1252", "latin-1"]
JAPANESE: dict[str, Any] = {"name": "予約 → 完了", "kind": "macro", "category": "contact", "role": "primary"}


@pytest.mark.parametrize("page", sample(PAGES[:2], 2))
@pytest.mark.parametrize("command", sample(["plan", "sync", "audit", "explain", "snippets", "history"], 2))
def test_text_in_a_code_page(shell, write_config, page, command):
    config = write_config(JAPANESE, google_ads={"customer_id": "1234567890"}, client="予約 ✓", unlisted="keep")
    options = {"sync": ["--yes"], "audit": ["--language", "ja", "--fail-on", "never"]}.get(command, [])
    before = {"explain": [JAPANESE["name"]]}
    if command == "history":
        shell("", "sync", config, "--yes")
    done = shell(
        "",
        command,
        *before.get(command, []),
        *([] if command == "history" else [config]),
        *options,
        PYTHONIOENCODING=page,
    )
    assert b"internal error" not in done.stderr
    assert done.returncode == 0, done.stderr
    out = done.stdout.decode(page)
    assert ("予約" in out) is (page == "cp932")
    done.stderr.decode(page)


def test_what_stands_for_signs_that_a_page_lacks(shell, config):
    done = shell("", "sync", config, "--yes", PYTHONIOENCODING="latin-1")
    out = done.stdout.decode("latin-1")
    assert "      counting once_per_event -> once_per_session" in out
    assert '  v key event "mv_add_to_cart"  updated\n' in out
    refused = shell("", "sync", config, "--plan", "nowhere.json", PYTHONIOENCODING="cp1252")
    assert refused.returncode == 1
    assert b"->" in refused.stderr or b"nowhere.json" in refused.stderr


@pytest.mark.parametrize("page", sample(PAGES, 3))
@pytest.mark.parametrize("arguments", [["plan", "CONFIG", "--format", "json"], ["audit", "CONFIG", "--format", "json"]])
def test_json_loses_nothing(shell, write_config, page, arguments):
    config = write_config(JAPANESE, client="予約 ✓", unlisted="keep")
    texts = [config if one == "CONFIG" else one for one in arguments]
    told = shell("", *texts, PYTHONIOENCODING=page).stdout.decode(page)
    assert '"予約 ✓"' in json.dumps(json.loads(told), ensure_ascii=False)


@pytest.mark.parametrize("page", sample(PAGES, 3))
def test_files_stay_utf_8(shell, write_config, tmp_path, page):
    config = write_config(JAPANESE, client="予約 ✓", unlisted="keep")
    plan, snapshot, page_file, copy = (tmp_path / name for name in ("plan.json", "live.json", "a.html", "copy.yaml"))
    for arguments in (
        ["plan", config, "--out", plan],
        ["snapshot", config, "-o", snapshot],
        ["audit", config, "--live", snapshot, "--format", "html", "-o", page_file, "--fail-on", "never"],
    ):
        done = shell("", *arguments, PYTHONIOENCODING=page)
        assert done.returncode == 0, done.stderr
    assert json.loads(plan.read_text(encoding="utf-8"))["client"] == "予約 ✓"
    assert "予約 ✓" in page_file.read_text(encoding="utf-8")
    answers = [
        "--preset",
        "shop",
        "--owner",
        "a@example.com",
        "--currency",
        "JPY",
        "--final-value",
        "9000",
        "--customer-id",
        "1234567890",
        "--source",
        "website",
        "-o",
        "-",
    ]
    printed = shell("", "init", "--client", "予約 ✓", *answers, PYTHONIOENCODING=page)
    assert printed.returncode == 0, printed.stderr
    copy.write_bytes(printed.stdout)
    assert (made := load(copy, vocabulary()).client) is not None
    assert made.label == "予約 ✓"
