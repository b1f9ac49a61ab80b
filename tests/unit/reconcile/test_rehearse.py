"""Changes are asked about before; what is refused is told once as a conflict, and not planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from stores import Account, AdsStore, Fault, Ga4Store
from strategies import action, client, conversion, goal, imported, key_event

from microconv.core.client import Goals, GoalSetting, Unlisted
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import AccessDeniedError, QuotaError, RejectedError, UnclearError
from microconv.core.kinds import ACCOUNT_GOAL, ACTION
from microconv.core.plan import Bidding, Change, Conflict, Plan
from microconv.core.planning.make import make_plan
from microconv.core.planning.refused import Refusals
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed
from microconv.core.resource import Address, Live, Standing
from microconv.core.text import Text
from microconv.project import Project
from microconv.providers import TYPES
from microconv.reconcile.rehearse import rehearsed

WANTED = conversion("mv_cart", source=GA4_IMPORT, event="mv_cart", role=Role.PRIMARY)
HIDDEN = imported("mv_cart", 1, Standing.HIDDEN)
SHOWN = imported("mv_cart", 1)
EVENT = key_event("mv_cart")


class Asked(Account):
    """A Google Ads account that refuses some attributes of imported actions, each for itself or all at once."""

    def __init__(self, *live: Live, refuses: Sequence[str] = (), field: bool = True) -> None:
        super().__init__(AdsStore(live))
        self.asked: list[list[tuple[str, list[str]]]] = []
        self._refuses = refuses
        self._field = field

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        self.calls += 1
        self.asked.append([(item.id, [one.name for one in item.attributes]) for item in changes])
        return [self._answer(change) for change in changes]

    def refuse(self, *names: str) -> None:
        """Refuse these attributes from now on."""
        self._refuses = names

    def _answer(self, change: Change) -> Outcome:
        refused = [item.name for item in change.attributes if item.name in self._refuses]
        if not refused:
            return Outcome(change, Status.APPLIED)
        code, place = (
            ("FieldError.IMMUTABLE_FIELD", refused[0]) if self._field else ("MutateError.MUTATE_NOT_ALLOWED", "")
        )
        return failed(change, RejectedError(api="google_ads", account="123-456-7890", code=code, message="no",
                                            target=str(change.address), field=place))  # fmt: skip


def plan_with(account: Account, *conversions, goals: Goals = Goals()) -> Plan:  # noqa: B008
    wanted = client(*(conversions or (WANTED,)), goals=goals)
    return Project(wanted, providers=[account, Account(Ga4Store([EVENT]))]).plan()


def sent(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(item.action.value, [one.name for one in item.attributes]) for item in plan.changes]


def told(plan: Plan) -> list[str]:
    assert all(item.refused for item in plan.conflicts)
    return [item.summary for item in plan.conflicts]


def test_what_google_takes_is_planned() -> None:
    account = Asked(HIDDEN)
    plan = plan_with(account)
    assert sent(plan) == [("update", ["status", "primary_for_goal"])]
    assert told(plan) == []
    assert len(account.asked) == 1


def test_a_refused_field_is_told_once_and_the_rest_is_asked_again() -> None:
    account = Asked(HIDDEN, refuses=["primary_for_goal"])
    plan = plan_with(account)
    assert sent(plan) == [("update", ["status"])]
    assert account.asked == [[(HIDDEN.id, ["status", "primary_for_goal"])], [(HIDDEN.id, ["status"])]]
    (conflict,) = plan.conflicts
    assert conflict == Conflict(
        Address(ACTION, "mv_cart"),
        "Google refuses to change role: FieldError.IMMUTABLE_FIELD: no",
        "write in the config what is live (`role`); to keep bidding from using it, close its goal (`goals: {account: "
        "[{category: add_to_cart, biddable: false}]}`) or unmark the key event mv_cart in GA4",
        refused=True,
    )


def test_one_field_after_the_other_may_be_refused() -> None:
    account = Asked(HIDDEN, refuses=["status", "primary_for_goal"])
    plan = plan_with(account)
    assert plan.changes == ()
    assert not plan.empty
    assert plan.apply_calls == 0
    assert len(told(plan)) == 2
    assert len(account.asked) == 2


def test_where_google_names_no_field_all_of_it_is_refused() -> None:
    """MUTATE_NOT_ALLOWED: the account lets nobody change what it imports."""
    account = Asked(HIDDEN, refuses=["status"], field=False)
    plan = plan_with(account)
    assert plan.changes == ()
    assert told(plan) == ["Google refuses to change status, role: MutateError.MUTATE_NOT_ALLOWED: no"]
    assert len(account.asked) == 1


def test_a_refused_change_leaves_the_others_alone() -> None:
    account = Asked(HIDDEN, action("mv_other", 5, primary_for_goal=True), refuses=["status"], field=False)
    plan = plan_with(account, WANTED, conversion("mv_other"))
    assert sent(plan) == [("demote", ["primary_for_goal"])]
    assert plan.apply_calls == 1


def test_where_nothing_changes_nothing_is_asked() -> None:
    account = Asked(imported("mv_cart", 1, primary_for_goal=True), refuses=["status", "primary_for_goal"])
    assert plan_with(account).changes == ()
    assert account.asked == []


def test_an_import_in_two_steps_is_asked_about_as_one_change() -> None:
    """Enabled first and promoted once the goals are set: Google is asked for the end."""
    account = Asked(HIDDEN, goal("add_to_cart~website", False), refuses=["primary_for_goal"])
    plan = plan_with(account, goals=Goals(account=(GoalSetting("add_to_cart", True),)))
    (names,) = [names for identifier, names in account.asked[0] if identifier == HIDDEN.id]
    assert sorted(names) == ["primary_for_goal", "status"]
    assert ("update", ["status"]) in sent(plan)
    assert not [names for _, names in sent(plan) if "primary_for_goal" in names]
    assert len(told(plan)) == 1


def test_a_run_with_refused_fields_does_the_rest_and_says_so() -> None:
    account = Asked(HIDDEN, refuses=["primary_for_goal"])
    project = Project(client(WANTED), providers=[account, Account(Ga4Store([EVENT]))])
    result = project.apply(project.plan())
    assert (result.failed, result.in_sync) == ((), False)
    assert result.after is not None
    assert (result.after.changes, told(result.after)) == ((), told(result.plan))
    assert len(account.asked) == 4  # twice for the plan, twice before the first write, never afterwards
    assert account.store.live[HIDDEN.id].state["status"] == "enabled"
    assert account.store.live[HIDDEN.id].state["primary_for_goal"] is False


def test_where_google_does_not_answer_the_plan_says_so_and_nothing_is_written() -> None:
    account = Asked(HIDDEN)
    before = dict(account.store.live)

    def quota(changes: Sequence[Change]) -> Sequence[Outcome]:
        raise QuotaError(api="google_ads", account="123-456-7890", code="RESOURCE_EXHAUSTED", message="too many")

    account.rehearse = quota  # type: ignore[method-assign]
    project = Project(client(WANTED), providers=[account, Account(Ga4Store([EVENT]))])
    plan = project.plan()
    assert sent(plan) == [("update", ["status", "primary_for_goal"])]
    assert [(item.code, item.detail, item.where) for item in plan.warnings if item.code == "not-asked"] == [
        ("not-asked", "google_ads 123-456-7890: RESOURCE_EXHAUSTED: too many", "123-456-7890")
    ]
    (note,) = (item for item in project.explain("mv_cart").warnings if item.code == "not-asked")
    assert note in plan.warnings
    with pytest.raises(QuotaError, match="RESOURCE_EXHAUSTED: too many"):
        project.plan(asked=True)
    for read_again in (True, False):
        with pytest.raises(QuotaError, match="RESOURCE_EXHAUSTED: too many"):
            project.apply(plan, read_again=read_again)
    assert (account.store.live, account.writes) == (before, 0)


def test_what_was_refused_before_google_stopped_answering_stays_refused() -> None:
    """And what it does not answer of one change keeps no answer about another from being believed."""
    account = Asked(HIDDEN, imported("mv_b", 2, Standing.HIDDEN), refuses=["primary_for_goal"])
    ask = account.rehearse

    def partly(changes: Sequence[Change]) -> Sequence[Outcome]:
        error = AccessDeniedError(api="google_ads", account="1", code="ACTION_NOT_PERMITTED", message="no")
        return [failed(one.change, error) if "mv_b" in one.change.address.name else one for one in ask(changes)]

    account.rehearse = partly  # type: ignore[method-assign]
    plan = plan_with(account, WANTED, replace(WANTED, name="mv_b", event="mv_b"))
    updates = sorted(item for item in sent(plan) if item[0] == "update")
    assert updates == [("update", ["status"]), ("update", ["status", "primary_for_goal"])]
    assert [item.where for item in plan.warnings if item.code == "not-asked"] == ["1"]


def test_whoever_may_only_read_is_told_that_google_was_not_asked() -> None:
    account = Asked(HIDDEN)

    def denied(changes: Sequence[Change]) -> Sequence[Outcome]:
        account.calls += 1
        raise AccessDeniedError(api="google_ads", account="123-456-7890", code="USER_PERMISSION_DENIED", message="no")

    account.rehearse = denied  # type: ignore[method-assign]
    plan = plan_with(account)
    assert sent(plan) == [("update", ["status", "primary_for_goal"])]
    assert [item for item in plan.warnings if item.code == "not-asked"] == [
        Diagnostic(
            Severity.NOTE,
            "not-asked",
            "Google was not asked whether it takes these changes: these credentials may not write",
            "google_ads 123-456-7890: USER_PERMISSION_DENIED: no",
            where="123-456-7890",
        )
    ]
    assert plan.reads == 2 + 1


def test_what_is_left_as_it_is_is_not_told_as_a_shift() -> None:
    live = (SHOWN, goal("add_to_cart~website"))
    assert [item.bidding for item in plan_with(Asked(*live)).shifts] == [Bidding.STARTS]
    plan = plan_with(Asked(*live, refuses=["primary_for_goal"]))
    assert plan.changes == ()
    assert plan.shifts == ()


def test_a_rehearsal_says_what_was_refused_by_whose_id_and_plans_without_it() -> None:
    account = Asked(HIDDEN, imported("mv_b", 2, Standing.HIDDEN), refuses=["primary_for_goal"])
    wanted = client(WANTED, replace(WANTED, name="mv_b", event="mv_b"))
    readings = [account.read(), Account(Ga4Store([EVENT, key_event("mv_b", 2)])).read()]

    def make(refused: Refusals) -> Plan:
        return make_plan(TYPES, wanted, readings, refused)

    found = rehearsed(make, TYPES, wanted, [account], asked=True)
    assert {key: list(conflicts) for key, conflicts in found.refused.items()} == {
        HIDDEN.id: ["primary_for_goal"],
        "customers/1234567890/conversionActions/2": ["primary_for_goal"],
    }
    assert sent(found.plan) == [("update", ["status"])] * 2
    assert found.notes == ()


def test_what_google_says_of_an_action_is_believed_before_what_it_says_of_a_goal() -> None:
    """The goal may be refused because of the action: it is asked about again without that."""
    account = Asked(HIDDEN, goal("add_to_cart~website", True), refuses=["primary_for_goal", "biddable"])
    plan = plan_with(account, goals=Goals(account=(GoalSetting("add_to_cart", False),)))
    assert [len(asked) for asked in account.asked] == [2, 2, 1]
    assert sent(plan) == [("update", ["status"])]
    assert [item.address.type for item in plan.conflicts] == [ACTION, ACCOUNT_GOAL]


def test_a_lost_change_that_google_refuses_by_now_is_not_told_as_done() -> None:
    """After the answer got lost the account is read: it is planned no more because it is refused, not as it is done."""
    account = Asked(SHOWN, goal("add_to_cart~website"))
    account.faults[1] = Fault.NOT_ARRIVED
    project = Project(client(WANTED), providers=[account, Account(Ga4Store([EVENT]))])
    plan = project.plan()
    apply = account.apply

    def lost(step: Step) -> Sequence[Outcome]:
        account.refuse("primary_for_goal")
        account.refused = step.changes
        return apply(step)

    account.apply = lost  # type: ignore[method-assign]
    result = project.apply(plan)
    assert account.store.live[SHOWN.id].state["primary_for_goal"] is False
    (outcome,) = result.outcomes
    assert outcome.status is Status.FAILED
    assert str(outcome.error) == "google_ads 123-456-7890: REFUSED: by the test"


def test_a_removal_that_google_refuses_is_a_conflict_and_not_planned() -> None:
    account = Asked(action("mv_old", 5))

    def refused(changes: Sequence[Change]) -> Sequence[Outcome]:
        return [failed(change, RejectedError(api="google_ads", account="123-456-7890", target=str(change.address),
                                             code="MutateError.MUTATE_NOT_ALLOWED", message="no"))
                for change in changes]  # fmt: skip

    account.rehearse = refused  # type: ignore[method-assign]
    plan = Project(client(unlisted=Unlisted.REMOVE), providers=[account, Account(Ga4Store([]))]).plan()
    assert plan.changes == ()
    assert told(plan) == ["Google refuses to remove it: MutateError.MUTATE_NOT_ALLOWED: no"]
    assert [item.summary.ja for item in plan.conflicts if isinstance(item.summary, Text)] == [
        "Google が削除を拒否しています: MutateError.MUTATE_NOT_ALLOWED: no"
    ]


def test_one_question_whose_answer_is_no_refusal_is_told_as_no_answer() -> None:
    """An answer that is not certain is never taken for a refusal; where Google must have been asked it is an error."""
    account = Asked(HIDDEN)
    trouble = UnclearError(api="google_ads", account="123-456-7890", code="InternalError.INTERNAL_ERROR", message="oh")
    account.rehearse = lambda changes: [failed(change, trouble) for change in changes]  # type: ignore[method-assign]
    project = Project(client(WANTED), providers=[account, Account(Ga4Store([EVENT]))])
    plan = project.plan()
    assert sent(plan) == [("update", ["status", "primary_for_goal"])]
    assert told(plan) == []
    assert [item.detail for item in plan.warnings if item.code == "not-asked"] == [
        "google_ads 123-456-7890: InternalError.INTERNAL_ERROR: oh"
    ]
    for attempt in (lambda: project.plan(asked=True), lambda: project.apply(plan, read_again=False)):
        with pytest.raises(UnclearError, match=r"^google_ads 123-456-7890: InternalError.INTERNAL_ERROR: oh$"):
            attempt()
    assert account.writes == 0
