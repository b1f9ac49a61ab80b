"""The content of a workspace against what a plan showed: its own steps are expected, everything else is named."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.core.kinds import BUILT_IN_VARIABLE, GA4_TAG, TRIGGER
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.steps import Step
from microconv.core.resource import Address
from microconv.core.value import Scalar
from microconv.providers.tag_manager.as_shown import not_in_version, not_shown
from microconv.providers.tag_manager.reader import Seen
from tests.container import page_trigger, tag

TRIGGERED = page_trigger(1, "form 1", "/old")
THEIRS = {**tag(2, "theirs", "html", html="<b>"), "notes": "before"}
FOLDER = {"folderId": "7", "name": "folder"}


def seen(content: dict[str, Any], **said: Any) -> Seen:
    return Seen("accounts/1/containers/2/workspaces/3", ("microconv",), content, {}, None, said.get("status", {}))


def change(kind: str, action: Action, identifier: str = "", name: str = "mv_a", **after: Scalar) -> Change:
    attributes = tuple(AttributeChange(key, None, value) for key, value in after.items())
    return Change(action, Address(kind, name), (), attributes, identifier)


def step(*changes: Change) -> Step:
    return Step("tag_manager", changes)


BEFORE = {"trigger": [TRIGGERED], "tag": [THEIRS], "variable": [], "builtInVariable": []}


def after(**said: Any) -> dict[str, Any]:
    return {**BEFORE, **said}


def test_nothing_has_moved() -> None:
    assert not_shown(seen(BEFORE), [], seen(BEFORE)) == ()
    moved = {**THEIRS, "fingerprint": "9", "path": "elsewhere"}
    assert not_shown(seen(BEFORE), [], seen(after(tag=[moved]))) == ()


@pytest.mark.parametrize(
    "there",
    [
        after(tag=[{**THEIRS, "notes": "changed"}]),
        after(tag=[]),
        after(tag=[{**THEIRS, "paused": True}]),
    ],
)
def test_what_others_change_is_named(there: dict[str, Any]) -> None:
    assert not_shown(seen(BEFORE), [], seen(there)) == ("theirs",)


def test_what_others_add_is_named() -> None:
    there = after(tag=[THEIRS, tag(9, "new", "html")], builtInVariable=[{"type": "referrer", "name": "Referrer"}])
    assert not_shown(seen(BEFORE), [], seen(there)) == ("Referrer", "new")
    folder = {"workspaceChange": [{"folder": FOLDER, "changeStatus": "added"}]}
    assert not_shown(seen(BEFORE), [], seen(BEFORE, status=folder)) == ("folder",)


def test_what_a_step_changes_is_expected_and_nothing_else_of_the_object() -> None:
    pauses = step(change(GA4_TAG, Action.UPDATE, "tags/2", paused=True))
    done = {**THEIRS, "paused": True}
    assert not_shown(seen(BEFORE), [pauses], seen(after(tag=[done]))) == ()
    assert not_shown(seen(BEFORE), [pauses], seen(BEFORE)) == ("theirs",)
    assert not_shown(seen(BEFORE), [pauses], seen(after(tag=[{**done, "notes": "by 花子"}]))) == ("theirs",)


def test_what_a_step_removes_is_gone() -> None:
    removes = step(change(GA4_TAG, Action.REMOVE, "tags/2"))
    assert not_shown(seen(BEFORE), [removes], seen(after(tag=[]))) == ()
    assert not_shown(seen(BEFORE), [removes], seen(BEFORE)) == ("theirs",)


def test_what_a_step_makes_may_have_what_the_server_adds() -> None:
    makes = step(
        Change(Action.CREATE, Address(BUILT_IN_VARIABLE, "Page Path"), (), (AttributeChange("kind", None, "pagePath"),))
    )
    there = after(builtInVariable=[{"type": "pagePath", "name": "Page Path"}])
    assert not_shown(seen(BEFORE), [makes], seen(there)) == ()
    assert not_shown(seen(BEFORE), [makes], seen(BEFORE)) == ("builtInVariable pagePath",)
    made = step(
        Change(
            Action.CREATE,
            Address(TRIGGER, "mv_a"),
            (),
            (AttributeChange("name", None, "mv_a"), AttributeChange("kind", None, "pageview")),
        )
    )
    (entry,) = _sent(made)
    new = {**entry, "triggerId": "9", "uniqueTriggerId": {"type": "template"}, "fingerprint": "5"}
    assert not_shown(seen(BEFORE), [made], seen(after(trigger=[TRIGGERED, new]))) == ()
    odd = {**new, "notes": "by 花子"}
    assert not_shown(seen(BEFORE), [made], seen(after(trigger=[TRIGGERED, odd]))) != ()


def _sent(one: Step) -> list[Any]:
    from microconv.providers.tag_manager.writing import written

    return [entry.item for entry in written(one.changes, BEFORE, {}, new_ids=False).entries]


def test_a_version_has_what_the_workspace_had_and_no_more() -> None:
    workspace = seen(BEFORE)
    assert not_in_version(BEFORE, workspace) == ()
    assert not_in_version({**BEFORE, "folder": [FOLDER]}, workspace) == ("folder",)
    assert not_in_version(after(tag=[]), workspace) == ("theirs",)
    shown = {"workspaceChange": [{"folder": FOLDER, "changeStatus": "added"}]}
    assert not_in_version({**BEFORE, "folder": [FOLDER]}, seen(BEFORE, status=shown)) == ()
    assert not_in_version(BEFORE, seen(BEFORE, status=shown)) == ("folder",)
