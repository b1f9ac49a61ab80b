"""Live accounts to config files: wires reading, core adoption and writer together, and proves what comes out.

The proof is law 5: the text that was written is loaded by the real loader and planned against what was read. An empty
plan, or it is told what no config can say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from microconv.adoption.file_texts import foot_of, head_of, spoken
from microconv.adoption.inverse import Adoption, Asked, Place, Unexpressed
from microconv.adoption.inverse import adopt as adoption_of
from microconv.adoption.inverse.comments import findings_as_comments
from microconv.adoption.inverse.proposals import Proposal, proposal_comments, proposals_for, proposed, renaming, respelt
from microconv.adoption.proof import Proof, prove_text, refused_text
from microconv.config.source import MAX_BYTES
from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.client import DEFAULT_PREFIX, Client, ClientOrAccounts
from microconv.core.errors import ConfigError
from microconv.core.kinds import ACTION, FOR_TAGS, everything
from microconv.core.plan import Plan
from microconv.core.resource import Live, Reading, Standing
from microconv.core.text import Language, Text
from microconv.loading import from_snapshot
from microconv.providers.google_ads.capabilities import TYPE_OF_SOURCE
from microconv.providers.registry import types
from microconv.providers.tag_manager.moments import moment_of
from microconv.providers.words import words

if TYPE_CHECKING:
    from microconv.config.paper import Written
    from microconv.connections import Connections
    from microconv.core.documents.snapshot import Snapshot
    from microconv.core.ports import Events

_ROUNDS = 20
"""Rounds of taking out what the loader refuses before giving up."""

SHORTEST = 60
"""The bytes that the entry of a conversion takes at least: its name, category and role."""

_SOURCES = {kind: source for source, kind in TYPE_OF_SOURCE.items()}


@dataclass(frozen=True)
class Adopted:
    """A config that declares what is live.

    text: the file.
    client: the client that the loader reads from it; None where it refuses it.
    adoption: the adoption that it was written from.
    plan: the client's plan against `readings`; with `changed` what the proposals would change.
    readings: what was read.
    notes: what is left alone because it is not for a config to declare.
    unexpressed: what no config can say, and what else the plan is not empty of.
    proposals: proposals to reach the rule for names, where they were asked for.
    changed: the proposals are in the text.
    proposing: proposals were asked for.
    """

    text: str
    client: Client | None
    adoption: Adoption
    plan: Plan
    readings: tuple[Reading, ...]
    notes: tuple[Text, ...] = ()
    unexpressed: tuple[Unexpressed, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    changed: bool = False
    proposing: bool = False

    @property
    def proven(self) -> bool:
        """True where everything is expressed, and the plan of the config before any proposal is empty."""
        return self.client is not None and not self.unexpressed


def adopt(
    customer_id: str = "",
    property_id: str = "",
    *,
    login_customer_id: str = "",
    data_stream: str = "",
    container: str = "",
    prefix: str = DEFAULT_PREFIX,
    label: str = "",
    live: Snapshot | None = None,
    connections: Connections | None = None,
    events: Events | None = None,
    propose: str = "",
    language: Language = Language.EN,
) -> Adopted:
    """The config of accounts that somebody set up. Reads only; writes no file.

    Ids are digits; one of `customer_id` and `property_id` may be empty. `container` is a container of Tag Manager,
    `GTM-…`, whose tags come with their conversions. `label` is what the client is called (empty:
    the account's name). With `live` a snapshot is read instead of the accounts. `propose`: "comments" or "changes", see
    `adopt_readings`. `language`: of the comments. Raises ApiError, CredentialsError, SnapshotError.
    """
    accounts = Accounts(customer_id, login_customer_id, property_id, data_stream, container=container)
    named = NamedAccounts(label or customer_id or property_id, accounts)
    readings = read(named, live=live, connections=connections, events=events)
    return adopt_readings(readings, asked_of(accounts, label, prefix), propose=propose, language=language)


def read(
    client: ClientOrAccounts, *, live: Snapshot | None, connections: Connections | None, events: Events | None = None
) -> tuple[Reading, ...]:
    """Read everything that is live in accounts, by readers that cannot write; with `live` from a snapshot.

    Raises ApiError, CredentialsError, SnapshotError.
    """
    from microconv.connections import Connections as Connected

    if live is not None:
        return from_snapshot(client, live)
    readings = []
    needs = everything(kind.name for kind in types())
    needs |= FOR_TAGS if client.accounts.container else frozenset()
    for reader in (connections or Connected(read_only=True)).readers(client.accounts, needs):
        if events is not None:
            events.reading(reader.name, reader.account)
        readings.append(reader.read())
        if events is not None:
            events.read(reader.name, reader.account)
    return tuple(readings)


def asked_of(accounts: Accounts, label: str = "", prefix: str = DEFAULT_PREFIX) -> Asked:
    """The import of these accounts, with the providers' words."""
    return Asked(accounts, label=label, prefix=prefix, sources=_SOURCES, words=words, moment=moment_of)


def adopt_readings(
    readings: Sequence[Reading],
    asked: Asked,
    *,
    propose: str = "",
    notes: Sequence[Text] = (),
    language: Language = Language.EN,
) -> Adopted:
    """The config of what was read, proven against the same readings.

    `propose`: "comments" adds proposals to reach the rule for names to the comments; "changes" writes them as config,
    so that `plan` shows what they would change. What cannot be expressed is found before either. `notes` are told at
    the end of the file, before those of the import. All comments are in `language`.
    """
    _check_number(readings)
    seen, old_names = respelt(readings, asked.prefix) if propose == "changes" else (readings, {})
    adoption, first = _loadable(seen, asked)
    adoption = renaming(replace(adoption, notes=(*notes, *adoption.notes)), old_names)
    suggestions = proposals_for(adoption.client, readings) if propose else ()
    decided = [item.name for item in suggestions] if propose == "changes" else []
    quoted = findings_as_comments(adoption.client, readings, decided)
    adoption = replace(adoption, comments=both(adoption.comments, quoted))
    if propose == "comments":
        adoption = replace(adoption, comments=both(adoption.comments, proposal_comments(suggestions)))
    unexpressed = (*adoption.unexpressed, *first.unexpressed)
    if propose == "changes":
        adoption = proposed(adoption, suggestions)
    changed = propose == "changes" and bool(suggestions or old_names)
    text = written(adoption, unexpressed, changed=changed, language=language).text
    proof = prove_text(text, readings)
    if not changed:
        unexpressed = tuple(sorted({*unexpressed, *proof.unexpressed}))
    return Adopted(
        text=text,
        client=proof.client,
        adoption=adoption,
        plan=proof.plan,
        readings=tuple(readings),
        notes=adoption.notes,
        unexpressed=unexpressed,
        proposals=suggestions,
        changed=changed,
        proposing=bool(propose),
    )


def _check_number(readings: Sequence[Reading]) -> None:
    """Raise ConfigError before any work where there are more actions than a config can hold, however short each is."""
    actions = sum(live.address.type == ACTION for reading in readings for live in reading.resources if _listed(live))
    if actions * SHORTEST > MAX_BYTES:
        raise _too_large(actions)


def _listed(live: Live) -> bool:
    return live.standing in {Standing.NORMAL, Standing.IMPORTED}


def _too_large(conversions: int) -> ConfigError:
    return ConfigError(
        Text(
            f"a config of {conversions:,} conversions would be larger than a config may be ({MAX_BYTES:,} bytes)",
            f"コンバージョン {conversions:,} 件の設定ファイルは、上限（{MAX_BYTES:,} バイト）を超えます",
        ),
        (),
        hint=Text(
            "write a config of those that matter by hand, with `unlisted: keep`: what it does not list is left alone",
            "重要なものだけを `unlisted: keep` とともに設定ファイルに書いてください。"
            "記載のないコンバージョンには触れません",
        ),
    )


def _loadable(readings: Sequence[Reading], asked: Asked) -> tuple[Adoption, Proof]:
    """The adoption without what the loader refuses, and the proof of it."""
    without: dict[Place, Text] = {}
    for _ in range(_ROUNDS):
        adoption = adoption_of(types(), readings, asked, without=without)
        text = written(adoption, ())
        if len(text.text.encode()) > MAX_BYTES:
            raise _too_large(len(adoption.client.conversions))
        proof = prove_text(text.text, readings)
        errors = [item for item in proof.problems if item.is_error and item.span is not None]
        refused = {text.place(item.span.line): refused_text(item.summary) for item in errors if item.span is not None}
        narrow = {_narrow(place, adoption.client): reason for place, reason in refused.items()}
        fresh = {place: reason for place, reason in narrow.items() if place not in without and len(place) > 1}
        if not fresh:
            break
        without |= fresh
    return adoption, proof


def _narrow(place: Place, client: Client) -> Place:
    """A place that is refused, or the part of it to leave out first: the moment of a conversion's tags, then these."""
    conversion = client.by_name.get(place[1]) if len(place) == 2 and place[0] == "conversions" else None
    if conversion is None or conversion.tag is None:
        return place
    return (*place, "when" if conversion.tag.trigger is not None else "tag")


def written(
    adoption: Adoption,
    unexpressed: Sequence[Unexpressed],
    *,
    changed: bool = False,
    language: Language = Language.EN,
) -> Written:
    """The text of an adoption, with its head and what is left out at its end."""
    from microconv.config.writer import write

    return write(
        adoption.client,
        spoken(adoption.comments, language),
        head=[line.of(language) for line in head_of(adoption, changed=changed)],
        foot=[line.of(language) for line in foot_of(adoption, unexpressed)],
        share=True,
    )


def both(
    first: Mapping[Place, tuple[Text, ...]], second: Mapping[Place, tuple[Text, ...]]
) -> dict[Place, tuple[Text, ...]]:
    """Comments of two sources, those of the first one before."""
    places = {**first, **second}
    return {place: (*first.get(place, ()), *second.get(place, ())) for place in places}
