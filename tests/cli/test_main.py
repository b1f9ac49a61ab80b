"""The command itself: version, help, wrong usage, output that nobody reads or that cannot be written, tracebacks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from microconv import __version__
from microconv.cli import exit_codes
from microconv.cli.command_list import COMMANDS

MICROCONV = str(Path(sys.executable).with_name("microconv"))


def test_version(run):
    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"microconv {__version__}\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command(run, option):
    done = run(option)
    assert (done.code, done.err) == (0, "")
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.summary[:40])}", done.out, re.MULTILINE)


@pytest.mark.parametrize("command", [*COMMANDS, "apply"])
def test_help_of_a_command(run, command):
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: microconv ")
    if command != "demo":
        assert "Examples:" in done.out
        assert f"microconv {'sync' if command == 'apply' else command}" in done.out


@pytest.mark.parametrize(
    ("wrong", "meant"), [("vaildate", "validate"), ("plna", "plan"), ("aplly", "apply"), ("snapshoot", "snapshot")]
)
def test_a_misspelt_command(run, wrong, meant):
    done = run(wrong)
    assert (done.code, done.out) == (64, "")
    assert f"There is no command '{wrong}'. Did you mean '{meant}'?" in done.err


def test_a_command_like_no_other(run):
    done = run("qqqq")
    assert done.code == 64
    assert "There is no command 'qqqq'." in done.err
    assert "Did you mean" not in done.err


@pytest.mark.parametrize("arguments", [["plan", "--nonsense"], ["plan", "x.yaml", "--format", "xml"], ["--nonsense"]])
def test_wrong_options(run, arguments):
    done = run(*arguments)
    assert (done.code, done.out) == (64, "")
    assert "Usage: microconv" in done.err


def test_no_command_is_help_and_wrong_usage(run):
    done = run()
    assert done.code == 64
    assert "Usage: microconv" in done.out + done.err


def test_an_error_nobody_foresaw(program, config, tmp_path):
    """Short for users, whole with --debug, and never a success."""
    stub = tmp_path / "stub"
    (stub / "sitecustomize.py").parent.mkdir()
    (stub / "sitecustomize.py").write_text(
        "import microconv.loading\ndef broken(*_): raise ZeroDivisionError('by chance')\n"
        "microconv.loading.load_all = broken\n",
        encoding="utf-8",
    )
    import os

    path = os.pathsep.join(part for part in (str(stub), os.environ.get("PYTHONPATH", "")) if part)
    short = program("validate", config, env={"PYTHONPATH": path})
    assert (short.code, short.out) == (1, "")
    assert short.err == (
        "microconv: internal error: ZeroDivisionError: by chance\n"
        "    This is a fault of microconv. Run the command again with --debug and report what it prints.\n"
    )
    whole = program("validate", config, "--debug", env={"PYTHONPATH": path})
    assert whole.code == 1
    assert "Traceback (most recent call last)" in whole.err
    assert "ZeroDivisionError: by chance" in whole.err


def test_debug_shows_where_an_expected_error_came_from(run, environment, write_config, world):
    config = write_config(google_ads={"customer_id": "1111111111"})
    assert "Traceback" not in run("plan", config).err
    done = run("plan", config, "--debug")
    assert done.code == 1
    assert "Traceback (most recent call last)" in done.err
    assert "aoi: error: google_ads 111-111-1111: AuthenticationError.CUSTOMER_NOT_FOUND" in done.err


# ---- where the output goes


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_control_characters_where_there_is_no_terminal(run, environment, config, world, monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for arguments in (["plan", config], ["sync", config, "--yes"], ["audit", config], ["validate", config]):
        done = run(*arguments)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.out + done.err)


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_at_a_terminal(environment, config, world, monkeypatch, variables, coloured):
    from io import StringIO

    from microconv.cli.options import style_for

    class Terminal(StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert style_for(Terminal()).colour is coloured
    assert style_for(StringIO()).colour is False


def test_a_reader_that_has_gone_is_no_error(config):
    """`microconv schema | head -1`: the pipe is closed long before the schema is printed."""
    with subprocess.Popen([MICROCONV, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        code = process.wait(timeout=30)
    assert (code, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [["schema"], ["--version"], ["validate", "CONFIG"]])
def test_a_full_disk(program, config, arguments):
    """An output that could not be written is an error, in one line."""
    texts = [str(config) if one == "CONFIG" else one for one in arguments]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = program(*texts, stdout=full)
    assert done.code == 1
    assert done.err == "microconv: error: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_saved_plan_on_a_full_disk(run, environment, config, world):
    done = run("plan", config, "--out", "/dev/full/plan.json")
    assert done.code == 1
    assert "error: /dev/full/plan.json: cannot be written: " in done.err


def test_the_exit_codes_are_the_contract():
    assert {name: value for name, value in vars(exit_codes).items() if name.isupper()} == {
        "DONE": 0,
        "ERROR": 1,
        "CHANGES": 2,
        "FINDINGS": 3,
        "REFUSED": 4,
        "PARTLY": 5,
        "USAGE": 64,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], 0),
        ([0, 0], 0),
        ([0, 2], 2),
        ([2, 3], 3),
        ([1, 1], 1),
        ([4, 4], 4),
        ([0, 1], 5),
        ([1, 4], 5),
        ([2, 4], 5),
        ([0, 130], 130),
    ],
)
def test_one_code_for_several_clients(codes, expected):
    assert exit_codes.combined(codes) == expected


def test_completion(program):
    done = program(env={"_MICROCONV_COMPLETE": "bash_source"})
    assert done.code == 0
    assert "_microconv_completion" in done.out
    words = program(env={"_MICROCONV_COMPLETE": "bash_complete", "COMP_WORDS": "microconv pl", "COMP_CWORD": "1"})
    assert words.out == "plain,plan\n"
