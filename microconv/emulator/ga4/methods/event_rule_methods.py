"""The five methods that event create rules and event edit rules have alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from microconv.emulator.ga4.access import find_stream, parse_name
from microconv.emulator.ga4.errors import invalid, not_found
from microconv.emulator.ga4.field_behavior import is_set, refuse_output_only
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import EVERYTHING, read_mask
from microconv.emulator.ga4.methods.event_rule_parts import check_room
from microconv.emulator.ga4.model_data_streams import EventCreateRule, EventEditRule
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.model_data_streams import DataStream

Rule = TypeVar("Rule", EventCreateRule, EventEditRule)
#: Works out a rule: (call, the message given, its stream, the update mask, the rule as it is or None) -> the new one.
Draft = Callable[["Call", Any, "DataStream", frozenset[str], Rule | None], Rule]


@dataclass(frozen=True, slots=True)
class EventRuleMethods(Generic[Rule]):
    """The methods of one kind of rule.

    collection: the word in resource names.
    resource: the resource's field in create and update requests.
    items: the repeated field of the list response, and of the data stream.
    output_only: the resource's output-only fields.
    draft: works out the rule a create (mask ``*``) or an update asks for; the id is set afterwards.
    write: fills the message of a rule: (message, resource name, rule).
    limit: the policy with the number of rules a stream may have.
    history: the type in the change history; None if the API does not show these changes.
    """

    collection: str
    resource: str
    items: str
    output_only: tuple[str, ...]
    draft: Draft[Rule]
    write: Callable[[Any, str, Rule], None]
    limit: str
    history: str | None

    def create(self, call: Call) -> None:
        """Make a rule.

        Raises ApiError: INVALID_ARGUMENT, or the stream's limit; see also find_stream.
        """
        owner, stream = self._stream(call)
        if stream.type != "WEB_DATA_STREAM" and not call.world.policies["event_rules_on_app_streams"]:
            raise invalid("Event rules are supported for web streams only.", "parent")
        given = getattr(call.request, self.resource)
        refuse_output_only(call, [name for name in self.output_only if is_set(given, name)], self.resource)
        drafted = self.draft(call, given, stream, frozenset({EVERYTHING}), None)
        check_room(self._rules(stream), self.limit, call.world.policies)
        rule = replace(drafted, id=call.world.ga4.new_id())
        self._rules(stream)[rule.id] = rule
        self._record(call, owner, stream, None, rule)
        self.write(call.response, self._name(owner, stream, rule), rule)

    def get(self, call: Call) -> None:
        """One rule.

        Raises ApiError (NOT_FOUND); see also find_stream.
        """
        owner, stream, rule = self._find(call, call.request.name, "name")
        self.write(call.response, self._name(owner, stream, rule), rule)

    def list(self, call: Call) -> None:
        """The rules of a data stream."""
        owner, stream = self._stream(call)
        listed, call.response.next_page_token = page(call, self._rules(stream).values())
        for rule in listed:
            self.write(getattr(call.response, self.items).add(), self._name(owner, stream, rule), rule)

    def update(self, call: Call) -> None:
        """Change what the mask names.

        Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also find_stream.
        """
        given = getattr(call.request, self.resource)
        owner, stream, rule = self._find(call, given.name, f"{self.resource}.name")
        mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
        refuse_output_only(call, mask.intersection(self.output_only), self.resource)
        changed = self.draft(call, given, stream, mask, rule)
        self._rules(stream)[rule.id] = changed
        self._record(call, owner, stream, rule, changed)
        self.write(call.response, self._name(owner, stream, changed), changed)

    def delete(self, call: Call) -> None:
        """Delete a rule. The other rules keep their processing order.

        Raises ApiError (NOT_FOUND); see also find_stream.
        """
        owner, stream, rule = self._find(call, call.request.name, "name")
        del self._rules(stream)[rule.id]
        self._record(call, owner, stream, rule, None)

    # ---- parts of a request

    def _stream(self, call: Call) -> tuple[Property, DataStream]:
        return find_stream(call, *parse_name(call.request.parent, "properties/*/dataStreams/*", "parent"))

    def _find(self, call: Call, name: str, field: str) -> tuple[Property, DataStream, Rule]:
        template = f"properties/*/dataStreams/*/{self.collection}/*"
        property_id, stream_id, rule_id = parse_name(name, template, field)
        owner, stream = find_stream(call, property_id, stream_id)
        rule = self._rules(stream).get(rule_id)
        if rule is None:
            raise not_found()
        return owner, stream, rule

    def _rules(self, stream: DataStream) -> dict[int, Rule]:
        rules: dict[int, Rule] = getattr(stream, self.items)
        return rules

    def _name(self, owner: Property, stream: DataStream, rule: Rule) -> str:
        return f"{owner.name}/dataStreams/{stream.id}/{self.collection}/{rule.id}"

    def _record(self, call: Call, owner: Property, stream: DataStream, before: Rule | None, after: Rule | None) -> None:
        rule = before or after
        if self.history is not None and rule is not None:
            record(call, owner, self.history, self._name(owner, stream, rule), before, after)
