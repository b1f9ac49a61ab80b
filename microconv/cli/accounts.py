"""The clients that a command is about: configs, accounts named by their numbers, or all below a manager account."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from microconv.cli.fleet_options import LABELS, MATCH
from microconv.core.account_ids import NO_ACCOUNTS, Accounts, NamedAccounts, dashed
from microconv.core.client import Client, ClientOrAccounts, fits
from microconv.core.kinds import TAG_MANAGER
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.documents.snapshot import Snapshot

_CONTAINER = re.compile("GTM-[0-9A-Z]{4,12}")

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Named:
    """Accounts named on the command line: one client's, or all below `manager` whose name is like `match`."""

    accounts: Accounts = NO_ACCOUNTS
    manager: str = ""
    match: str = ""

    def __bool__(self) -> bool:
        return bool(self.accounts or self.manager)


def account_options(command: Command) -> Command:
    """Options that name accounts: gives the command one argument, `named`."""

    @wraps(command)
    def with_accounts(
        *arguments: Any,
        customer_id: str,
        login_customer_id: str,
        property_id: str,
        data_stream: str,
        manager: str,
        match: str,
        **options: Any,
    ) -> Any:
        if match and options.get("paths") and not manager:
            MATCH.set(match)
            match = ""
        named = Named(
            Accounts(
                digits("--customer-id", customer_id, 10),
                digits("--login-customer-id", login_customer_id, 10),
                digits("--property-id", property_id),
                data_stream,
            ),
            digits("--manager", manager, 10),
            match,
        )
        _check(named)
        return command(*arguments, named=named, **options)

    decorated: Any = with_accounts
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return cast(Command, decorated)


_OPTIONS = (
    click.option("--customer-id", default="", metavar="ID", help="A Google Ads account, without a config."),
    click.option(
        "--login-customer-id", default="", metavar="ID", help="The manager account through which to reach it."
    ),
    click.option("--property-id", default="", metavar="ID", help="A GA4 property, without a config."),
    click.option(
        "--data-stream", default="", metavar="ID", help="Its web stream (G-… or a number), if it has several."
    ),
    click.option("--manager", default="", metavar="ID", help="Every client account below this manager account."),
    click.option(
        "--match", default="", metavar="PATTERN", help="Only clients with such a label or, with --manager, name (*, ?)."
    ),
)


def digits(option: str, text: str, count: int = 0) -> str:
    """The digits of an account's number as it was typed. Raises click.UsageError unless there are `count` (0: any)."""
    number = text.replace("-", "")
    if text and (not number.isascii() or not number.isdigit() or (count and len(number) != count)):
        expected = "ten digits, such as 123-456-7890" if count else "digits only, such as 345678901"
        raise click.UsageError(f"{option} is {text!r}; it must be {expected}")
    return number


def with_container(named: Named, container: str) -> Named:
    """The same accounts, and a container. Raises click.UsageError for what is no id of one, or with a manager."""
    if not container:
        return named
    if named.manager:
        raise click.UsageError("name one container, or --manager for all clients below it, not both")
    _check_container(container)
    return replace(named, accounts=replace(named.accounts, container=container))


def in_container(clients: Sequence[Client], container: str) -> list[Client]:
    """The client of a config, with a container that the config does not name; without one, the clients as they are.

    Raises click.UsageError for what is no id of a container, for several clients, and where the config or the registry
    of clients names another.
    """
    if not container:
        return list(clients)
    _check_container(container)
    if len(clients) != 1:
        raise click.UsageError(f"--container is for one client; these paths have {len(clients)}")
    (client,) = clients
    if client.accounts.container not in {"", container}:
        raise click.UsageError(f"--container is {container}, and the config names {client.accounts.container}")
    if client.registration is not None and client.registration.accounts.container != container:
        registered = client.registration.accounts.container
        raise click.UsageError(
            Text(
                f"--container is {container}, and the registry has {registered or 'no container'} for {client.label!r} "
                f"at {client.registration.span}",
                f"--container は {container} ですが、「{client.label}」に登録されているコンテナは"
                f"{registered or 'ありません'}（{client.registration.span}）",
            )
        )
    return [replace(client, accounts=replace(client.accounts, container=container))]


def _check_container(container: str) -> None:
    if not _CONTAINER.fullmatch(container):
        raise click.UsageError(f"--container is {container!r}; it must be the id of a container, such as GTM-ABC1234")


def _check(named: Named) -> None:
    accounts = named.accounts
    if named.manager and accounts:
        raise click.UsageError("name one account, or --manager for all clients below it, not both")
    if named.match and not named.manager:
        raise click.UsageError("--match is for --manager, or for configs: it chooses among the clients")
    if accounts.login_customer_id and not (accounts.customer_id or named.manager):
        raise click.UsageError("--login-customer-id is for --customer-id or --manager")
    if accounts.data_stream and not accounts.property_id:
        raise click.UsageError("--data-stream is for --property-id")


def clients(named: Named, connections: Callable[[], Connections]) -> list[NamedAccounts]:
    """The named accounts, with a label for each client. Those below a manager are looked up: one call.

    Raises click.UsageError where nothing is named or nothing matches; ApiError, CredentialsError.
    """
    if not named.manager:
        label = " · ".join(
            filter(None, (dashed(named.accounts.customer_id), named.accounts.property_id, named.accounts.container))
        )
        return [NamedAccounts(label, named.accounts)]
    login = named.accounts.login_customer_id or named.manager
    below = connections().clients_below(named.manager, login)
    chosen = [item for item in below if not named.match or fits(item.name, named.match)]
    if not chosen:
        examples = ", ".join(item.name or dashed(item.customer_id) for item in below[:5]) or "none"
        raise click.UsageError(
            f"no client below {dashed(named.manager)} matches {named.match or 'anything'}; "
            f"there are {len(below)}: {examples}"
        )
    return [
        NamedAccounts(f"{item.name} {dashed(item.customer_id)}".strip(), Accounts(item.customer_id, login))
        for item in chosen
    ]


def of_snapshot(snapshot: Snapshot) -> list[NamedAccounts]:
    """The accounts of a snapshot, by client; a property goes with the account that imports it.

    Where there is one account and one property, they go together; a container goes with an account or property that is
    the only one, otherwise it stands for itself. Raises SnapshotError.
    """
    from microconv.core.ga4_import import properties_of

    ads = [account for provider, account in snapshot.accounts if provider == "google_ads"]
    ga4 = [account for provider, account in snapshot.accounts if provider == "ga4"]
    pairs = dict.fromkeys(ads, ga4[0]) if len(ads) == len(ga4) == 1 else {}
    for account in ads if len(ga4) > 1 or len(ads) > 1 else []:
        imported = [item for item in properties_of(snapshot.reading("google_ads", account)) if item in ga4]
        if len(imported) == 1:
            pairs[account] = imported[0]
    alone = [item for item in ga4 if item not in pairs.values()]
    named = [(account, pairs.get(account, "")) for account in ads] + [("", item) for item in alone]
    containers = [account for provider, account in snapshot.accounts if provider == TAG_MANAGER]
    if len(named) == len(containers) == 1:
        whole = [(*named[0], containers[0])]
    else:
        whole = [*((*pair, "") for pair in named), *(("", "", item) for item in containers)]
    return [
        NamedAccounts(
            " · ".join(filter(None, parts)),
            Accounts(parts[0].replace("-", ""), property_id=parts[1], container=parts[2]),
        )
        for parts in whole
    ]


def chosen(
    paths: Sequence[Path],
    named: Named,
    connections: Callable[[], Connections],
    load: Callable[[], list[Client]],
    snapshot: Snapshot | None = None,
) -> Sequence[ClientOrAccounts]:
    """The clients of configs, of named accounts, or of all that a snapshot has.

    Raises click.UsageError where more than one or none of these is there.
    """
    if paths and named:
        raise click.UsageError("name configs, or accounts with --customer-id, --property-id or --manager, not both")
    if LABELS.get() and not paths:
        from microconv.cli.labels import without_registry

        raise without_registry()
    if paths:
        return load()
    if not named and snapshot is not None:
        return of_snapshot(snapshot)
    if not named:
        raise click.UsageError("name a config, or an account with --customer-id, --property-id or --manager")
    return clients(named, connections)
