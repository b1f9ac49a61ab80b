"""The checks of the way to the accounts, as text for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.analysis.access import Check, Status
from microconv.core.json_text import json_text
from microconv.core.text import Language, Text
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

FORMAT = 1
"""Version of the JSON document."""

_WORDS: Mapping[Status, Text] = {
    Status.OK: Text("ok", "正常"),
    Status.WARNING: Text("warning", "警告"),
    Status.FAILED: Text("failed", "失敗"),
    Status.UNKNOWN: Text("unknown", "不明"),
}
_SIGNS = {
    Status.OK: ("✓", "green"),
    Status.WARNING: ("!", "yellow"),
    Status.FAILED: ("✗", "red"),
    Status.UNKNOWN: ("?", "cyan"),
}


def doctor_text(checks: Sequence[Check], style: Style = PLAIN, language: Language = Language.EN) -> str:
    """A block for each check, what failed with its next step, and a count; with a final newline.

    A next step that several checks share stands below the last of them alone.
    """
    lines: list[str] = []
    last = {check.advice: number for number, check in enumerate(checks)}
    for number, check in enumerate(checks):
        sign, colour = _SIGNS[check.status]
        said = "" if check.status is Status.OK else f"{_WORDS[check.status].of(language)}: "
        name, state = safe(check.name.of(language)), safe(check.state.of(language))
        lines += wrapped(f"{style.paint(sign, colour, bold=True)} {name}: {said}{state}", " " * 6, style.columns)
        if check.advice and last[check.advice] == number:
            lines += wrapped(
                f"    {style.paint('→', 'cyan')} {safe(check.advice.of(language))}", " " * 6, style.columns
            )
    return "\n".join([*lines, _count(checks).of(language)]) + "\n"


def doctor_json(checks: Sequence[Check]) -> str:
    """The checks as one JSON document in English, with a final newline."""
    listed = [
        {"name": str(one.name), "status": one.status.value, "state": str(one.state), "advice": str(one.advice)}
        for one in checks
    ]
    return json_text({"format": FORMAT, "checks": listed})


def _count(checks: Sequence[Check]) -> Text:
    counts = [(status, sum(one.status is status for one in checks)) for status in Status]
    said = [(status, number) for status, number in counts if number]
    return Text(
        f"{len(checks)} checks: " + ", ".join(f"{number} {_WORDS[status].en}" for status, number in said),
        f"チェック {len(checks)} 件: " + "、".join(f"{_WORDS[status].ja} {number} 件" for status, number in said),
    )
