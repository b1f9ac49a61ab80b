"""A conversion's tag as it can be had: adopted, made, or left to a tag that does the same."""

from __future__ import annotations

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.ga4_import import name_identity
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, GA4_TAG, OTHER_TAG, TRIGGER
from microconv.core.plan import Conflict, Waiting
from microconv.core.planning import container_others_texts as others_texts
from microconv.core.planning import container_texts as texts
from microconv.core.planning.container_index import ContainerIndex, Targets
from microconv.core.planning.same_target import same_label, sends_it_already
from microconv.core.resource import Desired, Live, frozen
from microconv.core.tag_manager import label_to_come
from microconv.core.tag_ownership import called
from microconv.core.text import Text
from microconv.core.value import Scalar

_WORTH = ("value", "currency")
_TAG, _TRIGGER = Text("tag", "タグ"), Text("trigger", "トリガー")


def tag_as_it_is(
    wanted: Desired, client: Client, index: ContainerIndex, targets: Targets
) -> Desired | Conflict | Waiting | Live:
    """The tag to compare with what is there, the reason why there is none, or the tag that sends the same already."""
    conversion = client.by_name[wanted.conversion]
    where = str(wanted.span or "")
    adopted = _adopted(conversion, wanted.address.type, index)
    missing = _missing(conversion, index)
    if missing is not None:
        return Conflict(wanted.address, *missing, where)
    live = adopted or index.by_identity(wanted)
    state: dict[str, Scalar] = dict(wanted.state)
    problem = _with_trigger(state, conversion, index, made=live is None) or _with_target(
        state, wanted, targets, adopted=live is not None
    )
    if isinstance(problem, tuple):
        return Conflict(wanted.address, *problem, where)
    if isinstance(problem, Text):
        return Waiting(wanted.address, problem, texts.A_LABEL)
    if live is None:
        other = sends_it_already(wanted.address.type, state, index)
        if other is not None:
            return other
        if index.name_taken(wanted) is not None:
            return Conflict(wanted.address, *texts.taken(state.get("name")), where)
    if adopted is not None:
        return _taken_over(wanted, state, adopted)
    others = live.state.get("fired_by") if live is not None and called(live) != state["name"] else ()
    if live is not None and isinstance(others, tuple) and others:
        return Conflict(wanted.address, *others_texts.in_a_sequence(called(live), others), where)
    if live is not None and conversion.tag is not None and conversion.tag.leaves_value:
        _keep(state, live, _WORTH)
    return wanted._replace(state=frozen(state))


def already_tagged(wanted: Desired, live: Live) -> Waiting:
    """A tag that waits, because a live one of another name sends the same."""
    if live.address.type == OTHER_TAG or "mentions" in live.state:
        return Waiting(wanted.address, others_texts.names_the_label(called(live)), texts.YOUR_WORD)
    what = live.state.get("event_name") or live.state.get("send_to")
    return Waiting(wanted.address, texts.already_tagged(called(live), what), texts.YOUR_WORD)


def _adopted(conversion: Conversion, kind: str, index: ContainerIndex) -> Live | None:
    names = conversion.tag.adopted.tags if conversion.tag else ()
    return next((live for name in names if (live := index.find(name, kind)) is not None), None)


def _missing(conversion: Conversion, index: ContainerIndex) -> tuple[Text, Text] | None:
    """The problem of something that is to be adopted and not there."""
    adopted = conversion.tag.adopted if conversion.tag else None
    for name in adopted.tags if adopted else ():
        if index.find(name, GA4_TAG, ADS_TAG) is None:
            return texts.not_there(_TAG, name)
    for name in adopted.triggers if adopted else ():
        if index.find(name, TRIGGER) is None:
            return texts.not_there(_TRIGGER, name)
    return None


def _with_trigger(
    state: dict[str, Scalar], conversion: Conversion, index: ContainerIndex, *, made: bool
) -> tuple[Text, Text] | None:
    """Let the tag fire on adopted triggers; without any, and without a moment of its own, an adopted one stays."""
    tag = conversion.tag
    adopted = [index.find(name, TRIGGER) for name in (tag.adopted.triggers if tag else ())]
    if adopted:
        state["fires_on"] = tuple(sorted(_line(called(one)) for one in adopted if one is not None))
    elif tag is None or tag.trigger is None:
        if made:
            return texts.NO_MOMENT, texts.NO_MOMENT_HINT
        del state["fires_on"]
    return None


def _line(name: str) -> str:
    """The line of a trigger, as the provider writes it: quoted where it could be taken for another kind of line."""
    return json_line(name) if name.startswith(('"', "number: ", "built-in: ")) else name


def _with_target(
    state: dict[str, Scalar], wanted: Desired, targets: Targets, *, adopted: bool
) -> tuple[Text, Text] | Text | None:
    """Let the tag send to the web stream, or to the label of its action."""
    if wanted.address.type == GA4_TAG:
        if "measurement_id" not in state and targets.stream:
            state["measurement_id"] = targets.stream
        known = "measurement_id" in state or adopted
        return None if known else (texts.NO_STREAM, texts.NO_STREAM_HINT)
    name = wanted.conversion
    if name in targets.send_tos:
        state["send_to"] = targets.send_tos[name]
    elif name in targets.new or (name in targets.live and not targets.read and not adopted):
        state["send_to"] = label_to_come(name)
    elif name not in targets.live:
        return texts.NO_ACTION
    elif targets.read:
        return texts.NO_LABEL
    return None


def _taken_over(wanted: Desired, state: dict[str, Scalar], live: Live) -> Desired:
    """The declaration of an adopted tag: it keeps its name, and parameters of which the config says nothing.

    Where a variable of the container has the id that it sends to, that stays as well: only a page tells what it holds.
    """
    state.pop("name", None)
    if "measurement_id" in state and "{{" in str(live.state.get("measurement_id") or "{{"):
        del state["measurement_id"]
    if "send_to" in state and same_label(live, str(state["send_to"])):
        del state["send_to"]
    _keep(state, live)
    named = live.identity == name_identity(live.address.name)
    target = wanted.target._replace(identity=live.identity, named=named, previously=())
    return wanted._replace(state=frozen(state), target=target)


def _keep(state: dict[str, Scalar], live: Live, names: tuple[str, ...] | None = None) -> None:
    """Add the live parameters of which the config says nothing: those of some `names`, or all."""
    ours, theirs = state.get("parameters"), live.state.get("parameters")
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        said = {line.partition(" = ")[0] for line in ours}
        kept = [(line.partition(" = ")[0], line) for line in theirs]
        more = [line for name, line in kept if name not in said and (names is None or name in names)]
        state["parameters"] = tuple(sorted((*ours, *more)))
