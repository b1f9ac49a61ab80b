"""The question before a run writes."""

from __future__ import annotations

import sys

import click

from microconv.cli.options import err_style
from microconv.cli.streams import unread
from microconv.cli.waiting import done
from microconv.core.errors import Refusal, RefusedError
from microconv.core.plan import Plan


def ask(plan: Plan) -> None:
    """Ask for a yes in full. Raises RefusedError for any other answer, or when there is nobody to ask."""
    if not sys.stdin.isatty():
        raise RefusedError(
            "nothing was changed",
            [Refusal("unconfirmed", "the plan was not confirmed, and there is no terminal to ask at", "add `--yes`")],
        )
    if unread():
        raise RefusedError(
            "nothing was changed",
            [Refusal("unconfirmed", "the reader of the output has gone, so that nobody saw the plan", "run again")],
        )
    done()
    count = len(plan.changes)
    question = f"Apply {count} change{'s' * (count != 1)} to {plan.client}? Only 'yes' is accepted"
    if click.prompt(err_style().paint(question, bold=True), default="", show_default=False, err=True) != "yes":
        raise RefusedError("nothing was changed", [Refusal("unconfirmed", "the answer was not 'yes'")])
