"""The commands: one text for `--help`, completion and docs/commands.md."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import click


class CommandEntry(NamedTuple):
    """One command.

    name: the word on the command line
    arguments: the arguments that it usually gets
    summary: one sentence about its purpose
    more: a remark for the table in docs/commands.md, in Markdown: options worth knowing
    aliases: other names
    """

    name: str
    arguments: str
    summary: str
    more: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The command line: `microconv plan PATH...`."""
        return f"microconv {self.name} {self.arguments}".rstrip()

    @property
    def module(self) -> str:
        """The name of its modules in `commands/` and `tasks/`: `test_size`, `import_`."""
        return f"{self.name}_" if iskeyword(self.name) else self.name.replace("-", "_")

    def load(self) -> click.Command:
        """Import the command from its module of `commands/`."""
        command: click.Command = import_module(f"microconv.cli.commands.{self.module}").command
        command.short_help = self.summary
        return command


_ENTRIES = (
    CommandEntry("demo", "", "See it all without an account: plan, sync, sync again, tags, audit, on the emulator."),
    CommandEntry(
        "init",
        "",
        "Write a commented starting file for a client.",
        "B2B brochure requests, a service's form, or a shop; asks at a terminal",
    ),
    CommandEntry(
        "validate",
        "PATH...",
        "Check configs, without any network.",
        "Every problem at once, with file, line and column",
    ),
    CommandEntry(
        "doctor",
        "[PATH...]",
        "Check the way to the accounts: credentials, rights, API versions, clock.",
        "Each check says what to do next; with configs, whether their accounts can be read",
    ),
    CommandEntry(
        "plan",
        "PATH...",
        "Show what would change.",
        "`--out FILE` saves it, `--live SNAPSHOT` needs no network, `--format json|markdown`",
    ),
    CommandEntry(
        "sync",
        "PATH...",
        "Plan, ask, apply, and verify.",
        "`--yes`, `--plan FILE`, `--max-…`, `--allow KIND`",
        ("apply",),
    ),
    CommandEntry(
        "history",
        "[CLIENT]",
        "Show what runs did, from their journals.",
        "`history show RUN`, `history settle RUN`",
    ),
    CommandEntry(
        "rollback",
        "RUN",
        "Take back what a run did, as a new plan.",
        "It is shown, confirmed and written down",
    ),
    CommandEntry(
        "snapshot",
        "PATH... -o FILE",
        "Save the live state of accounts as JSON.",
        "`--measures` adds what was counted lately, for audits",
    ),
    CommandEntry(
        "audit",
        "PATH...",
        "Check any account against the rulebook, without changing anything.",
        "A config, `--customer-id`, `--property-id`, or `--manager`; text, HTML, Markdown, SARIF, JSON",
    ),
    CommandEntry(
        "report",
        "PATH...",
        "Report a month: numbers, funnel, and what was changed in the setup.",
        "`--month 2026-10`, `--format html|xlsx|markdown|csv|json|pdf`, frozen in `reports/`; `--refresh`, "
        "`--data-studio`",
    ),
    CommandEntry(
        "funnel",
        "PATH...",
        "Show where users are lost on the way to a final conversion.",
        "`--by device|channel|page`, `--open`, `--within-days N`, `--next-actions`",
    ),
    CommandEntry(
        "values",
        "PATH...",
        "Estimate what each micro-conversion is worth by its results, and propose other values.",
        "`--write` puts them into the config; `--scheme incremental`, `--paid`, `--export DIR`",
    ),
    CommandEntry(
        "roles",
        "PATH...",
        "Propose which step of each chain is primary, by the number of final conversions.",
        "`--write` puts it into the config",
    ),
    CommandEntry(
        "suggest",
        "PATH...",
        "Find events and pages that could be micro-conversions, with the config to paste.",
    ),
    CommandEntry(
        "review",
        "PATH...",
        "Hold the monthly or quarterly review: report, audit, values, roles, suggestions, what to prune.",
        "Each proposal is accepted or declined; `--format html -o FILE` is the agenda, `--write` accepts everything",
    ),
    CommandEntry(
        "test-size",
        "PATH...",
        "Show which step to test, so that the client's traffic suffices, and for how long.",
        "`--uplift 0.2`",
    ),
    CommandEntry(
        "import",
        "-o FILE",
        "Write a config of what is live, proven by an empty plan.",
        "`--container GTM-…` with its tags, `--update FILE`, `--propose`, `--manager`",
    ),
    CommandEntry(
        "explain",
        "CONVERSION PATH...",
        "Say why bidding uses a conversion or not, campaign by campaign.",
        "Now and after the plan; `--live SNAPSHOT`",
    ),
    CommandEntry(
        "snippets",
        "PATH...",
        "Print the tags to place on the website.",
        "`--conversion NAME`, `--for tag-manager` for entering them there, `--out DIR` writes files",
    ),
    CommandEntry(
        "tags",
        "test CONVERSION PATH...",
        "Prove in a simulation that the tags of a Tag Manager container fire.",
        "`--page`, `--click`, `--event` and more say what is done; `--send` counts it on the emulator",
    ),
    CommandEntry("schema", "[WORD]", "Print the JSON Schema of a config, or explain one of its keys."),
    CommandEntry(
        "emulator",
        "",
        "Run an emulator of Google Ads, GA4 and Tag Manager for any official client.",
        "`emulator check` tells which installed clients reach it",
    ),
)

COMMANDS: Mapping[str, CommandEntry] = {entry.name: entry for entry in _ENTRIES}
"""The commands by name, in the order of a first visit."""

ALIASES: Mapping[str, str] = {alias: entry.name for entry in _ENTRIES for alias in entry.aliases}
"""The names of commands by their other names."""


def table() -> str:
    """The commands as a Markdown table."""
    rows = ["| command | does |", "| --- | --- |"]
    for entry in _ENTRIES:
        also = f"Also `microconv {'`, `microconv '.join(entry.aliases)}`" if entry.aliases else ""
        texts = [entry.summary, *(f"{text}." for text in (entry.more, also) if text)]
        rows.append(f"| `{entry.usage}` | {' '.join(texts).replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"
