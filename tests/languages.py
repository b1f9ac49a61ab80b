"""A check of plans and written configs in Japanese: every message is Japanese, no English sentence is left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from microconv.core.event_rule import COMPARISONS
from microconv.core.plan import Plan
from microconv.core.text import Language, Text
from microconv.render.plan import plan_text
from microconv.render.plan_markdown import plan_markdown
from tests.styles import WIDE

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")
NAMES_AND_CODE = re.compile(r'`[^`]*`|「[^」]*」|"[^"]*"')
CONDITION = re.compile(rf"\w+ (not )?({'|'.join(COMPARISONS)}) [^;·|]*")
SENTENCE = re.compile(r"(?<![\w.])[a-z]+ [a-z]+ [a-z]+(?![\w.])")


def messages(plan: Plan) -> Iterator[str]:
    """Every message of a plan that is not empty."""
    for change in plan.changes:
        yield from change.reasons
    for conflict in plan.conflicts:
        yield from filter(None, (conflict.summary, conflict.hint))
    for waiting in plan.waiting:
        yield from filter(None, (waiting.why, waiting.what, waiting.missing))
    for item in plan.unmanaged:
        yield item.why
    for warning in plan.warnings:
        yield from filter(None, (warning.summary, warning.detail, warning.hint))


def hold(plan: Plan) -> int:
    """Check every message, and the whole plan as it is shown; the number of messages."""
    told = list(messages(plan))
    for message in told:
        assert isinstance(message, Text), message
        assert message.ja != message.en, message
        assert JAPANESE.search(NAMES_AND_CODE.sub("", message.ja)), message
        assert not SENTENCE.search(NAMES_AND_CODE.sub("", message.ja)), message
    for drawn in (
        plan_text(plan, WIDE, language=Language.JA),
        plan_markdown(plan, language=Language.JA),
    ):
        for line in drawn.splitlines():
            assert not SENTENCE.search(CONDITION.sub("", NAMES_AND_CODE.sub("", line))), line
    return len(told)


_COMMENT = re.compile(r" *# ?(?P<indent> *)(?P<text>.*)")
RULE_ID = re.compile(r"\[[a-z0-9-]+\]$")


def paragraphs(text: str) -> list[str]:
    """The comments of a config, each on one line."""
    found: list[str] = []
    for line in text.splitlines():
        match = _COMMENT.fullmatch(line)
        if match is None:
            found.append("")
        elif match["indent"] and found and found[-1]:
            found[-1] += f" {match['text']}"
        else:
            found.append(match["text"])
    return [one for one in found if one]


def hold_file(text: str) -> int:
    """Check that a written config has Japanese comments only; the number of comments."""
    told = paragraphs(text)
    for comment in told:
        plain = CONDITION.sub("", NAMES_AND_CODE.sub("", RULE_ID.sub("", comment)))
        assert JAPANESE.search(plain), comment
        assert not SENTENCE.search(plain), comment
    return len(told)


def without_comments(text: str) -> list[str]:
    """The lines of a config that are no comments."""
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]
