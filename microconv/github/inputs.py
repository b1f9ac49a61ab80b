"""The inputs of the action: checked before anything is started."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from microconv.core.text import Language

COMMANDS = ("validate", "plan", "audit", "sync")
COMMENTS = ("auto", "always", "never")
FAIL_ON = {
    "validate": ("",),
    "plan": ("", "changes"),
    "audit": ("", "error", "warning", "note", "never"),
    "sync": ("",),
}
"""The values of `fail-on` for each command; nothing stands for the command's own rule."""

OURS = ("--format", "--out", "-o", "--plan", "--detailed-exitcode", "--fail-on", "--sarif", "--debug")
"""Options that the action gives itself; -v is left, it changes nothing that is read."""


_SHORT_OUT = re.compile(r"-[a-zA-Z]*o")


class InputError(Exception):
    """An input that cannot be meant; `str(error)` says which, and what it takes."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The checked inputs.

    command: the command of microconv.
    paths: configs and folders of them.
    args: more options for the command.
    comment: when a pull request gets a comment: auto, always, never.
    issues: true where each client that has drifted gets an issue.
    fail_on: what fails the step beside errors, as FAIL_ON has it for the command.
    plan_dir: the folder of saved plans; None where none are saved.
    token: GitHub's token; empty where there is none.
    spoken: the language where `args` asks for none, as MICROCONV_LANGUAGE has it for the command too.
    """

    command: str
    paths: tuple[str, ...]
    args: tuple[str, ...] = ()
    comment: str = "auto"
    issues: bool = False
    fail_on: str = ""
    plan_dir: Path | None = None
    token: str = ""
    spoken: Language = Language.EN

    @property
    def language(self) -> Language:
        """The language in which the command answers."""
        words = [*self.args]
        for number, word in enumerate(words):
            name, equals, value = word.partition("=")
            if name == "--language":
                value = value if equals else words[number + 1] if number + 1 < len(words) else ""
                return Language.JA if value == Language.JA.value else Language.EN
        return self.spoken


def inputs_from(environment: Mapping[str, str]) -> Inputs:
    """The inputs in the variables INPUT_…, as action.yml sets them. Raises InputError."""

    def value(name: str, default: str = "") -> str:
        return environment.get(f"INPUT_{name}", "").strip() or default

    command = _one_of("command", value("COMMAND", "plan"), COMMANDS)
    paths = _paths(value("PATHS", "configs/"))
    args = _args(value("ARGS"))
    comment = _one_of("comment", value("COMMENT", "auto"), COMMENTS)
    issues = _one_of("issues", value("ISSUES", "never"), ("never", "drift")) == "drift"
    fail_on = _one_of("fail-on", value("FAIL_ON"), FAIL_ON[command])
    plan_dir = Path(value("PLAN_DIR")) if value("PLAN_DIR") else None
    if issues and command != "plan":
        raise InputError("issues: drift goes with command: plan, which tells what has drifted")
    if plan_dir is not None and command not in {"plan", "sync"}:
        raise InputError(f"plan-dir is for plan, which saves plans there, and sync, which applies them, not {command}")
    if command == "sync" and plan_dir is None and "--yes" not in args:
        raise InputError(
            "sync applies saved plans: name their folder with plan-dir. To apply what nobody has looked at, say "
            "args: --yes"
        )
    spoken = Language.JA if environment.get("MICROCONV_LANGUAGE") == Language.JA.value else Language.EN
    return Inputs(command, paths, args, comment, issues, fail_on, plan_dir, value("TOKEN"), spoken)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        words = ", ".join(one or "nothing" for one in allowed)
        raise InputError(f"{name} is {value!r}; it takes: {words}")
    return value


def _paths(text: str) -> tuple[str, ...]:
    """One path a line; in a single line, several between blanks, quoted as in a shell."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(lines) if len(lines) > 1 else _words("paths", text)


def _args(text: str) -> tuple[str, ...]:
    words = _words("args", text)
    for word in words:
        name = word.partition("=")[0]
        if name == "--":
            raise InputError("args has --, which ends the options: paths go into the input paths")
        if name in OURS or _SHORT_OUT.match(name):
            raise InputError(f"args has {name}, which the action sets itself: leave it out")
    return words


def _words(name: str, text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise InputError(f"{name} cannot be split into words, as a shell does: {error}") from error
