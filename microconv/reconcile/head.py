"""The head of a journal: which run it is, of which plan, on which accounts, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microconv.core.account_ids import Accounts
from microconv.core.client import Client, ClientOrAccounts
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
    accounts: the client's accounts; None where a journal does not say all of them.
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
    accounts: Accounts | None = None

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON, without what every record has."""
        accounts = self.accounts
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
            **({name: getattr(accounts, name) for name in _IDS} if accounts is not None else {}),
        }

    @staticmethod
    def from_dict(record: Mapping[str, Any]) -> Head:
        """The head that `to_dict` wrote, or an older version. Raises KeyError, TypeError, ValueError."""
        if not all(isinstance(record[key], str) for key in ("run", "client", "at")):
            raise TypeError("its first record does not say which run it is")
        pairs = tuple((provider, account) for provider, account in record["accounts"])
        if not all(isinstance(provider, str) and isinstance(account, str) for provider, account in pairs):
            raise TypeError("its first record does not say which accounts it is about")
        texts = {name: str(record[name]) for name in _TEXTS if name in record}
        apis = tuple((str(name), str(version)) for name, version in dict(record.get("apis", {})).items())
        known = all(name in record for name in _IDS)
        accounts = Accounts(**{name: _id(name, record[name]) for name in _IDS}) if known else None
        emulated = record.get("emulated") is True
        planned = int(record.get("planned", 0))
        return Head(pairs=pairs, emulated=emulated, apis=apis, planned=planned, accounts=accounts, **texts)


_IDS = ("customer_id", "login_customer_id", "property_id", "data_stream", "manage_owner")
_TEXTS = ("run", "at", "client", "owner", "plan", "config_digest", "tool", "who", "kind", "undoes", "config")


def _id(name: str, value: object) -> Any:
    return bool(value) if name == "manage_owner" else str(value)


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
        accounts=client.accounts,
    )
