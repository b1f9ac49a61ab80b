"""Additions to a config file that somebody wrote: everything that is live and not listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.adoption.file_texts import spoken
from microconv.adoption.inverse import Adoption, Place, Unexpressed, adopt, left, why
from microconv.adoption.inverse.comments import findings_as_comments
from microconv.adoption.inverse.existing import existing_config
from microconv.adoption.new_file import asked_of, both, read
from microconv.adoption.proof import prove_update, vocabulary
from microconv.core.client import Client
from microconv.core.errors import ConfigError
from microconv.core.plan import Plan
from microconv.core.planning.make import make_plan
from microconv.core.resource import Address, Reading
from microconv.core.text import Language, Text
from microconv.providers.registry import types

if TYPE_CHECKING:
    from microconv.config.rewriting import Addition
    from microconv.connections import Connections
    from microconv.core.documents.snapshot import Snapshot
    from microconv.core.ports import Events


@dataclass(frozen=True)
class Updated:
    """A config file to which everything was added that is live and was not listed.

    path: the file.
    data: its new content.
    client: the client that the loader reads from it, None where it refuses it.
    added: the new places.
    plan: the plan of the new content.
    readings: the readings that it was made of.
    notes: objects that are left alone, because they are not for a config to declare.
    unexpressed: objects that could not be added, or that the plan of the new content has something about.
    """

    path: Path
    data: bytes
    client: Client | None
    added: tuple[Place, ...]
    plan: Plan
    readings: tuple[Reading, ...]
    notes: tuple[Text, ...] = ()
    unexpressed: tuple[Unexpressed, ...] = ()


def update(
    path: Path,
    *,
    live: Snapshot | None = None,
    connections: Connections | None = None,
    events: Events | None = None,
    language: Language = Language.EN,
) -> Updated:
    """The config at `path` with everything added that is live and not listed; writes nothing.

    The comments on what is added are in `language`.

    Every byte of the file stays. Raises ConfigError where the file cannot be used; ApiError, CredentialsError,
    SnapshotError.
    """
    from microconv import config

    loaded = config.load(path, vocabulary())
    if loaded.client is None:
        message = Text(
            f"{path}: the config has errors; nothing was read or written",
            f"{path}: 設定ファイルにエラーがあります。読み取りも書き込みも行っていません",
        )
        raise ConfigError(message, loaded.problems)
    readings = read(loaded.client, live=live, connections=connections, events=events)
    return update_readings(path, loaded.client, readings, language)


def update_readings(
    path: Path, client: Client, readings: Sequence[Reading], language: Language = Language.EN
) -> Updated:
    """The same, of what was read. `client` is what the loader makes of the file."""
    there = existing_config(types(), client, readings)
    adoption = adopt(types(), readings, asked_of(client.accounts, client.label, client.prefix), existing_config=there)
    from microconv.config.rewriting import NoPlaceError

    data = path.read_bytes()
    unexpressed = list(adoption.unexpressed)
    body = data.decode("utf-8-sig")
    added: list[Place] = []
    for addition, places in _additions(client, adoption, readings, language):
        try:
            body = _with(body, addition, client)
        except NoPlaceError as error:
            unexpressed += [Unexpressed(Address("config", ".".join(place)), error.why) for place in places]
        else:
            added += places
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    new = mark + body.encode()
    proof = prove_update(path, new, readings)
    before = set(left(make_plan(types(), replace(client, path="", digest=""), readings)))
    unexpressed += [Unexpressed(part.address, why(part)) for part in left(proof.plan) if part not in before]
    unexpressed += proof.unexpressed if proof.client is None else ()
    return Updated(
        path,
        new,
        proof.client,
        tuple(added),
        proof.plan,
        tuple(readings),
        adoption.notes,
        tuple(sorted(set(unexpressed))),
    )


def _additions(
    client: Client, adoption: Adoption, readings: Sequence[Reading], language: Language
) -> list[tuple[Addition, tuple[Place, ...]]]:
    """The additions to each list of the file, with their places."""
    from microconv.config.event_rule_text import event_rule_data
    from microconv.config.goal_text import campaign_data, custom_data, goal_data
    from microconv.config.rewriting import Addition
    from microconv.config.writer import conversion_data

    comments = spoken(both(adoption.comments, findings_as_comments(adoption.client, readings)), language)
    goals = adoption.client.goals
    lists: list[tuple[Place, list[tuple[str, dict[str, object]]]]] = [
        (("conversions",), [(one.name, conversion_data(one, client)) for one in adoption.client.conversions]),
        (("ga4", "event_rules"), [(one.event, event_rule_data(one)) for one in adoption.client.event_rules]),
        (("goals", "account"), [(one.pair, goal_data(one)) for one in goals.account]),
        (("goals", "campaigns"), [(one.campaign, campaign_data(one)) for one in goals.campaigns]),
        (("goals", "custom"), [(one.name, custom_data(one)) for one in goals.custom]),
    ]
    return [
        (
            Addition(path, [(data, comments.get((*path, name), ())) for name, data in items]),
            tuple((*path, name) for name, _ in items),
        )
        for path, items in lists
        if items
    ]


def _with(body: str, addition: Addition, client: Client) -> str:
    """The text with an addition. Raises NoPlaceError; also where a base has the list, which one here would replace."""
    from microconv.config.rewriting import NoPlaceError, add, has

    lists = {
        "event_rules": client.event_rules,
        "account": client.goals.account,
        "campaigns": client.goals.campaigns,
        "custom": client.goals.custom,
    }
    if lists.get(addition.path[-1], ()) and not has(body, addition.path):
        where = ".".join(addition.path)
        raise NoPlaceError(
            Text(
                f"{where} stands in a file that this one extends: add it there",
                f"{where} は、このファイルが参照する別のファイルにあります。そちらに追加してください",
            )
        )
    return add(body, [addition])
