"""The clients below one manager account: a file for each, and a base with what they all share."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.adoption.file_texts import foot_of, head_of, head_of_base, spoken
from microconv.adoption.new_file import Adopted, read
from microconv.adoption.proof import Proof, prove, vocabulary
from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.client import Client, Unlisted
from microconv.core.errors import AccessDeniedError, NotFoundError
from microconv.core.ga4_import import properties_of
from microconv.core.resource import Reading
from microconv.core.text import NO_TEXT, Language, Text

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events

BASE = "base.yaml"
"""The name of the file that the others extend."""

_LONGEST = 60
_SHARED = ("currency", "naming", "unlisted")


@dataclass(frozen=True)
class Family:
    """Files by name, the base among them if there is one, and the proof of each client's."""

    texts: Mapping[str, str]
    proofs: Mapping[str, Proof]


def read_below(
    named: NamedAccounts, connections: Connections, events: Events | None = None
) -> tuple[Accounts, tuple[Reading, ...], Text]:
    """Read a client below a manager: Google Ads, and the only GA4 property that feeds it, where it can be read.

    Returns the accounts with that property, the readings, and why GA4 is not among them (empty: it is).

    Raises ApiError, CredentialsError where Google Ads cannot be read, or GA4 for other reasons than access.
    """
    accounts = named.accounts
    readings = read(named, live=None, connections=connections, events=events)
    properties = properties_of(readings[0])
    if len(properties) != 1:
        return accounts, readings, _several(properties) if properties else _NO_PROPERTY
    whole = replace(accounts, property_id=properties[0])
    try:
        other = read(
            replace(named, accounts=replace(whole, customer_id="")), live=None, connections=connections, events=events
        )
    except (AccessDeniedError, NotFoundError) as error:
        return accounts, readings, _closed(properties[0], error.code)
    return whole, (*readings, *other), NO_TEXT


_NO_PROPERTY = Text(
    "no import tells its GA4 property: GA4 was not read",
    "インポートがなく、GA4 プロパティを特定できないため、GA4 は取得していません",
)


def _several(properties: Sequence[str]) -> Text:
    listed = ", ".join(properties)
    return Text(
        f"several GA4 properties feed it ({listed}): GA4 was not read",
        f"複数の GA4 プロパティからインポートされているため、GA4 は取得していません（{listed}）",
    )


def _closed(property_id: str, code: str) -> Text:
    return Text(
        f"its GA4 property {property_id} cannot be read ({code})",
        f"GA4 プロパティ {property_id} を読み取れません（{code}）",
    )


def file_name(named: NamedAccounts) -> str:
    """A safe name for a client's file: the letters and digits of its label, which ends in its customer id."""
    text = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", named.label)).strip("-_")
    tail = named.accounts.customer_id or named.accounts.property_id
    dashes = f"{tail[:3]}-{tail[3:6]}-{tail[6:]}"
    stem = text.removesuffix(dashes).strip("-_")[:_LONGEST].strip("-_")
    while len(stem.encode()) > 3 * _LONGEST:
        stem = stem[:-1]
    return f"{stem}-{dashes}.yaml" if stem else f"{dashes}.yaml"


def family(adopted: Mapping[str, Adopted], language: Language = Language.EN) -> Family:
    """The files of several clients, by name: with a base, if there is more than one and they share anything.

    `language` is that of the comments.
    """
    from microconv.config.writer import write

    adoptions = [item.adoption for item in adopted.values()]
    base = _base([item.client for item in adoptions], [item.comments for item in adoptions])
    if base is None:
        texts = {name: item.text for name, item in adopted.items()}
        return Family(texts, _proofs(texts, adopted))
    comment = [head_of_base(from_emulator=any(item.emulated for item in adoptions)).of(language)]
    texts = {BASE: write(base.client, spoken(base.comments, language), head=comment, whole=False).text}
    for name, item in adopted.items():
        client = item.adoption.client
        own = tuple(one for one in client.conversions if one.name not in base.names)
        login = "" if base.client.accounts.login_customer_id else client.accounts.login_customer_id
        texts[name] = write(
            replace(client, conversions=own, accounts=replace(client.accounts, login_customer_id=login)),
            spoken(item.adoption.comments, language),
            head=[line.of(language) for line in head_of(item.adoption, changed=item.changed)],
            foot=[line.of(language) for line in foot_of(item.adoption, item.unexpressed)],
            extends=f"./{BASE}",
            without=base.keys,
        ).text
    return Family(texts, _proofs(texts, adopted))


@dataclass(frozen=True)
class _Base:
    client: Client
    comments: Mapping[tuple[str, ...], tuple[Text, ...]]
    names: frozenset[str]
    keys: frozenset[str]


def _base(clients: Sequence[Client], comments: Sequence[Mapping[tuple[str, ...], tuple[Text, ...]]]) -> _Base | None:
    """The base of what all clients say alike; None for one client, or where nothing is shared."""
    from microconv.config.writer import conversion_data, top

    if len(clients) < 2:
        return None
    keys_of_each = [top(client) for client in clients]
    keys = frozenset(
        key for key in _SHARED if all(key in one and one[key] == keys_of_each[0][key] for one in keys_of_each)
    )
    first = clients[0]
    logins = {one.accounts.login_customer_id for one in clients}
    login = first.accounts.login_customer_id if len(logins) == 1 else ""
    alike = []
    for conversion in first.conversions if "currency" in keys else ():
        place = ("conversions", conversion.name)
        written = [
            None if (other := one.by_name.get(conversion.name)) is None else conversion_data(other, one)
            for one in clients
        ]
        lines = {one.get(place, ()) for one in comments}
        if conversion.source is not None and len(lines) == 1 and all(one == written[0] for one in written):
            alike.append(conversion)
    if not keys and not login and not alike:
        return None
    shared = Client(
        label="",
        conversions=tuple(alike),
        accounts=Accounts(login_customer_id=login),
        currency=first.currency if "currency" in keys else "",
        prefix=first.prefix,
        unlisted=first.unlisted if "unlisted" in keys else Unlisted.DEMOTE,
    )
    names = frozenset(item.name for item in alike)
    kept = {place: lines for place, lines in comments[0].items() if place[0] == "conversions" and place[1] in names}
    return _Base(shared, kept, names, keys)


def _proofs(texts: Mapping[str, str], adopted: Mapping[str, Adopted]) -> dict[str, Proof]:
    """Proofs of the files, side by side in a folder."""
    from microconv import config

    with tempfile.TemporaryDirectory(prefix="microconv-") as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        loaded = {name: config.load(Path(folder) / name, vocabulary()) for name in adopted}
    return {name: prove(loaded[name].client, loaded[name].problems, item.readings) for name, item in adopted.items()}
