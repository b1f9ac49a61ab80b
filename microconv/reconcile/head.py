"""The head of a journal: which run it is, of which plan, on which accounts, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from microconv.core.account_ids import Accounts
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.kinds import ANNOTATION
from microconv.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Head:
    """The first record of a journal.

    run: the run's id.
    at: when it began, ISO 8601.
    client: the client's label.
    pairs: the (provider, account) pairs of its plan.
    owner: the manager account in which it changed conversions, if it did.
    emulated: the accounts were an emulator's.
    plan: the fingerprint of its plan.
    config_digest: that of the config's text.
    tool: the version of microconv.
    apis: the versions of the APIs, by provider.
    who: who ran it, and on which machine.
    kind: `sync` or `rollback`.
    undoes: the id of the run that it took back, if it did.
    config: the config's file, if there was one.
    planned: how many changes its plan has; 0 where a journal does not say.
    currency: the currency of amounts that name none.
    annotation: the token of the annotation in its plan; empty for none.
    accounts: the client's accounts; None where a journal does not say all of them.
    unread: the keys whose values cannot be read, and those that the accounts need and that are not there.
    more: keys of which this version knows nothing, and values that cannot be read, as they stand.
    """

    run: str
    at: str
    client: str
    pairs: tuple[tuple[str, str], ...]
    owner: str = ""
    emulated: bool = False
    plan: str = ""
    config_digest: str = ""
    tool: str = ""
    apis: tuple[tuple[str, str], ...] = ()
    who: str = ""
    kind: str = "sync"
    undoes: str = ""
    config: str = ""
    planned: int = 0
    currency: str = ""
    annotation: str = ""
    accounts: Accounts | None = None
    unread: tuple[str, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON, without what every record has."""
        accounts = self.accounts
        ids = {} if accounts is None else {item.name: getattr(accounts, item.name) for item in fields(accounts)}
        return {
            "run": self.run,
            "client": self.client,
            "accounts": [list(pair) for pair in self.pairs],
            "owner": self.owner,
            "emulated": self.emulated,
            "plan": self.plan,
            "config_digest": self.config_digest,
            "tool": self.tool,
            "apis": dict(self.apis),
            "who": self.who,
            "kind": self.kind,
            "undoes": self.undoes,
            "config": self.config,
            "planned": self.planned,
            "currency": self.currency,
            **({"annotation": self.annotation} if self.annotation else {}),
            **{name: value for name, value in ids.items() if value or name not in _WHERE_GIVEN},
            **dict(self.more),
        }

    @staticmethod
    def from_dict(record: Mapping[str, Any]) -> Head:
        """The head that `to_dict` wrote, or another version; what can be read of it.

        Raises KeyError, TypeError, ValueError where it does not say which run it is, or of which accounts.
        """
        if not all(isinstance(record[key], str) for key in ("run", "client", "at")):
            raise TypeError("its first record does not say which run it is")
        pairs = tuple((provider, account) for provider, account in record["accounts"])
        if not all(isinstance(provider, str) and isinstance(account, str) for provider, account in pairs):
            raise TypeError("its first record does not say which accounts it is about")
        of_accounts = {item.name: _is_flag if isinstance(item.default, bool) else _is_text for item in fields(Accounts)}
        forms = {**_FORMS, **of_accounts}
        values = {name: record[name] for name, fits in forms.items() if name in record and fits(record[name])}
        unreadable = [name for name in forms if name in record and name not in values]
        missing = [name for name in _ALWAYS if name not in record]
        unknown = sorted({*record} - forms.keys() - {"accounts", *_EVERY_RECORD})
        ids = {name: values.pop(name) for name in of_accounts if name in values}
        accounts = Accounts(**ids) if not missing and not of_accounts.keys() & {*unreadable} else None
        more = {} if accounts is not None else dict(ids)
        more |= {name: record[name] for name in (*unreadable, *unknown)}
        return Head(
            pairs=pairs,
            apis=tuple(values.pop("apis", {}).items()),
            accounts=accounts,
            unread=(*unreadable, *missing),
            more=tuple(more.items()),
            **values,
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for pair in value.items() for item in pair)


_ALWAYS = ("customer_id", "login_customer_id", "property_id", "data_stream", "manage_owner")
"""The fields of the accounts that journals have had from the first format on.

One that came later may be missing: the version that wrote the journal knew no such account, so the run had none.
"""

_WHERE_GIVEN = ("google_ads_credentials", "google_credentials")
"""The fields of the accounts that stand in a journal where a registry of clients gives them: paths, never secrets."""

_FORMS: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(
        (
            *("run", "at", "client", "owner", "plan", "config_digest", "tool", "who", "kind", "undoes", "config"),
            *("currency", "annotation"),
        ),
        _is_text,
    ),
    "emulated": _is_flag,
    "planned": _is_count,
    "apis": _is_texts_by_name,
}
"""The keys of a head beside `accounts` and the fields of those, and the form of each."""

_EVERY_RECORD = frozenset({"record", "format"})


def head_of(plan: Plan, client: ClientOrAccounts, *, undoes: str = "") -> Head:
    """The head of a run of `plan` that is about to begin; the journal adds which one it is, when, and by whom."""
    return Head(
        run="",
        at="",
        client=plan.client,
        pairs=plan.accounts,
        owner=plan.owner,
        emulated=plan.emulated,
        plan=plan.fingerprint,
        config_digest=plan.config_digest,
        tool=plan.tool,
        apis=plan.apis,
        kind="rollback" if undoes else "sync",
        undoes=undoes,
        config=client.path if isinstance(client, Client) else "",
        planned=len(plan.changes),
        currency=plan.currency,
        annotation=next((one.address.name for one in plan.changes if one.address.type == ANNOTATION), ""),
        accounts=client.accounts,
    )
