"""The subject of an audit: the readings, the counts, the config if there is one, and the day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from microconv.analysis.evidence import Evidence
from microconv.analysis.judgement import Judgement, judgements, pages_of, traits_of
from microconv.analysis.lines import Setting, entry
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign
from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.client import DEFAULT_PREFIX, AuditSettings, Client
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind
from microconv.core.diagnostics import Span
from microconv.core.facts import AccountFacts
from microconv.core.ga4_import import import_identity, name_identity
from microconv.core.kinds import ACTION, EVENT_RULE, KEY_EVENT
from microconv.core.measures import COUNTS, Counted, Measures
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.text import Text

_NOTHING = Counted()


@dataclass(frozen=True)
class Subject:
    """An account, or an account and a property, as an audit sees them. Everything is computed at its first use.

    `today`: the day of the audit. `client`: None without a config. `last_report`: the day of the last monthly report.
    """

    readings: tuple[Reading, ...]
    today: datetime.date
    client: Client | None = None
    prefix: str = DEFAULT_PREFIX
    last_report: datetime.date | None = None

    @cached_property
    def answers(self) -> dict[object, Any]:
        """The answers to the questions that are asked `once`."""
        return {}

    @cached_property
    def settings(self) -> AuditSettings:
        """The config's settings for audits."""
        return self.client.audit if self.client else AuditSettings()

    def reading(self, provider: str) -> Reading | None:
        """The reading of one API, if there is one."""
        return next((item for item in self.readings if item.provider == provider), None)

    @cached_property
    def ads(self) -> AccountFacts:
        """Facts of the Google Ads account."""
        reading = self.reading("google_ads")
        return reading.facts if reading else AccountFacts()

    @cached_property
    def ga4(self) -> AccountFacts:
        """Facts of the GA4 property."""
        reading = self.reading("ga4")
        return reading.facts if reading else AccountFacts()

    @cached_property
    def customer_id(self) -> str:
        """The Google Ads account's number with dashes, empty for none."""
        reading = self.reading("google_ads")
        return reading.account if reading else ""

    @cached_property
    def property_id(self) -> str:
        """The GA4 property's number, empty for none."""
        reading = self.reading("ga4")
        return reading.account if reading else ""

    def measures(self, provider: str) -> Measures | None:
        """The counts of one API, if anybody asked."""
        reading = self.reading(provider)
        return reading.measures if reading else None

    def live(self, type_name: str) -> tuple[Live, ...]:
        """Live objects of one type, by name; removed ones and Google's own too."""
        return self._by_type.get(type_name, ())

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Live, ...]]:
        by_type: dict[str, list[Live]] = {}
        for reading in self.readings:
            for item in reading.resources:
                by_type.setdefault(item.address.type, []).append(item)
        return {
            name: tuple(sorted(items, key=lambda item: (item.address.name, item.id))) for name, items in by_type.items()
        }

    @cached_property
    def actions(self) -> tuple[Live, ...]:
        """Conversion actions that are recorded: enabled, whoever they belong to."""
        return tuple(item for item in self.live(ACTION) if item.action.enabled)

    @cached_property
    def own(self) -> tuple[Live, ...]:
        """Recorded actions that somebody set up in this account: neither Google's own nor another account's."""
        never = {Standing.SYSTEM, Standing.OTHER_OWNER, Standing.REMOVED}
        return tuple(item for item in self.actions if item.standing not in never)

    @cached_property
    def key_events(self) -> tuple[Live, ...]:
        """GA4's key events."""
        return self.live(KEY_EVENT)

    @cached_property
    def bidding(self) -> BiddingInputs:
        """The state that decides which actions bidding uses."""
        reading = self.reading("google_ads")
        return bidding_inputs(reading.resources if reading else ())

    @cached_property
    def bidding_actions(self) -> Mapping[str, BiddingAction]:
        """The actions as bidding sees them, by id."""
        return {item.id: item for item in self.bidding.actions}

    @cached_property
    def used(self) -> frozenset[str]:
        """The ids of the actions that bidding uses in some campaign, or by the account's goals where there is none."""
        return self.bidding.used_anywhere()

    @cached_property
    def used_by_campaign(self) -> Mapping[str, frozenset[str]]:
        """The ids of the actions that bidding uses in each campaign, by its number; empty where there are none."""
        return self.bidding.by_campaign()

    @cached_property
    def kinds_of_campaigns(self) -> tuple[Campaign, ...]:
        """One campaign of each kind of goal settings."""
        return tuple({place.decisive: place for place in self.bidding.campaigns or ()}.values())

    def places(self, identifier: str) -> list[str]:
        """The campaigns in which bidding uses an action, by name; empty too where there are no campaigns."""
        used = self.used_by_campaign
        return sorted(place.name for place in self.bidding.campaigns or () if identifier in used[place.id])

    def primary(self, item: Live) -> bool:
        """True if an action is enabled and primary."""
        action = item.action
        return action.enabled and action.primary

    def declared(self, item: Live) -> Conversion | None:
        """The conversion of the config that an action or key event belongs to."""
        return self._declared.get((item.address.type, item.identity))

    @cached_property
    def _declared(self) -> Mapping[tuple[str, str], Conversion]:
        conversions: dict[tuple[str, str], Conversion] = {}
        for conversion in self.client.conversions if self.client else ():
            if conversion.event is not None:
                conversions[KEY_EVENT, conversion.event] = conversion
            if conversion.source == GA4_IMPORT:
                property_id = self.client.property_id if self.client else ""
                conversions[ACTION, import_identity(property_id, str(conversion.event))] = conversion
            elif conversion.source is not None:
                conversions[ACTION, name_identity(conversion.name)] = conversion
        return conversions

    def decided(self, item: Live) -> Conversion | None:
        """The same, unless nobody has decided yet what kind it is: a judgement never rests on what an import wrote."""
        conversion = self.declared(item)
        return None if conversion is None or conversion.kind is ConversionKind.UNDECIDED else conversion

    def judged(self, item: Live) -> Judgement:
        """The kind of an action or key event, with the reason and how sure it is."""
        return self._judgements.get(id(item)) or self._by_name[item.address.type, item.address.name, item.id]

    def micro(self, item: Live) -> bool:
        """True if an action or key event is a step, see `judged`."""
        return self.judged(item).step

    @cached_property
    def _judgements(self) -> Mapping[int, Judgement]:
        """The judgements by object: rules ask for each some thirty times."""
        there = (*self.live(ACTION), *self.key_events)
        return {id(item): self._by_name[item.address.type, item.address.name, item.id] for item in there}

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str, str], Judgement]:
        pages, judged = pages_of(self.live(EVENT_RULE)), {}
        for item in (*self.live(ACTION), *self.key_events):
            decided, count = self.decided(item), self.counted(item).all if self.has_counts else None
            judged[item.address.type, item.address.name, item.id] = traits_of(
                item, decided, self.prefix, self.currency, count, pages
            )
        return judgements(judged)

    def counted(self, item: Live) -> Counted:
        """The counts of an action; zeros where it counted nothing. Ask only with Need.COUNTS."""
        return self._counted.get(item.id, _NOTHING)

    @cached_property
    def _counted(self) -> Mapping[str, Counted]:
        measures = self.measures("google_ads")
        return measures.actions if measures else {}

    def events(self, name: str) -> int:
        """The number of times that a GA4 event happened lately. Ask only with Need.EVENTS."""
        measures = self.measures("ga4")
        return measures.events.get(name, 0) if measures else 0

    @cached_property
    def currency(self) -> str:
        """The Google Ads account's currency, else the property's, else the config's; may be empty."""
        known = (self.ads.customer.currency_code, self.ga4.property.currency_code)
        return next((item for item in known if item), self.client.currency if self.client else "")

    def of(self, item: Live, seen: Text, lines: str = "") -> Evidence:
        """Evidence about one live object."""
        conversion = self.declared(item)
        span = conversion.span if conversion else None
        return Evidence(str(item.address), item.address.name, seen, item.id, span, lines)

    def of_conversion(self, conversion: Conversion, seen: Text, lines: str = "") -> Evidence:
        """Evidence about a conversion of the config."""
        address = Address("conversion", conversion.name)
        return Evidence(str(address), conversion.name, seen, span=conversion.span, lines=lines)

    def of_account(self, provider: str, seen: Text, lines: str = "") -> Evidence:
        """Evidence about a whole account."""
        reading = self.reading(provider)
        account = reading.account if reading else ""
        return Evidence(str(Address(f"{provider}.account", account)), account, seen, lines=lines)

    def of_client(self, seen: Text, lines: str = "") -> Evidence:
        """Evidence about the config as a whole."""
        label = self.client.label if self.client else ""
        span = Span(self.client.path, 1, 1) if self.client and self.client.path else None
        return Evidence(str(Address("client", label)), label, seen, span=span, lines=lines)

    @cached_property
    def relevant(self) -> tuple[Live, ...]:
        """Actions whose settings matter: those that people can change here, and what bidding uses; none that ended."""
        idle = {Standing.OTHER_OWNER, Standing.FIXED}
        there = (item for item in self.actions if item.standing not in idle or item.id in self.used)
        return tuple(x for x in there if x.standing is not Standing.SYSTEM and not x.action.ended)

    def for_bidding(self, item: Live) -> bool:
        """True if bidding uses an action; where the goals could not be read, if it is primary."""
        return self.primary(item) if self.ads.account.warning else item.id in self.used

    @cached_property
    def bids_for_results(self) -> bool:
        """True if bidding uses a final conversion."""
        return any(self.for_bidding(item) and not self.micro(item) for item in self.actions)

    def role(self, item: Live) -> str:
        """An action's role as the config writes it."""
        return "primary" if item.action.primary else "secondary"

    def lines(self, item: Live, /, **settings: Setting) -> str:
        """Config lines that give the conversion of a live object these settings; empty where the config has none."""
        conversion = self.declared(item)
        return entry(conversion.name, **settings) if conversion else ""

    def owner(self, item: Live) -> str:
        """The account that a conversion action belongs to, with dashes."""
        managed = self.ads.owner.managed is True
        return item.owner or str(self.ads.owner.account if managed else self.customer_id)

    @cached_property
    def has_counts(self) -> bool:
        """True if conversions were counted: for rules that can do without, see Need.COUNTS."""
        measures = self.measures("google_ads")
        return measures is not None and COUNTS not in measures.missing

    @cached_property
    def config(self) -> Client:
        """The config, or an empty one: for rules that ask no more than what it says."""
        return self.client or Client(label="", conversions=())

    @cached_property
    def until(self) -> datetime.date:
        """The day before which conversions were counted; the day of the audit where nobody counted."""
        measures = self.measures("google_ads")
        return measures.until if measures else self.today

    @cached_property
    def event_counts(self) -> Mapping[str, int]:
        """The GA4 events that happened lately, by name; none where nobody counted. Ask only with Need.EVENTS."""
        measures = self.measures("ga4")
        return measures.events if measures else {}

    @cached_property
    def missing_measures(self) -> Mapping[str, str]:
        """The measures of the Google Ads account that could not be read, with the reasons: see Measures.missing."""
        measures = self.measures("google_ads")
        return measures.missing if measures else {}
