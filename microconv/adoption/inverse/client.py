"""From the readings of a client's accounts to the client that a config would declare: nothing to change."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from microconv.adoption.inverse import texts
from microconv.adoption.inverse.account import client_of, currency_of
from microconv.adoption.inverse.conversions import Inverter, NotSayableError, name_of_event
from microconv.adoption.inverse.event_rules import rules_by_event
from microconv.adoption.inverse.existing import ExistingConfig
from microconv.adoption.inverse.goals import Around, GoalInverter
from microconv.adoption.inverse.leftovers import settled
from microconv.adoption.inverse.result import Adoption, Asked, Comments, Place, Unexpressed
from microconv.adoption.inverse.with_container import with_container
from microconv.analysis.subject import Subject
from microconv.analysis.worth import unchosen
from microconv.core import naming
from microconv.core.account_ids import Accounts
from microconv.core.action_state import ActionState
from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.client import Client, Goals, Unlisted
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role
from microconv.core.event_rule import RuledEvent
from microconv.core.facts import combined
from microconv.core.frozen import FrozenDict
from microconv.core.ga4_import import imported_from
from microconv.core.kinds import ACTION, EVENT_RULE, KEY_EVENT, PREFIXED
from microconv.core.object_name import object_name
from microconv.core.planning.google_actions import advices
from microconv.core.planning.scope import standing_of
from microconv.core.resource import Live, Reading, Standing, of_type
from microconv.core.schema import ResourceType
from microconv.core.text import NO_TEXT, Text, joined
from microconv.core.value import draw


def adopt(
    types: Sequence[ResourceType],
    readings: Sequence[Reading],
    asked: Asked,
    *,
    without: Mapping[Place, Text] = FrozenDict({}),
    existing_config: ExistingConfig | None = None,
) -> Adoption:
    """The client whose plan against `readings` is empty, as far as a config can say what is live.

    `without` are places to leave out, with the reason. `beside` is an existing config: then only what it does not
    declare is adopted, to be added to it.
    """
    return settled(
        types, readings, _Whole(types, readings, asked, existing_config, without).adoption(), without, existing_config
    )


class _Whole:
    def __init__(
        self,
        types: Sequence[ResourceType],
        readings: Sequence[Reading],
        asked: Asked,
        existing_config: ExistingConfig | None,
        without: Mapping[Place, Text],
    ) -> None:
        self._types = types
        self._readings = tuple(readings)
        self._asked = asked
        self._without = without
        self._live = [item for reading in readings for item in reading.resources]
        self._left = [item for item in self._live if existing_config is None or item.id not in existing_config.listed]
        self._facts = combined(reading.facts for reading in readings)
        self._comments = Comments()
        self._unexpressed: list[Unexpressed] = []
        self._notes: list[Text] = []
        self._taken = set() if existing_config is None else set(existing_config.taken)
        self._inverter = Inverter(asked, types, currency_of(self._facts, self._live), self._comments)
        self._names: dict[str, str] = {} if existing_config is None else dict(existing_config.listed)
        self._claimed: set[str] = set()
        self._event_rules: tuple[RuledEvent, ...] = ()
        others = () if existing_config is None else existing_config.client.event_rules
        self._ruled_elsewhere = frozenset(item.event for item in others)
        self._advices = advices(self._live, bidding_inputs(self._live))

    def adoption(self) -> Adoption:
        """All that can be said."""
        declared = self._rules(self._events(self._imports(self._actions())))
        unchosen_ = self._with_unchosen_values()
        conversions = [self._inverter.without_value(item) if item.name in unchosen_ else item for item in declared]
        around = Around(
            self._names,
            {item.id: item.address.name for item in of_type(self._live, ACTION)},
            bool(self._facts.owner.account) and self._facts.owner.managed is not True,
        )
        inverter = GoalInverter(self._asked, self._types, self._left, around, self._comments)
        goals = inverter.goals() if self._asked.accounts.customer_id else Goals()
        self._unexpressed += inverter.unexpressed
        self._tell_owner(around.owned_elsewhere)
        kept = any(_is_prefixed(item, self._asked.prefix) for item in self._unexpressed)
        if kept:
            self._comments.say(("unlisted",), texts.kept(self._asked.prefix))
        client = replace(
            client_of(self._asked, self._facts, self._live),
            conversions=tuple(sorted(conversions, key=_order)),
            goals=goals,
            event_rules=self._event_rules,
            unlisted=Unlisted.KEEP if kept else Unlisted.DEMOTE,
        )
        client, notes = with_container(
            self._types, self._readings, self._asked, client, self._names, self._comments, self._without
        )
        self._notes += notes
        emulated = self._facts.emulated is True
        return Adoption(client, self._comments.frozen(), tuple(self._notes), tuple(self._unexpressed), emulated)

    # ---- conversions

    def _with_unchosen_values(self) -> frozenset[str]:
        """The conversions of actions whose value is still the one that Google offers, as audits judge it."""
        subject = Subject(self._readings, datetime.date.min, prefix=self._asked.prefix)
        tags = (item for item in of_type(self._left, ACTION) if item.standing is Standing.NORMAL)
        return frozenset(self._names[item.id] for item in tags if item.id in self._names and unchosen(subject, item))

    def _leave(self, live: Live, why: Text, hint: Text = NO_TEXT) -> None:
        self._unexpressed.append(Unexpressed(live.address, why, hint))

    def _actions(self) -> list[Conversion]:
        """The actions that microconv could have made. The rest is noted."""
        conversions: list[Conversion] = []
        for live in sorted(of_type(self._left, ACTION), key=_by_name):
            if live.standing is not Standing.NORMAL:
                self._tell(live)
                continue
            try:
                made = self._checked(self._inverter.action(live))
            except NotSayableError as error:
                self._leave(live, error.why, error.hint)
                continue
            if made.name in self._taken:
                self._leave(live, texts.NAMESAKE, texts.RENAME_ONE)
                continue
            self._names[live.id] = made.name
            self._taken.add(made.name)
            conversions.append(made)
        return conversions

    def _checked(self, conversion: Conversion, first: Text = NO_TEXT) -> Conversion:
        """The conversion without what the API is known to refuse. Raises NotSayableError, with `first` if given."""
        alone = Client("", (conversion,), accounts=Accounts(self._asked.accounts.customer_id))
        for problem in (problem for kind in self._types for problem in kind.check(conversion, alone)):
            if problem.key not in conversion.settings:
                raise NotSayableError(first or problem.summary, problem.hint)
            rest = {key: value for key, value in conversion.settings.items() if key != problem.key}
            made = self._checked(replace(conversion, settings=FrozenDict(rest)), first or problem.summary)
            self._comments.say(("conversions", conversion.name), texts.stays(problem.summary))
            return made
        return conversion

    def _imports(self, conversions: list[Conversion]) -> list[Conversion]:
        """The actions that Google imports from the property's key events."""
        key_events = {item.identity: item for item in of_type(self._left, KEY_EVENT)}
        used = {item.event for item in conversions}
        elsewhere = {item.identity for item in of_type(self._live, KEY_EVENT)} - {*key_events}
        for live in sorted(of_type(self._left, ACTION), key=_by_name):
            property_id, event = imported_from(live.identity) or ("", "")
            if live.standing is not Standing.IMPORTED or not event or property_id != self._asked.accounts.property_id:
                continue
            if event in used:
                self._note(live, texts.another_import(event))
                continue
            if event in elsewhere or event in self._ruled_elsewhere:
                why = texts.listed_as_rule if event in self._ruled_elsewhere else texts.listed_elsewhere
                self._note(live, why(event))
                continue
            name = self._name(event, live.address.name)
            key_event = key_events.get(event)
            try:
                if key_event is None:
                    raise NotSayableError(texts.no_key_event(event), texts.MARK_AGAIN)
                conversions.append(self._checked(self._inverter.imported(live, event, name, key_event)))
            except NotSayableError as error:
                self._leave(live, error.why, error.hint)
                continue
            self._names[live.id] = name
            self._taken.add(name)
            used.add(event)
            self._claimed.add(key_event.id)
            self._renamed(event, name)
            category = ActionState(live.state).category
            self._comments.say(("conversions", name), texts.called(live.address.name, category))
        return conversions

    def _events(self, conversions: list[Conversion]) -> list[Conversion]:
        """Key events: with the action of the same name where its value is known, else alone."""
        by_name = {item.name: number for number, item in enumerate(conversions)}
        used = {item.event for item in conversions if item.event}
        for live in sorted(of_type(self._left, KEY_EVENT), key=_by_name):
            if live.id in self._claimed or live.address.name in used:
                continue
            event = live.address.name
            if event in self._ruled_elsewhere:
                self._note(live, texts.listed_as_rule(event))
                continue
            number = by_name.get(event)
            pairable = (
                number is not None and conversions[number].source != GA4_IMPORT and conversions[number].event is None
            )
            try:
                if number is not None and pairable and conversions[number].value is not None:
                    conversions[number] = self._inverter.joined(conversions[number], live)
                    self._names.setdefault(live.id, event)
                    continue
                name = self._name(event, f"{event} (GA4)")
                made = self._checked(self._inverter.event(live, name))
            except NotSayableError as error:
                self._leave(live, error.why, error.hint)
                continue
            if number is not None and pairable:
                self._comments.say(("conversions", name), texts.apart(event))
            self._renamed(event, name)
            self._taken.add(name)
            self._names[live.id] = name
            conversions.append(made)
        return conversions

    def _renamed(self, event: str, name: str) -> None:
        prefix = self._asked.prefix
        if naming.is_micro(event, prefix) and naming.check_micro(event, prefix):
            self._comments.say(("conversions", name), texts.renamed(event, name))

    def _name(self, event: str, other: str) -> str:
        return name_of_event(event, other, self._asked.prefix, self._taken)

    def _rules(self, conversions: list[Conversion]) -> list[Conversion]:
        """The conversions with the rules that make their events; the rest makes events that are no conversions."""
        live = of_type(self._left, EVENT_RULE)
        rules = rules_by_event(live, {item.event for item in conversions if item.event}, self._leave)
        ruled = [replace(item, rules=rules.pop(item.event or "", ())) for item in conversions]
        self._event_rules = tuple(RuledEvent(event, rules[event]) for event in sorted(rules))
        return ruled

    # ---- notes

    def _tell(self, live: Live) -> None:
        """An action that is not for a config to declare."""
        if live.standing is Standing.REMOVED:
            return
        property_id, event = imported_from(live.identity) or ("", "")
        ours = bool(event) and property_id == self._asked.accounts.property_id
        if live.standing is Standing.HIDDEN:
            self._note(live, texts.hidden_import(event) if ours else texts.HIDDEN)
        elif live.standing is Standing.IMPORTED and event:
            if not ours:
                self._note(live, texts.other_property(property_id))
        elif live.standing is Standing.IMPORTED:
            self._note(live, texts.OTHER_PRODUCT)
        else:
            self._note(live, joined(filter(None, (standing_of(live), self._advices.get(live.id))), "; ", "。"))

    def _note(self, live: Live, why: Text) -> None:
        self._notes.append(joined((object_name(live.address), why), ": ", ": "))

    def _tell_owner(self, elsewhere: bool) -> None:
        owner = self._facts.owner.account
        if elsewhere:
            self._notes.append(texts.owned_elsewhere(draw(owner)))
        refusal = self._facts.stream.refusal
        if refusal and self._asked.accounts.property_id:
            self._notes.append(texts.no_stream(refusal))


def _is_prefixed(item: Unexpressed, prefix: str) -> bool:
    return item.address.type in PREFIXED and naming.is_micro(item.address.name, prefix)


def _by_name(live: Live) -> tuple[str, str]:
    return live.address.name, live.id


def _order(conversion: Conversion) -> tuple[object, ...]:
    """Results before steps, primary before secondary, what Google Ads has before what only GA4 has, the dear first."""
    worth = conversion.value.amount if conversion.value is not None else None
    return (
        conversion.kind is ConversionKind.MICRO,
        conversion.role is not Role.PRIMARY,
        conversion.source is None,
        -(worth or 0.0),
        conversion.name,
    )
