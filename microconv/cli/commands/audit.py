"""`microconv audit`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from microconv.audit.rule import Finding, Level
from microconv.cli import exit_codes
from microconv.cli.options import debug_option, format_option, live_option, out_style, paths_argument
from microconv.core.client import Client


@click.command("audit", short_help="Check accounts for naming and roles, without changing anything.")
@paths_argument
@click.option("--customer-id", default="", help="A Google Ads account to audit without a config.")
@click.option("--login-customer-id", default="", help="The manager account through which to reach it.")
@click.option("--property-id", default="", help="A GA4 property to audit without a config.")
@live_option
@click.option(
    "--fail-on",
    type=click.Choice([*(level.value for level in Level), "never"]),
    default=Level.ERROR.value,
    show_default=True,
    help="Exit with 3 if there is a finding of this weight or more.",
)
@format_option
@debug_option
def command(
    paths: tuple[Path, ...],
    customer_id: str,
    login_customer_id: str,
    property_id: str,
    live: tuple[Path, ...],
    fail_on: str,
    form: str,
) -> int:
    """Check accounts that somebody set up: names and roles. Read-only.

    \b
    Examples:
      microconv audit configs/aoi-store.yaml
      microconv audit --customer-id 123-456-7890 --property-id 345678901 --fail-on warning
      microconv audit configs/ --live all.json --format markdown
    """
    from microconv.cli.run import each
    from microconv.render.audit import audit_json

    clients = _clients(paths, customer_id, login_customer_id, property_id)
    audits: list[tuple[str, bool, Sequence[Finding]]] = []
    audit_one = _auditor(live, configured=bool(paths))

    def work(client: Client) -> int:
        emulated, findings = audit_one(client)
        audits.append((client.label, emulated, findings))
        if form != "json":
            click.echo(_drawn(client.label, findings, form, emulated=emulated), nl=False)
        if fail_on != "never" and any(item.level.weight >= Level(fail_on).weight for item in findings):
            return exit_codes.FINDINGS
        return exit_codes.DONE

    code = each(clients, work)
    if form == "json":
        click.echo(audit_json(audits), nl=False)
    return code


def _clients(paths: tuple[Path, ...], customer_id: str, login_customer_id: str, property_id: str) -> list[Client]:
    from microconv.cli.run import load_clients

    if paths and (customer_id or property_id):
        raise click.UsageError("name configs, or --customer-id and --property-id, not both")
    if paths:
        return load_clients(paths)
    if not customer_id and not property_id:
        raise click.UsageError("name a config, or an account with --customer-id or --property-id")
    return [
        Client(
            label=" · ".join(item for item in (customer_id, property_id) if item),
            conversions=(),
            customer_id=_digits("--customer-id", customer_id, 10),
            login_customer_id=_digits("--login-customer-id", login_customer_id, 10),
            property_id=_digits("--property-id", property_id, 0),
        )
    ]


def _digits(option: str, text: str, count: int) -> str:
    digits = text.replace("-", "")
    if text and (not digits.isascii() or not digits.isdigit() or (count and len(digits) != count)):
        expected = "ten digits, such as 123-456-7890" if count else "digits only, such as 345678901"
        raise click.UsageError(f"{option} is {text!r}; it must be {expected}")
    return digits


def _auditor(live: tuple[Path, ...], *, configured: bool) -> Callable[[Client], tuple[bool, Sequence[Finding]]]:
    from microconv.audit.run import audit
    from microconv.cli.run import Progress
    from microconv.project import Connections, Project, read_snapshot

    snapshot = read_snapshot(live) if live else None
    connections = None if live else Connections(read_only=True)
    events = None if live else Progress()

    def audit_one(client: Client) -> tuple[bool, Sequence[Finding]]:
        readings = Project(client, connections=connections, events=events, everything=True).read(snapshot)
        emulated = any(reading.facts.get("emulated") is True for reading in readings)
        return emulated, audit(readings, prefix=client.prefix, client=client if configured else None)

    return audit_one


def _drawn(name: str, findings: Sequence[Finding], form: str, *, emulated: bool) -> str:
    from microconv.render.audit import audit_markdown, audit_text

    if form == "markdown":
        return audit_markdown(name, findings, emulated=emulated)
    return audit_text(name, findings, emulated=emulated, style=out_style())
