"""Law 5: what was written is loaded by the real loader, and planned against what was read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from microconv.adoption.inverse import Unexpressed, left, why
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic
from microconv.core.plan import Plan
from microconv.core.planning.make import make_plan
from microconv.core.resource import Address, Reading
from microconv.core.text import NO_TEXT, Text
from microconv.loading import vocabulary as _vocabulary
from microconv.providers.registry import types

vocabulary = cache(_vocabulary)
"""The vocabulary of configs; made once, because much follows from it."""


TEXT = "imported config"
"""The name in plans of a text that is not a file yet."""


@dataclass(frozen=True)
class Proof:
    """A text's plan. `unexpressed` is what it is not empty of, or why it cannot be loaded; `client` None then."""

    client: Client | None
    plan: Plan
    problems: tuple[Diagnostic, ...]
    unexpressed: tuple[Unexpressed, ...]


def prove_text(text: str, readings: Sequence[Reading]) -> Proof:
    """The proof of a text, by the real loader and planner."""
    from microconv import config

    with tempfile.TemporaryDirectory(prefix="microconv-") as folder:
        path = Path(folder) / "imported.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        loaded = config.load(path, vocabulary())
    proof = prove(loaded.client, loaded.problems, readings)
    return replace(proof, plan=_placed(proof.plan, str(path)))


def _placed(plan: Plan, path: str) -> Plan:
    """The plan without the name of a file that was there for the proof alone."""
    return replace(
        plan,
        warnings=tuple(
            replace(item, span=replace(item.span, file=TEXT)) if item.span and item.span.file == path else item
            for item in plan.warnings
        ),
        conflicts=tuple(replace(item, where=item.where.replace(path, TEXT)) for item in plan.conflicts),
    )


def prove(client: Client | None, problems: Sequence[Diagnostic], readings: Sequence[Reading]) -> Proof:
    """The proof of a loaded config: what its plan is not empty of."""
    if client is None:
        unloaded = [
            Unexpressed(
                Address("config", f"line {item.span.line}" if item.span else ""),
                refused_text(item.summary),
                quoted_text(item.hint),
            )
            for item in problems
            if item.is_error
        ]
        return Proof(None, Plan("", ()), tuple(problems), tuple(unloaded))
    client = replace(client, path="", digest="")
    plan = make_plan(types(), client, readings)
    unexpressed = [Unexpressed(part.address, why(part)) for part in left(plan)]
    return Proof(client, plan, tuple(problems), tuple(unexpressed))


def refused_text(summary: str) -> Text:
    """The reason of the loader for refusing a part of a config."""
    return (
        summary if isinstance(summary, Text) else Text(summary, f"設定ファイルの検査で使えませんでした: 「{summary}」")
    )


def quoted_text(hint: str) -> Text:
    """Words of the loader's, which are English, in a sentence of either language."""
    if not hint:
        return NO_TEXT
    return hint if isinstance(hint, Text) else Text(hint, f"「{hint}」")


def prove_update(path: Path, data: bytes, readings: Sequence[Reading]) -> Proof:
    """The proof of new content for a file, in its own folder, for the sake of `extends`."""
    from microconv import config

    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".yaml", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        loaded = config.load(temporary, vocabulary())
    finally:
        temporary.unlink(missing_ok=True)
    return prove(loaded.client, loaded.problems, readings)
