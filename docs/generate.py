"""Write the reference pages from the code: `python3 docs/generate.py`. A test says when they are stale."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; do not edit. -->\n\n"


def pages() -> Mapping[str, str]:
    """Every generated page: file name and text."""
    return {
        "microconv.schema.json": _schema(),
        "config.md": _config(),
        "commands.md": _commands(),
        "audit-rules.md": _rules(),
        "emulator-coverage.md": _coverage(),
    }


def _schema() -> str:
    from microconv import config
    from microconv.loading import vocabulary

    return json.dumps(config.json_schema(vocabulary()), ensure_ascii=False, indent=2) + "\n"


def _config() -> str:
    from microconv import config
    from microconv.loading import vocabulary

    words = vocabulary()
    listing = config.reference("", words) or ""
    told = "The same text as `microconv schema KEY` prints."
    return f"{NOTE}# Keys of a config\n\n{told}\n\n```\n{listing.rstrip()}\n```\n"


def _commands() -> str:
    from importlib import import_module
    from keyword import iskeyword

    from microconv.cli.main import ALIASES, COMMANDS, group

    parts = [f"{NOTE}# Commands\n"]
    for name in COMMANDS:
        module = f"{name}_" if iskeyword(name) else name
        command: click.Command = import_module(f"microconv.cli.commands.{module}").command
        parent = click.Context(group, info_name="microconv", help_option_names=["-h", "--help"])
        context = click.Context(command, parent, info_name=name, terminal_width=100, max_content_width=100)
        aliases = [alias for alias, of in ALIASES.items() if of == name]
        also = f" (also `{'`, `'.join(aliases)}`)" if aliases else ""
        parts.append(f"## microconv {name}{also}\n\n```\n{command.get_help(context)}\n```\n")
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
    parts = [f"{NOTE}# Audit rules\n", about]
    for topic, name in TOPICS.items():
        parts.append(f"## {name.en} · {name.ja}\n")
        parts += [one(rule) for rule in RULES if rule.topic is topic]
    return "\n".join(parts)


def _coverage() -> str:
    from microconv.emulator import coverage

    return NOTE + coverage.page()


def write() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
