"""`microconv import`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.accounts import Named, account_options, with_container
from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    err_style,
    language_option,
    live_option,
    out_style,
)
from microconv.cli.streams import echo_file
from microconv.cli.waiting import waiting_for
from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.client import DEFAULT_PREFIX
from microconv.core.text import untranslated

if TYPE_CHECKING:
    from microconv.adoption import Adopted, Updated
    from microconv.connections import Connections
    from microconv.core.documents.snapshot import Snapshot
    from microconv.fleet.tasks.import_ import ImportTask

_PROPOSALS = click.Choice(["comments", "changes"])


class _Prefix(click.ParamType[str]):
    """The prefix of micro-conversions, as a config takes it."""

    name = "prefix"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The prefix. Raises click.BadParameter."""
        import re

        if not re.fullmatch("[a-z][a-z0-9_]*_", value):
            self.fail(f"{value!r} must be lower-case letters, digits and underscores, ending in one: mv_", param, ctx)
        return value


@click.command("import")
@account_options
@live_option
@click.option(
    "--container", default="", metavar="ID",
    help="The client's container of Tag Manager (GTM-…): its tags come with their conversions.",
)  # fmt: skip
@click.option("--prefix", type=_Prefix(), default=DEFAULT_PREFIX, show_default=True, help="What marks a step.")
@click.option("--client", "label", default="", metavar="LABEL", help="The client's label; else the account's name.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="The new file; - for standard output. With --manager: a folder.",
)
@click.option(
    "--update",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add to an existing config what is live and not listed; all that it says stays as it is.",
)
@click.option(
    "--propose",
    type=_PROPOSALS,
    default=None,
    help="Propose names, roles and values by the rule for steps: as comments, or as config to be reviewed. Nothing is "
    "applied.",
)
@click.option("--adopt", "propose_too", type=_PROPOSALS, default=None, hidden=True)
@click.option(
    "--force", is_flag=True, help="Write although something cannot be expressed. Nothing is ever overwritten."
)
@fleet_options(match=False, label=False, dask=False)
@language_option
@debug_option
def command(
    named: Named,
    live: tuple[Path, ...],
    container: str,
    prefix: str,
    label: str,
    out: Path | None,
    update: Path | None,
    propose: str | None,
    propose_too: str | None,
    force: bool,
) -> int:
    """Write the config of accounts that somebody set up. Reads only; the file is all that is written.

    It ends by planning the file against what was read. If the plan is not empty, or a live object cannot be expressed,
    it says what and why, and exits with 1 without a file unless --force is given.

    \b
    Examples:
      microconv import --customer-id 123-456-7890 --property-id 345678901 -o configs/aoi-store.yaml
      microconv import --customer-id 123-456-7890 --property-id 345678901 --container GTM-ABC1234 -o aoi.yaml
      microconv import --customer-id 123-456-7890 --live snapshot.json --propose comments -o -
      microconv import --update configs/aoi-store.yaml --language ja
      microconv import --manager 999-888-7777 --match 'Aoi*' -o configs/
    """
    from microconv.cli.run import given_snapshot
    from microconv.connections import Connections

    propose = propose or propose_too
    named = with_container(named, container)
    _check(named, label, out, update, propose, live)
    snapshot = given_snapshot(live)
    connections = cache(lambda: Connections(read_only=True))
    if update is not None:
        return _update(update, snapshot, connections, force=force)
    assert out is not None
    if named.manager:
        from microconv.cli.importing import import_all

        return import_all(named, connections, out, prefix=prefix, propose=propose or "", force=force)
    from microconv.fleet.tasks.import_ import ImportTask

    accounts = _accounts(named, snapshot)
    client = NamedAccounts(accounts.customer_id or accounts.property_id, accounts)
    task = ImportTask(client, label, prefix, propose or "", snapshot, LANGUAGE.get())
    return _one(task, connections, out, force=force)


def _check(
    named: Named, label: str, out: Path | None, update: Path | None, propose: str | None, live: tuple[Path, ...]
) -> None:
    from microconv.core.signs import one_line

    if label and not one_line(label):
        raise click.UsageError(f"--client is {label!r}; it must be one line without blanks at its ends")
    if update is not None:
        if named or out is not None or label or propose:
            raise click.UsageError("--update takes the accounts from its file; leave out the others, -o and --propose")
        return
    if out is None:
        raise click.UsageError("say where to write it with -o FILE (- for standard output), or use --update FILE")
    if not named and not live:
        raise click.UsageError("name an account with --customer-id, --property-id or --manager")
    if named.accounts.container and not _has_account(named.accounts) and not live:
        raise click.UsageError(
            "a config says tags with their conversions: name --customer-id or --property-id beside --container"
        )
    if named.manager and (live or label or str(out) == "-"):
        raise click.UsageError("--manager reads the accounts and names the clients itself; -o is a folder")


def _accounts(named: Named, snapshot: Snapshot | None) -> Accounts:
    """The accounts to import: those named, or the only ones of a snapshot."""
    if not named.manager and not _has_account(named.accounts) and snapshot is not None:
        ads = [account for provider, account in snapshot.accounts if provider == "google_ads"]
        ga4 = [account for provider, account in snapshot.accounts if provider == "ga4"]
        held = [account for provider, account in snapshot.accounts if provider == "tag_manager"]
        containers = [named.accounts.container] if named.accounts.container else held
        if len(ads) > 1 or len(ga4) > 1 or len(containers) > 1:
            raise click.UsageError(
                "the snapshot has several accounts: name them with --customer-id, --property-id and --container"
            )
        if not ads and not ga4:
            raise click.UsageError("the snapshot has neither a Google Ads account nor a GA4 property to import")
        return replace(
            named.accounts,
            customer_id="".join(ads).replace("-", ""),
            property_id="".join(ga4),
            container="".join(containers),
        )
    return named.accounts


def _has_account(accounts: Accounts) -> bool:
    return bool(accounts.customer_id or accounts.property_id)


def _one(task: ImportTask, connections: Callable[[], Connections], out: Path, *, force: bool) -> int:
    from microconv.cli.importing import READING, refuse_existing
    from microconv.cli.progress import Progress
    from microconv.fleet.tasks.import_ import compute

    if str(out) != "-":
        refuse_existing(out)
    with waiting_for(READING):
        adopted = compute(task, None if task.live else connections(), Progress())
    return draw(adopted, out, force=force)


def draw(adopted: Adopted, out: Path, *, force: bool) -> int:
    """Write the new file, or say why not. Returns the exit code."""
    from microconv.cli.importing import NOTHING, THIS, not_written, summary, tell

    stdout = str(out) == "-"
    if not adopted.proven and (not force or adopted.client is None):
        tell(adopted.unexpressed, NOTHING if stdout else not_written(out), loadable=adopted.client is not None)
        return exit_codes.ERROR
    if stdout:
        echo_file(adopted.text)
    else:
        from microconv.cli.files import write

        write(out, adopted.text, private=False)
    if not adopted.proven:
        tell(adopted.unexpressed)
    click.echo(summary(adopted, THIS if stdout else untranslated(str(out))).of(LANGUAGE.get()), err=True)
    if adopted.changed:
        from microconv.render.plan import plan_text

        style = err_style() if stdout else out_style()
        click.echo(plan_text(adopted.plan, style, language=LANGUAGE.get()), nl=False, err=stdout)
    return exit_codes.DONE


def _update(path: Path, snapshot: Snapshot | None, connections: Callable[[], Connections], *, force: bool) -> int:
    from microconv.cli.importing import READING
    from microconv.cli.progress import Progress
    from microconv.fleet.tasks.import_ import UpdateTask, compute_update

    task = UpdateTask(path, snapshot, LANGUAGE.get())
    with waiting_for(READING):
        updated = compute_update(task, None if snapshot else connections(), Progress())
    return draw_update(updated, path, force=force)


def draw_update(done: Updated, path: Path, *, force: bool) -> int:
    """Write the completed file, or say why not. Returns the exit code."""
    from microconv.cli.importing import added, left_alone, replace_text, tell

    written = not done.unexpressed or (force and done.client is not None)
    if done.unexpressed:
        tell(done.unexpressed, None if written else left_alone(path), loadable=done.client is not None)
    if not written:
        return exit_codes.ERROR
    if done.added:
        replace_text(path, done.data)
    click.echo(added(done, path).of(LANGUAGE.get()), err=True)
    return exit_codes.DONE
