"""microconv as its own process, inputs that cannot be meant, and the runner's files: without an account."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from io import StringIO
from pathlib import Path

import pytest

from microconv.core.plan import Plan
from microconv.core.text import Language
from microconv.github import command
from microconv.github.command import Finished, UnreadableError, read
from microconv.github.inputs import InputError, inputs_from
from microconv.github.runner import OUTPUT_BYTES, Runner
from tests.github.fake import TOKEN


def test_the_process_gets_no_token_and_imports_nothing_of_the_checkout(monkeypatch, tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the checkout')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("INPUT_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setattr(
        command,
        "_PROGRAM",
        "import json, os, sys\n"
        "print(json.dumps([dict(os.environ), sys.argv[1:]]))\n"
        "print('é', file=sys.stderr)\n"
        "sys.exit(5)",
    )
    lines: list[str] = []
    done = command.start(["plan", "--", "-x y"], lines.append)
    assert (done.code, done.err, lines) == (5, "é\n", ["é\n"])
    environment, arguments = json.loads(done.out)
    assert arguments == ["plan", "--", "-x y"]
    assert TOKEN not in environment.values()


def test_a_signal_ends_the_process_gently(monkeypatch):
    monkeypatch.setattr(
        command,
        "_PROGRAM",
        "import signal, sys, time\n"
        "def end(*_): print('after the request under way', flush=True); sys.exit(130)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', file=sys.stderr, flush=True)\n"
        "time.sleep(30)",
    )
    before = signal.getsignal(signal.SIGTERM)

    def listen(line: str) -> None:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()

    started = time.monotonic()
    done = command.start([], listen)
    assert (done.code, done.out) == (130, "after the request under way\n")
    assert time.monotonic() - started < 20
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("out", ["[]", "7", "{}", '{"client": "a"}', "no JSON", '{"client": "a", "fingerprint": "x"}'])
def test_what_is_no_document_of_the_contract_is_no_outcome(out):
    with pytest.raises(UnreadableError):
        read(f"{out}\n")


def test_a_plan_that_was_changed_on_its_way_is_not_believed():
    line = json.dumps({**json.loads(Plan("aoi", ()).to_json()), "refusals": [], "exit_code": 0})
    assert read(line)[0][0].plan == Plan("aoi", ())
    with pytest.raises(UnreadableError, match=r"checksum|fingerprint"):
        read(line.replace('"aoi"', '"kuma"'))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"COMMAND": "rollback"}, "command is 'rollback'"),
        ({"COMMENT": "yes"}, "comment is 'yes'"),
        ({"FAIL_ON": "error"}, "fail-on is 'error'; it takes: nothing, changes"),
        ({"COMMAND": "audit", "FAIL_ON": "changes"}, "fail-on"),
        ({"ISSUES": "drift", "COMMAND": "audit"}, "goes with command: plan"),
        ({"PLAN_DIR": "plans", "COMMAND": "audit"}, "not audit"),
        ({"COMMAND": "sync"}, "saved plans"),
        ({"ARGS": "--format json"}, "--format, which the action sets itself"),
        ({"ARGS": "--out=x"}, "--out"),
        ({"ARGS": "-ox"}, "-ox"),
        ({"ARGS": "-vox"}, "-vox"),
        ({"ARGS": "-- other.yaml"}, "input paths"),
        ({"ARGS": "'unfinished"}, "args cannot be split"),
        ({"PATHS": "'unfinished"}, "paths cannot be split"),
    ],
)
def test_inputs_that_cannot_be_meant_are_refused_before_anything_runs(step, given, says):
    environment = {f"INPUT_{name}": value for name, value in given.items()}
    with pytest.raises(InputError, match=says):
        inputs_from(environment)
    step.variables |= environment
    step.start = lambda *_: pytest.fail("it was started")
    assert step.run() == 64
    assert step.outputs == {"exit-code": "64"}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("", ("configs/",)),
        ("a b", ("a", "b")),
        ("'a b' c", ("a b", "c")),
        ("a b\nc\n\n", ("a b", "c")),
        ("--yes", ("--yes",)),
    ],
)
def test_paths_stand_on_lines_or_between_blanks(text, paths):
    assert inputs_from({"INPUT_PATHS": text}).paths == paths


@pytest.mark.parametrize(
    ("args", "language"),
    [("", "en"), ("--language en", "en"), ("--language ja", "ja"), ("--language=ja -v", "ja"), ("--language", "en")],
)
def test_the_language_is_that_of_the_command(args, language):
    assert inputs_from({"INPUT_ARGS": args}).language is Language(language)
    both = {"INPUT_ARGS": args, "MICROCONV_LANGUAGE": "ja"}
    assert inputs_from(both).language is (Language.EN if args in {"--language en", "--language"} else Language.JA)


@pytest.fixture
def started(step, monkeypatch):
    """The command lines that a step starts; they print nothing."""
    lines = []
    step.start = lambda arguments, _: lines.append(list(arguments)) or Finished(0, "", "")
    return lines


def test_no_path_is_taken_for_an_option(step, started):
    step.run(paths="--yes\n-o", comment="never")
    assert started == [["plan", "--format", "jsonl", "--detailed-exitcode", "--", "--yes", "-o"]]


def test_plans_of_several_clients_are_saved_in_a_folder_and_applied_from_it(step, started, write_config):
    write_config(file="configs/a.yaml")
    other = {"google_ads": {"customer_id": "2345678901"}, "ga4": {"property_id": 345678902}}
    folder = str(write_config(file="configs/b.yaml", **other).parent)
    common = {"paths": folder, "plan_dir": "plans", "comment": "never"}
    step.run(**common)
    step.run(**common, args="--match a")
    Path("plans/a.json").write_text(Plan("a", ()).to_json(), "utf-8")
    Path("plans/b.json").write_text(Plan("b", ()).to_json(), "utf-8")
    step.run(**common, command="sync")
    ours = ["--format", "jsonl", "--detailed-exitcode", "--out"]
    assert started == [
        ["plan", *ours, "plans", "--", folder],
        ["plan", "--match", "a", *ours, "plans/plan.json", "--", folder],
        ["sync", "--plan", "plans", "--yes", "--", folder],
    ]


@pytest.mark.parametrize("event", [None, "no JSON", "[]", '{"pull_request": {"number": true}}', '{"ref": "main"}'])
def test_without_a_pull_request_there_is_no_comment(step, started, github, event):
    path = Path(step.variables["GITHUB_EVENT_PATH"])
    path.unlink() if event is None else path.write_text(event, "utf-8")
    assert step.run() == 0
    assert step.obeyed() == []
    assert step.run(comment="always") == 1
    assert "has no pull request" in step.obeyed()[0]
    assert github.requests == []


def test_without_a_token_auto_warns_and_always_fails(step, started, github):
    assert step.run(token="") == 0
    assert step.obeyed() == ["::warning title=microconv::no comment: there is no token"]
    assert step.run(token="", comment="always") == 1
    assert step.run(token="", issues="drift", comment="never") == 1
    assert github.requests == []


def test_a_fork_warns_and_a_job_that_insists_fails(step, started, github):
    github.writes_refused = 403
    assert step.run() == 0
    assert step.run(comment="always") == 1
    assert "permissions: pull-requests: write" in step.obeyed()[0]
    assert github.comments == []


def test_the_runner_obeys_nothing_of_what_is_printed(step):
    hostile = "::error::forged\n##[error]forged\n::stop-commands::x\n::set-output name=a::b\n"
    step.start = lambda _, listen: (listen(hostile), Finished(0, hostile, hostile))[1]
    step.run(command="validate", comment="never")
    assert hostile in step.log
    assert step.obeyed() == []


@pytest.mark.parametrize("value", ["", "a\nend-0\nexit-code<<x\n0\nx", "a\r\nb", "あ🎉\udcff", "x" * OUTPUT_BYTES * 2])
def test_an_output_comes_back_as_it_went(step, value):
    runner = Runner(step.variables, StringIO())
    runner.output("summary", value)
    runner.output("exit-code", "0")
    shown = value.encode("utf-8", "replace").decode()[:OUTPUT_BYTES]
    if "\r" not in value:
        assert step.outputs == {"summary": shown, "exit-code": "0"}
    assert len(Path(step.variables["GITHUB_OUTPUT"]).read_bytes()) < OUTPUT_BYTES + 300


def test_an_annotation_is_one_line():
    out = StringIO()
    Runner({}, out).notice("error", "50%\r\n::error::forged")
    assert out.getvalue() == "::error title=microconv::50%25%0D%0A::error::forged\n"
