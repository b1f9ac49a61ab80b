"""Write the reference pages from the code: `python3 docs/generate.py`.

A test says when they are stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; do not edit. -->\n\n"


def _schema() -> str:
    from microconv import config
    from microconv.loading import vocabulary

    return json.dumps(config.json_schema(vocabulary()), ensure_ascii=False, indent=2) + "\n"


def _registry_schema() -> str:
    from microconv import config

    return json.dumps(config.registry_schema(), ensure_ascii=False, indent=2) + "\n"


def _config() -> str:
    from microconv import config
    from microconv.loading import vocabulary

    about = (
        "What `microconv schema KEY` prints. An example of a key of conversions is a piece of one conversion, any "
        "other a piece\nof the whole file. `defaults` takes the keys of conversions that say so here.\n\n"
        "*Google* and *Japanese*: the words for it in Google's interface, its help and its API reference, as far as "
        "they were\nread in 2026; none was compared with a live interface. They are for recognizing things; in a "
        "config only the words of\n*allowed* count."
    )
    return f"{NOTE}# Keys of a config\n\n{about}\n\n{config.reference_page(vocabulary())}"


def _commands() -> str:
    from microconv.cli.command_list import COMMANDS, table
    from microconv.cli.main import group

    about = (
        "A PATH is a file or a folder. Data goes to standard output, everything else to standard error. `NO_COLOR` is\n"
        "respected. Exit codes: [contract.md](contract.md). Completion:\n"
        '`eval "$(_MICROCONV_COMPLETE=bash_source microconv)"` (or `zsh_source`, `fish_source`).\n'
    )
    parts = [f"{NOTE}# Commands\n", about, table()]
    for name, entry in COMMANDS.items():
        command = entry.load()
        parent = click.Context(group, info_name="microconv", help_option_names=["-h", "--help"])
        context = click.Context(command, parent, info_name=name, terminal_width=100, max_content_width=100)
        also = f" (also `{'`, `'.join(entry.aliases)}`)" if entry.aliases else ""
        parts.append(f"## microconv {name}{also}\n\n```\n{command.get_help(context)}\n```\n")
        for below, part in command.commands.items() if isinstance(command, click.Group) else ():
            inside = click.Context(part, context, info_name=below, terminal_width=100, max_content_width=100)
            parts.append(f"### microconv {name} {below}\n\n```\n{part.get_help(inside)}\n```\n")
    return "\n".join(parts)


def _rules() -> str:
    from microconv.audit.rule import TOPICS, Rule
    from microconv.audit.rules import RULES

    def one(rule: Rule) -> str:
        lines = [f"### {rule.id}", f"**{rule.title.en}** ({rule.level.value})", f"Why: {rule.why.en}"]
        lines += [f"Fix: {rule.fix.en}", f"Passed: {rule.passed.en}."]
        lines += [f"**{rule.title.ja}**", f"理由: {rule.why.ja}", f"対処: {rule.fix.ja}"]
        lines.append(f"Source: {rule.source}" + (f". Needs: {', '.join(rule.needs)}." if rule.needs else ""))
        return "\n\n".join(lines) + "\n"

    about = (
        f"{len(RULES)} rules. Each ends as pass, fail, not applicable, or unknown with its reason. "
        "`microconv audit --only` and `--ignore` take ids and patterns (`naming-*`); a config accepts findings until a "
        "day with `audit: {ignore: …}`.\n"
    )
    order = (
        "Findings of one level, and the rules that made them, stand in the order of what is at stake in the last 30 "
        "days: the money (in the account's currency) that campaigns spent on what they are about, which is all of a "
        "campaign's for a result that it learns from, and its share of the conversions for a step; then the "
        "conversions that bidding used, results before steps, their value, and all conversions. The terminal, JSON "
        "(`stake`) and both pages have this order; audits of many accounts go by their numbers of findings by level, "
        "then by the conversions at stake.\n"
    )
    parts = [f"{NOTE}# Audit rules\n", about, order]
    for topic, name in TOPICS.items():
        parts.append(f"## {name.en} · {name.ja}\n")
        parts += [one(rule) for rule in RULES if rule.topic is topic]
    return "\n".join(parts)


def _coverage() -> str:
    from microconv.emulator import coverage

    return NOTE + coverage.page()


def _seed() -> str:
    from microconv.emulator import seed_schema

    return NOTE + seed_schema.page()


def _seed_schema() -> str:
    from microconv.emulator import seed_schema

    return json.dumps(seed_schema.schema(), ensure_ascii=False, indent=2) + "\n"


def _python() -> str:
    import microconv
    from microconv import emulator, fleet

    sys.path.insert(0, str(DOCS))
    try:
        from python_page import page  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(DOCS))
    modules = {"microconv": microconv, "microconv.fleet": fleet, "microconv.emulator": emulator}
    return NOTE + str(page(modules))


PAGES: Mapping[str, Callable[[], str]] = {
    "microconv.schema.json": _schema,
    "clients.schema.json": _registry_schema,
    "config.md": _config,
    "commands.md": _commands,
    "audit-rules.md": _rules,
    "python.md": _python,
    "emulator-coverage.md": _coverage,
    "emulator-seed.md": _seed,
    "emulator-seed.schema.json": _seed_schema,
}
"""The generated pages: file names in this folder, and what writes their text."""


def write() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
