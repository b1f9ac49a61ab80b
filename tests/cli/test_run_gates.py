"""Tasks that gates speak against are not begun, one after the other and side by side, and are listed."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from microconv.cli import exit_codes
from microconv.cli.run import compute_each, each
from microconv.cli.spoken import JOBS
from microconv.core.errors import MicroconvError
from microconv.core.text import NO_TEXT, Text


@dataclass(frozen=True)
class Errand:
    """A task that fails where its name begins with `bad`."""

    name: str

    @property
    def client(self) -> Any:
        return SimpleNamespace(label=self.name, accounts=None)


class NoSecond:
    """Lets a task begin unless its name is `second`; keeps what it hears."""

    def __init__(self) -> None:
        self.heard: dict[str, tuple[Any, MicroconvError | None, bool]] = {}

    def against(self, task: Errand) -> Text:
        return Text("it is the second", "2 件目のため") if task.name == "second" else NO_TEXT

    def ended(self, finished: Any) -> None:
        self.heard[finished.task.name] = (finished.answer, finished.error, finished.reached)


def _compute(task: Errand) -> str:
    if task.name.startswith("bad"):
        raise MicroconvError(f"{task.name} went wrong")
    return task.name.upper()


TASKS = [Errand("first"), Errand("second"), Errand("bad one"), Errand("last")]


@pytest.fixture(autouse=True)
def _no_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microconv.fleet.chains.keys_of", lambda task: frozenset())


@pytest.mark.parametrize("jobs", [1, 3])
def test_gates_hold_back_and_hear_of_each_end(jobs: int, capsys: pytest.CaptureFixture[str]) -> None:
    drawn: list[str] = []
    gate = NoSecond()
    token = JOBS.set(jobs)
    try:
        code = compute_each(TASKS, _compute, lambda answer: drawn.append(answer) or exit_codes.DONE, gates=[gate])
    finally:
        JOBS.reset(token)
    assert drawn == ["FIRST", "LAST"]
    assert code == exit_codes.PARTLY
    assert "1 client not reached (it is the second): second" in capsys.readouterr().err
    assert gate.heard["first"] == ("FIRST", None, True)
    assert gate.heard["second"] == (None, None, False)
    assert str(gate.heard["bad one"][1]) == "bad one went wrong"


def test_work_that_draws_for_itself_goes_through_gates_too(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []
    code = each(TASKS[:2], lambda task: done.append(task.name) or exit_codes.DONE, gates=[NoSecond()])
    assert (done, code) == (["first"], exit_codes.PARTLY)


def test_all_left_out_is_partly_too() -> None:
    assert each([Errand("second")], lambda task: exit_codes.DONE, gates=[NoSecond()]) == exit_codes.PARTLY
