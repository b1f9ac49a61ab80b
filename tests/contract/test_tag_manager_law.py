"""The law that nothing is published that was not shown: on generated containers, with somebody else at work in them.

What goes live is compared with the plan and with what the workspace held when the plan was made, object by object. Only
that nobody publishes anything in the moment between the last look and the request to publish cannot be had.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microconv.core.errors import RefusedError
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.publication import OTHERS, OURS
from microconv.core.tag_manager import Publish, TagManager
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.emulator import World
from microconv.emulator.tag_manager.kinds import FOLDER, KINDS, TAG, TRIGGER
from microconv.emulator.tag_manager.model import Content
from microconv.project import Project
from microconv.providers.tag_manager.container import ReadContainer
from tests.contract.container_site import NEWSLETTER, PUBLIC_ID, Site, settle_in, step
from tests.contract.test_tag_manager_publishing import goes_live, release
from tests.heavy import examples

ANY = Limits(allow=tuple(Allow))
ASK = TagManager(publish=Publish.ASK)
Objects = dict[tuple[str, str], Any]

ACTS = (
    *("edit ours", "edit theirs in ours", "add in ours", "remove in ours", "switch on in ours", "folder in ours"),
    *("edit elsewhere", "add elsewhere", "folder elsewhere", "make a version", "publish a version"),
)
"""Deeds of somebody else, in our workspace or in the default one."""


def act(site: Site, what: str) -> None:
    """Somebody does something in Tag Manager."""
    stamp = site.world.tag_manager.stamp(0)
    if what in {"make a version", "publish a version"}:
        release(site, "Default Workspace", publish=what.startswith("publish"))
        return
    names = [one.name for one in site.container.workspaces.values()]
    name = "microconv" if "ours" in what and "microconv" in names else "Default Workspace"
    content = site.workspace(name).content
    fresh = site.container.new_object()
    if what.startswith("add"):
        own = {key: value for key, value in NEWSLETTER.items() if key not in {"tagId", "firingTriggerId"}}
        content.of(TAG)[fresh] = {**own, "name": f"added {fresh}", "firingTriggerId": [], "fingerprint": stamp}
    elif what.startswith("folder"):
        content.of(FOLDER)[fresh] = {"name": f"folder {fresh}", "fingerprint": stamp}
    elif what == "switch on in ours":
        content.built_in = [*content.built_in, *(["referrer"] if "referrer" not in content.built_in else [])]
    elif what == "remove in ours":
        content.of(TAG).pop("5", None)
    elif what == "edit ours":
        for tag in (*content.of(TAG).values(), *content.of(TRIGGER).values()):
            if str(tag["name"]).startswith("mv_"):
                tag.update(notes=f"by 花子 {fresh}", fingerprint=stamp)
    elif "5" in content.of(TAG):
        content.of(TAG)["5"].update(notes=f"by 花子 {fresh}", fingerprint=stamp)


def objects(content: Content | None) -> Objects:
    """The objects by kind and id."""
    if content is None:
        return {}
    found: Objects = {
        (kind.collection, number): {key: value for key, value in item.items() if key != "fingerprint"}
        for kind in KINDS
        for number, item in content.of(kind).items()
    }
    return found | {("built_in_variables", one): {"name": one} for one in content.built_in}


def live(site: Site) -> Content | None:
    return site.container.versions[site.container.live].content if site.container.live else None


def shown(site: Site) -> Content:
    """The content that a plan reads: of our workspace, or of the latest version."""
    names = {one.name: one for one in site.container.workspaces.values()}
    return copy.deepcopy(names["microconv"].content if "microconv" in names else site.container.latest_content)


def said(plan: Plan) -> set[tuple[str, ...]]:
    """The (how, collection, name) of all that a plan shows to go live."""
    attributes = goes_live(plan)
    lines = (*attributes.get(OURS, ()), *attributes.get(OTHERS, ()))
    return {tuple(line.split(" ", 2)) for line in lines}


def check(plan: Plan, before: Objects, seen: Objects, now: Objects) -> None:
    """Every object that is live otherwise than before was shown, and those of others are as they were then."""
    lines = said(plan)
    ours = {tuple(line.split(" ", 2))[2] for line in goes_live(plan).get(OURS, ())}
    for key in before.keys() | now.keys():
        if before.get(key) == now.get(key):
            continue
        how = "added" if key not in before else "deleted" if key not in now else "updated"
        name = str((now.get(key) or before[key])["name"])
        names = {name, "Page Path" if name == "pagePath" else name, "Referrer" if name == "referrer" else name}
        assert any((how, key[0], one) in lines for one in names), (how, key, name, lines)
        if not names & ours:
            assert now.get(key) == seen.get(key), (key, name)
        elif "notes" in now.get(key, {}):
            assert now[key]["notes"] == seen[key]["notes"], (key, name)


def _conversions(two: bool, amount: float) -> tuple[Any, ...]:
    first = replace(step(), value=replace(step().value, amount=amount))
    return (first, step("mv_sent", trigger=TagTrigger(TriggerKind.EVENT, "form_sent"))) if two else (first,)


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    earlier=st.lists(st.sampled_from(ACTS), max_size=4),
    synced=st.booleans(),
    published=st.booleans(),
    two=st.booleans(),
    meanwhile=st.lists(st.tuples(st.integers(1, 20), st.sampled_from(ACTS)), max_size=3),
    confirmed=st.booleans(),
    policy=st.sampled_from(["for the default workspace", "always"]),
)
def test_law_11_nothing_is_published_that_was_not_shown(
    world: World,
    agency: dict[str, Any],
    project: Callable[..., Project],
    earlier: list[str],
    synced: bool,
    published: bool,
    two: bool,
    meanwhile: list[tuple[int, str]],
    confirmed: bool,
    policy: str,
) -> None:
    site = Site(settle_in(world, agency, policies={"gtm_new_workspace_path": policy}))
    if synced:
        first = project(
            *_conversions(False, 300.0), container=PUBLIC_ID, tag_manager=ASK if published else TagManager()
        )
        first.apply(first.plan(), ANY)
    for what in earlier:
        act(site, what)
    made = project(*_conversions(two, 400.0), container=PUBLIC_ID, tag_manager=ASK)
    before, seen = objects(live(site)), objects(shown(site))
    plan = made.plan()
    todo = sorted(meanwhile)
    count = 0
    original = ReadContainer._call

    def counted(self: Any, run: Any, *, writing: bool) -> Any:
        nonlocal count
        count += 1
        while todo and todo[0][0] <= count:
            act(site, todo.pop(0)[1])
        return original(self, run, writing=writing)

    numbers: list[str] = []
    publishes = _published_numbers(site, numbers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadContainer, "_call", counted)
        publishes(patch)
        try:
            result = made.apply(plan, ANY, read_again=confirmed)
        except RefusedError:
            assert numbers == []
            return
    for number in numbers:
        check(plan, before, seen, objects(site.container.versions[number].content))
    assert bool(numbers) <= (goes_live(plan) != {}), result


def _published_numbers(site: Site, numbers: list[str]) -> Callable[[pytest.MonkeyPatch], None]:
    """Takes down the versions that are published over the API."""
    from microconv.providers.tag_manager.workspace import Container

    original = Container.publish

    def publish(self: Any, path: str, fingerprint: str) -> Any:
        made = original(self, path, fingerprint)
        numbers.append(path.rpartition("/")[2])
        return made

    return lambda patch: patch.setattr(Container, "publish", publish)
