"""The publication of a container as a change of a plan: what would go live with it, ours and others'."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from microconv.core.client import Client
from microconv.core.container_facts import Container, Unpublished, parse_unpublished
from microconv.core.json_text import json_line
from microconv.core.kinds import BUILT_IN_VARIABLE, CONTAINER, LIVE_VERSION, TAGS, TRIGGER, VARIABLE
from microconv.core.plan import Action, AttributeChange, Change, Danger
from microconv.core.planning.container_checks import Ours, container_of
from microconv.core.planning.limits import Allow
from microconv.core.publication import NEW, OTHERS, OURS, READ, SHOWN, VERSION, line_of, token_of, words_of
from microconv.core.resource import Live, Reading
from microconv.core.tag_manager import Publish
from microconv.core.text import Text, joined
from microconv.core.value import Lines, Scalar, draw

_COLLECTIONS = {
    BUILT_IN_VARIABLE: "built_in_variables",
    VARIABLE: "variables",
    TRIGGER: "triggers",
    **dict.fromkeys(TAGS, "tags"),
}
_HOW = {Action.CREATE: "added", Action.REMOVE: "deleted"}
_WANTED = Text("the config says `publish: ask`", "設定に `publish: ask` と書かれています")


def publication(client: Client, readings: Sequence[Reading], changes: Sequence[Change], ours: Ours) -> Iterator[Change]:
    """The publication, where the config asks for it and anything of ours would go live with it; nothing otherwise.

    It is pinned by the digest of all that differs from the live version before the plan is carried out, and the version
    is known by the digest of that and of what the plan changes in the container.
    """
    seen = container_of(readings)
    if seen is None or client.tag_manager.publish is not Publish.ASK:
        return
    reading, facts = seen
    there = {item.id: item for item in reading.resources}
    live = next((item for item in reading.resources if item.address.type == LIVE_VERSION), None)
    if live is None or facts.unpublished is None or facts.digest is None:
        return
    inside = [change for change in changes if change.address.type in CONTAINER]
    differing = list(map(parse_unpublished, facts.unpublished))
    own = [item for item in differing if ours.has(item, there)]
    lines = _lines(own, inside, there)
    if not lines:
        return
    others = tuple(sorted(_line(item) for item in differing if item not in own))
    yield Change(
        Action.UPDATE,
        live.address,
        (_WANTED,),
        (
            AttributeChange(VERSION, live.state.get(VERSION), _number(facts, inside)),
            AttributeChange(OURS, None, lines),
            *([AttributeChange(OTHERS, None, others)] if others else []),
            AttributeChange(READ, None, token_of(facts.digest)),
            AttributeChange(SHOWN, live.state.get(SHOWN), _shown(facts.digest, inside)),
        ),
        live.id,
    )


def _shown(digest: str, inside: Sequence[Change]) -> str:
    """The digest of a reading, by its own, and of the changes of it."""
    said = [
        [one.action.value, str(one.address), one.id, [[item.name, draw(item.after)] for item in one.attributes]]
        for one in inside
    ]
    return token_of(hashlib.sha256(json_line([digest, said]).encode()).hexdigest())


def _number(facts: Container, inside: Sequence[Change]) -> Scalar:
    """The version that is to go live: one to be made, or the latest where there is no workspace and nothing to do."""
    return NEW if facts.workspace or inside or not facts.latest_version else facts.latest_version


def _lines(own: Iterable[Unpublished], inside: Sequence[Change], there: dict[str, Live]) -> Lines:
    """Our objects that go live: those that are not yet, and those that the plan changes, each once."""
    how = {item.id: item.how for item in own}
    removed = {change.id for change in inside if change.action is Action.REMOVE}
    lines = {_line(item) for item in own if item.id not in removed}
    for change in inside:
        if change.action is Action.REMOVE and how.get(change.id) == "added":
            continue  # it never was live
        if change.action is Action.REMOVE or change.id not in how:
            done = _HOW.get(change.action, "updated")
            lines.add(line_of(done, _COLLECTIONS[change.address.type], _name(change, there)))
    return tuple(sorted(lines))


def _name(change: Change, there: dict[str, Live]) -> str:
    live = there.get(change.id)
    made = next((str(item.after) for item in change.attributes if item.name == "name" and item.after), "")
    return str(live.state.get("name", live.address.name)) if live is not None else made or change.address.name


def _line(item: Unpublished) -> str:
    return line_of(item.how, item.id.partition("/")[0], item.name or item.id.partition("/")[2])


def publishing_dangers(changes: Iterable[Change]) -> Iterator[Danger]:
    """The dangers of publishing: that anything goes live at all, and that others' changes go with it."""
    for change in changes:
        if change.address.type != LIVE_VERSION:
            continue
        said = {item.name: item.after for item in change.attributes}
        number, count, others = said.get(VERSION), _count(said.get(OURS)), said.get(OTHERS)
        what = Text("the workspace", "ワークスペース")
        if number != NEW:
            what = Text(f"version {number}", f"バージョン {number} ")
        yield Danger(
            Allow.PUBLISH,
            Text(
                f"the plan publishes {what.en} of {change.address.name}: {count.en} on the website",
                f"このプランは {change.address.name} の{what.ja}を公開し、{count.ja}の変更がサイトに反映されます",
            ),
            _LOOK_BACK if change.reasons != (_WANTED,) else _LOOK,
        )
        if others:
            yield Danger(Allow.PUBLISH_OTHERS, _with_others(others), _ASK_THEM)


def _count(lines: Scalar) -> Text:
    number = len(lines) if isinstance(lines, tuple) else 0
    return Text(f"{number} change{'' if number == 1 else 's'} go{'es' if number == 1 else ''} live", f"{number} 件")


def _with_others(lines: Scalar) -> Text:
    words = words_of(lines)
    return joined(
        [Text("changes of others would go live with it", "ほかの人による変更も同時に公開されます"), words], ": ", ": "
    )


_LOOK = Text(
    "look at what goes live; to leave that to a person, write `publish: never`",
    "公開される内容を確認してください。公開を担当者に任せる場合は `publish: never` と書いてください",
)
_LOOK_BACK = Text(
    "look at what goes live again, and what leaves the website",
    "再び公開される内容と、サイトからなくなる内容を確認してください",
)
_ASK_THEM = Text(
    "ask whoever made them, or have them published or abandoned in Tag Manager first",
    "変更した担当者に確認するか、先に Tag Manager で公開または破棄してもらってください",
)
