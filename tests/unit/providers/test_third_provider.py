"""A third provider, of which nothing outside this file knows: it plans, syncs and rolls back like the others.

Its API keeps notes of what a conversion is for, in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from microconv.clock import utc_now
from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.errors import RefusedError
from microconv.core.plan import Action, Change
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Address, Live, Reading, Target
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.value import Scalar
from microconv.fleet.tasks.settle import SettleTask
from microconv.fleet.tasks.settle import compute as settle
from microconv.loading import read_snapshot, take_snapshot
from microconv.project import Project
from microconv.providers.registry import Row, register, registered
from microconv.reconcile.past import find_run
from tests.strategies import conversion

NOTE = ResourceType(
    name="notebook.note",
    provider="notebook",
    title="notes",
    attributes=(
        Attribute("name", Kind.TEXT, "The conversion.", "made up", derive=lambda one, client: one.name),
        Attribute("text", Kind.TEXT, "Its label.", "made up", derive=lambda one, client: one.label),
    ),
    target=lambda one, client: Target(one.name, one.name),
    demoted={},
    batch=1,
    check=lambda one, client: (),
)


@dataclass
class Notebook:
    """One account of the API, and its provider.

    notes: the content of the account, by resource name.
    name: that of the provider.
    account: that of the account.
    types: the types that it has.
    calls: the API calls made so far.
    steps: those that were carried out.
    """

    notes: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    name: str = "notebook"
    account: str = "desk"
    types: tuple[ResourceType, ...] = (NOTE,)
    calls: int = 0
    steps: list[Step] = field(default_factory=list)

    def read(self) -> Reading:
        self.calls += 1
        live = tuple(
            Live(Address(NOTE.name, str(state["name"])), key, str(state["name"]), MappingProxyType(dict(state)))
            for key, state in self.notes.items()
        )
        return Reading(self.name, self.account, live, calls=1, types=frozenset({NOTE.name}))

    def apply(self, step: Step) -> Sequence[Outcome]:
        self.calls += 1
        self.steps.append(step)
        return [self._carry_out(change) for change in step.changes]

    def _carry_out(self, change: Change) -> Outcome:
        key = change.id or f"notes/{len(self.notes) + 1}"
        if change.action is Action.REMOVE:
            del self.notes[key]
        else:
            self.notes.setdefault(key, {}).update({item.name: item.after for item in change.attributes})
        return Outcome(change, Status.APPLIED)


def row_of(desk: Notebook) -> Row:
    def opened(connection: Any, accounts: Any, needs: frozenset[str], **clock: Any) -> Notebook:
        assert NOTE.name in needs
        return connection

    return Row("notebook", "Notebook", lambda _: "desk", (NOTE,), "v1", lambda *_: desk, opened, opened)


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    desk = Notebook()
    with registered(row_of(desk)):
        yield desk


CART = replace(conversion("mv_cart"), label="The cart")


def project(*conversions: Conversion, state: Path) -> Project:
    return Project(Client("aoi", conversions), connections=Connections(), state=state)


def test_it_plans_syncs_and_rolls_back(notebook: Notebook, tmp_path: Path) -> None:
    first = project(CART, state=tmp_path)
    plan = first.plan()
    assert (plan.accounts, plan.apis) == ((("notebook", "desk"),), tuple(sorted((*_built_in(), ("notebook", "v1")))))
    assert [(item.action, str(item.address)) for item in plan.changes] == [(Action.CREATE, 'notebook.note["mv_cart"]')]
    assert first.apply(plan).in_sync
    assert notebook.notes == {"notes/1": {"name": "mv_cart", "text": "The cart"}}
    assert [step.provider for step in notebook.steps] == ["notebook"]
    assert notebook.calls == 4  # read, read again before the write, write, read again

    second = project(replace(CART, label="A full cart"), state=tmp_path)
    result = second.apply(second.plan())
    assert (result.in_sync, notebook.notes["notes/1"]["text"]) == (True, "A full cart")

    past = find_run(tmp_path / "journal", result.run)
    back = Project(past.accounts, connections=Connections(), state=tmp_path)
    undone = back.apply(back.undo(past), undoes=past)
    assert (undone.in_sync, notebook.notes["notes/1"]["text"]) == (True, "The cart")


def test_what_it_made_is_removed_again(notebook: Notebook, tmp_path: Path) -> None:
    made = project(CART, state=tmp_path)
    past = find_run(tmp_path / "journal", made.apply(made.plan()).run)
    back = Project(past.accounts, connections=Connections(), state=tmp_path)
    assert back.undo(past).changes == ()
    plan = back.undo(past, remove=True)
    assert back.apply(plan, Limits(allow=tuple(Allow)), undoes=past).in_sync
    assert notebook.notes == {}


def test_a_run_of_it_is_neither_rolled_back_nor_settled_without_it(tmp_path: Path) -> None:
    notebook = Notebook()
    with registered(row_of(notebook)):
        made = project(CART, state=tmp_path)
        past = find_run(tmp_path / "journal", made.apply(made.plan()).run)
    back = Project(past.accounts, connections=Connections(), state=tmp_path)
    with pytest.raises(RefusedError, match="aoi: nothing was changed") as refused:
        back.undo(past, remove=True)
    with pytest.raises(RefusedError) as unsettled:
        settle(SettleTask(past), Connections(), None)
    for error in (refused.value, unsettled.value):
        assert [item.code for item in error.refusals] == ["no-provider"]
        assert "changed objects of notebook, which is not registered here" in error.refusals[0].summary
    assert notebook.notes == {"notes/1": {"name": "mv_cart", "text": "The cart"}}


def test_its_account_is_locked_snapshot_and_audited(notebook: Notebook, tmp_path: Path) -> None:
    one = project(CART, state=tmp_path)
    with one.locked():
        assert [path.name for path in (tmp_path / "locks").iterdir()] == ["notebook-desk.lock"]
    one.apply(one.plan())
    path = tmp_path / "live.json"
    path.write_text(take_snapshot(one.measured(), utc_now()))
    assert one.plan(read_snapshot([path])).empty
    assert one.audit().label == "aoi"


def test_it_stands_beside_the_others_and_goes_again(notebook: Notebook) -> None:
    with pytest.raises(ValueError, match="a provider notebook is registered already"):
        register(Row("notebook", "", lambda _: "", (), "", lambda *_: None, notebook, notebook))  # type: ignore[arg-type]


def test_nothing_is_left_of_it(tmp_path: Path) -> None:
    assert Project(Client("aoi", ()), state=tmp_path).plan().accounts == ()


def _built_in() -> tuple[tuple[str, str], ...]:
    from microconv.providers import API_VERSIONS

    return API_VERSIONS
