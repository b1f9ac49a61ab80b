"""Carrying out a plan on accounts in memory: what they hold afterwards, and what the result says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from accounts import ACTION, ANY, CART, EVENT, Accounts, ended
from stores import Account, AdsStore, Fault, Ga4Store
from strategies import action, client, conversion, key_event, rule

from microconv.core.client import Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import JournalError, RefusedError, UnclearError
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, Unwritten, failed
from microconv.core.resource import Standing
from microconv.core.value import Money
from microconv.project import Project
from microconv.providers import TYPES
from microconv.reconcile.apply import REPEATS, Means, apply
from microconv.reconcile.past import read_run


def test_everything_arrives_and_a_second_run_writes_nothing() -> None:
    accounts = Accounts(action("mv_old", 1, primary_for_goal=True), action("Purchase", 2, primary_for_goal=True))
    result = accounts.sync(client(CART, conversion("Brochure", role=Role.PRIMARY)))
    assert result.in_sync
    assert result.failed == result.unknown == result.skipped == ()
    assert [str(item.change.address) for item in result.applied] == [
        EVENT.format("mv_cart"), ACTION.format("Brochure"), ACTION.format("mv_cart"), ACTION.format("mv_old"),
    ]  # fmt: skip
    assert accounts.ads.store.names() == ["Brochure", "Purchase", "mv_cart", "mv_old"]
    assert accounts.ads.store.named("mv_cart")["value_settings.default_value"] == 500.0
    assert accounts.ads.store.named("Brochure")["primary_for_goal"] is True
    assert accounts.ads.store.named("mv_old")["primary_for_goal"] is False
    assert accounts.ads.store.named("mv_old")["status"] == "enabled"
    assert accounts.ads.store.named("Purchase")["primary_for_goal"] is True
    assert accounts.ga4.store.named("mv_cart")["counting_method"] == "once_per_session"
    assert accounts.ga4.store.named("mv_cart")["default_value"] == Money(500.0, "JPY")
    assert (accounts.ads.writes, accounts.ga4.writes) == (2, 1)

    again = accounts.sync(client(CART, conversion("Brochure", role=Role.PRIMARY)))
    assert again.in_sync
    assert again.outcomes == ()
    assert (accounts.ads.writes, accounts.ga4.writes) == (2, 1)


def test_all_calls_of_a_run_are_counted() -> None:
    accounts = Accounts()
    assert accounts.sync(client(CART)).calls == 3 + 3 + 2 + 2  # read and asked, that again, write, read
    assert accounts.sync(client(CART)).calls == 2


def test_without_the_second_look_a_run_reads_once_less() -> None:
    accounts = Accounts()
    project = accounts.project(client(CART))
    assert project.apply(project.plan(), ANY, read_again=False).calls == 3 + 2 + 2


def test_what_a_lost_answer_costs_is_counted() -> None:
    """The accounts are read to see what happened, and where it did not happen, it is sent again."""
    done = Accounts(ads_faults={1: Fault.ANSWER_LOST}).sync(client(CART))
    assert (done.in_sync, done.calls) == (True, 3 + 3 + 2 + 2 + 2)
    lost = Accounts(ads_faults={1: Fault.NOT_ARRIVED}).sync(client(CART))
    assert (lost.in_sync, lost.calls) == (True, 3 + 3 + 2 + 2 + 1 + 2)


def test_request_ids_are_kept_once_each() -> None:
    accounts = Accounts()
    assert accounts.sync(client(CART, conversion("mv_b"))).request_ids == ("REQ-1",)


def test_a_refused_plan_writes_nothing() -> None:
    accounts = Accounts(action("mv_cart", type="ad_call"))
    before = dict(accounts.ads.store.live)
    with pytest.raises(RefusedError, match=r"^aoi-store: nothing was changed$") as caught:
        accounts.sync(client(CART, conversion("mv_new")))
    assert [item.code for item in caught.value.refusals] == ["conflict"]
    assert accounts.ads.store.live == before
    assert accounts.writes == 0


def test_a_plan_for_another_client_is_refused() -> None:
    accounts = Accounts()
    plan = accounts.project(client(CART)).plan()
    other = accounts.project(client(CART, customer_id="1112223333"))
    with pytest.raises(RefusedError) as caught:
        other.apply(plan)
    assert [(item.code, item.summary) for item in caught.value.refusals] == [
        (
            "other-account",
            "the plan was made for aoi-store (Google Ads account 123-456-7890, GA4 property 345678901), "
            "not for aoi-store",
        )
    ]
    assert accounts.writes == 0


def test_one_that_fails_does_not_stop_the_others() -> None:
    """Somebody takes the name after the last look before the first write."""
    accounts = Accounts()
    project = accounts.project(client(conversion("mv_a"), CART, conversion("mv_z")))
    plan = project.plan()
    accounts.ads.store.live["x"] = action("mv_cart", 77, Standing.FIXED, type="webpage_codeless")
    result = project.apply(plan, read_again=False)
    assert ended(result) == {
        EVENT.format("mv_cart"): "applied", ACTION.format("mv_a"): "applied",
        ACTION.format("mv_cart"): "failed", ACTION.format("mv_z"): "applied",
    }  # fmt: skip
    (failure,) = result.failed
    assert failure.error is not None
    assert str(failure.error).endswith("ConversionActionError.DUPLICATE_NAME: " + failure.error.message)
    assert failure.request_id == "REQ-refused"
    assert not result.in_sync
    assert result.after is not None
    assert [item.address.name for item in result.after.conflicts] == ["mv_cart"]
    assert accounts.ads.store.names() == ["mv_a", "mv_cart", "mv_z"]


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.REMOVE])
def test_an_answer_that_got_lost_is_settled_by_reading(mode: Unlisted) -> None:
    accounts = Accounts(
        action("mv_old", 1, primary_for_goal=True), action("mv_up", 2), key_event("mv_gone"),
        ads_faults={1: Fault.ANSWER_LOST}, ga4_faults=dict.fromkeys((1, 2), Fault.ANSWER_LOST),
    )  # fmt: skip
    result = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert set(ended(result).values()) == {"applied"}
    assert result.in_sync
    assert (accounts.ads.writes, accounts.ga4.writes) == (2, 1 if mode is Unlisted.DEMOTE else 2)
    assert accounts.ads.store.named("mv_up")["primary_for_goal"] is True
    assert accounts.ads.store.named("mv_cart")["type"] == "webpage"
    assert accounts.ga4.store.names() == (["mv_cart", "mv_gone"] if mode is Unlisted.DEMOTE else ["mv_cart"])


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.REMOVE])
@pytest.mark.parametrize("times", range(1, REPEATS + 1))
def test_what_reading_shows_was_not_done_is_sent_again(mode: Unlisted, times: int) -> None:
    accounts = Accounts(
        action("mv_old", 1, primary_for_goal=True), action("mv_up", 2), key_event("mv_gone"),
        ads_faults=dict.fromkeys(range(1, times + 1), Fault.NOT_ARRIVED),
        ga4_faults=dict.fromkeys(range(1, times + 1), Fault.NOT_ARRIVED),
    )  # fmt: skip
    result = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert set(ended(result).values()) == {"applied"}
    assert result.in_sync
    assert (accounts.ads.writes, accounts.ga4.writes) == (2 + times, (1 if mode is Unlisted.DEMOTE else 2) + times)
    assert accounts.ads.store.named("mv_up")["primary_for_goal"] is True
    assert accounts.ga4.store.names() == (["mv_cart", "mv_gone"] if mode is Unlisted.DEMOTE else ["mv_cart"])


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.REMOVE])
def test_a_request_that_never_arrives_is_given_up_and_a_later_run_does_it(mode: Unlisted) -> None:
    live = (action("mv_old", 1, primary_for_goal=True), action("mv_up", 2), key_event("mv_gone"))
    always = dict.fromkeys(range(1, 99), Fault.NOT_ARRIVED)
    accounts = Accounts(*live, ads_faults=always, ga4_faults=always)
    result = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert set(ended(result).values()) == {"failed"}
    assert not result.in_sync
    assert all(isinstance(item.error, UnclearError) for item in result.failed)
    assert {**accounts.ads.store.live, **accounts.ga4.store.live} == {item.id: item for item in live}
    sends = 1 + REPEATS
    assert (accounts.ads.writes, accounts.ga4.writes) == (sends, sends if mode is Unlisted.DEMOTE else 2 * sends)

    accounts.ads.faults.clear()
    accounts.ga4.faults.clear()
    again = accounts.sync(client(CART, conversion("mv_up", role=Role.PRIMARY), unlisted=mode))
    assert again.in_sync
    assert set(ended(again).values()) == {"applied"}


def test_one_call_lost_another_not() -> None:
    accounts = Accounts(ga4_faults={1: Fault.NOT_ARRIVED, 3: Fault.ANSWER_LOST})
    result = accounts.sync(client(CART, conversion("mv_pdf", event="mv_pdf"), conversion("mv_x", event="mv_x")))
    assert set(ended(result).values()) == {"applied"}
    assert len(result.outcomes) == 6
    assert accounts.ga4.store.names() == ["mv_cart", "mv_pdf", "mv_x"]
    assert accounts.ga4.writes == 4
    assert result.in_sync


class Half(Account):
    """A Google Ads account whose answers get lost; of the first request only the first change is carried out."""

    def __init__(self, answers: int) -> None:
        super().__init__(AdsStore(()))
        self.lost = answers
        self.sent: list[list[str]] = []

    def apply(self, step: Step) -> Sequence[Outcome]:
        self.sent.append([change.address.name for change in step.changes])
        if len(self.sent) > self.lost:
            return super().apply(step)
        done = super().apply(step._replace(changes=step.changes[:1])) if len(self.sent) == 1 else ()
        assert all(item.status is Status.APPLIED for item in done)
        return [failed(change, self._silence()) for change in step.changes]


@pytest.mark.parametrize("answers", range(1, REPEATS + 2))
def test_of_half_a_request_only_what_was_not_done_is_sent_again_and_the_journal_says_so(answers: int) -> None:
    """A resent step is a step of its own: the journal's record of it is of these changes, not of those before."""
    account = Half(answers)
    project = Project(client(conversion("mv_a"), conversion("mv_b")), providers=[account, Account(Ga4Store(()))])
    result = project.apply(project.plan(), ANY)
    given_up = answers > REPEATS
    assert account.sent == [["mv_a", "mv_b"], *[["mv_b"]] * min(answers, REPEATS)]
    assert account.store.names() == (["mv_a"] if given_up else ["mv_a", "mv_b"])
    assert ended(result) == {
        ACTION.format("mv_a"): "applied",
        ACTION.format("mv_b"): "failed" if given_up else "applied",
    }
    journal = read_run(project.journals / f"{result.run}.jsonl")
    told = [(item.step, item.change.address.name, item.status) for item in journal.done]
    last = Status.FAILED if given_up else Status.APPLIED
    assert told == [
        (1, "mv_a", Status.APPLIED),
        (1, "mv_b", Status.FAILED),
        *((number, "mv_b", Status.FAILED) for number in range(2, len(account.sent))),
        (len(account.sent), "mv_b", last),
    ]
    assert result.in_sync is not given_up


def test_of_two_rules_for_one_event_the_one_that_is_gone_is_not_removed_again() -> None:
    """They go by one name in the plan: which one was removed is told by its id."""
    accounts = Accounts(key_event("mv_x"), rule("mv_x", 1), rule("mv_x", 2), ga4_faults={1: Fault.ANSWER_LOST})
    result = accounts.sync(client(conversion("mv_x", source=None, event="mv_x", no_rule=True)))
    assert [item.status for item in result.outcomes] == [Status.APPLIED] * 2
    assert accounts.ga4.writes == 2
    assert accounts.ga4.store.of("ga4.event_create_rule") == []
    assert result.in_sync


class Torn(Unwritten):
    """A record that can be written up to an intent."""

    def __init__(self, intents: int) -> None:
        self.intents = intents

    def intent(self, number: int, step: Step) -> None:
        if number > self.intents:
            raise JournalError("the disk is full")


def test_what_cannot_be_sent_again_for_lack_of_a_journal_did_not_happen_and_is_told_once() -> None:
    accounts = Accounts(ads_faults={1: Fault.NOT_ARRIVED})
    project = accounts.project(client(conversion("mv_a")))
    plan = project.plan()
    means = Means({"google_ads": accounts.ads, "ga4": accounts.ga4}, project.plan, record=Torn(1))
    result = apply(plan, TYPES, means)
    assert ended(result) == {ACTION.format("mv_a"): "failed"}
    assert result.skipped == ()
    assert result.stopped == "the disk is full"
    assert accounts.ads.writes == 1
    assert accounts.ads.store.names() == []


def test_without_a_journal_nothing_is_sent() -> None:
    accounts = Accounts()
    project = accounts.project(client(conversion("mv_a")))
    plan = project.plan()
    means = Means({"google_ads": accounts.ads, "ga4": accounts.ga4}, project.plan, record=Torn(0))
    with pytest.raises(JournalError, match=r"^the disk is full$"):
        apply(plan, TYPES, means)
    assert accounts.writes == 0


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.NOT_ARRIVED])
def test_without_a_second_reading_what_is_unclear_stays_unknown(fault: Fault) -> None:
    accounts = Accounts(ads_faults={1: fault}, ads_reads=2)
    result = accounts.sync(client(CART))
    assert ended(result) == {EVENT.format("mv_cart"): "applied", ACTION.format("mv_cart"): "unknown"}
    assert result.after is None
    assert not result.in_sync
    assert result.unverified == "google_ads 123-456-7890: UNAVAILABLE: no answer"
    assert not result.interrupted
    assert accounts.ads.store.names() == (["mv_cart"] if fault is Fault.ANSWER_LOST else [])


def test_a_reading_that_fails_does_not_lose_what_was_done() -> None:
    accounts = Accounts(ga4_reads=2)
    result = accounts.sync(client(CART))
    assert set(ended(result).values()) == {"applied"}
    assert result.unverified == "ga4 345678901: UNAVAILABLE: no answer"
    assert accounts.ads.store.names() == accounts.ga4.store.names() == ["mv_cart"]


def test_a_first_reading_that_fails_is_an_error_and_nothing_is_written() -> None:
    accounts = Accounts(ga4_reads=0)
    with pytest.raises(UnclearError, match=r"^ga4 345678901: UNAVAILABLE: no answer$"):
        accounts.sync(client(CART))
    assert accounts.writes == 0


def test_a_look_before_the_first_write_that_fails_is_an_error_and_nothing_is_written() -> None:
    accounts = Accounts(ga4_reads=1)
    project = accounts.project(client(CART))
    plan = project.plan()
    with pytest.raises(UnclearError, match=r"^ga4 345678901: UNAVAILABLE: no answer$"):
        project.apply(plan, ANY)
    assert accounts.writes == 0


class Watching:
    """Events that are written down."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def reading(self, provider: str, account: str) -> None:
        self.seen.append(f"read {provider} {account}")

    def read(self, provider: str, account: str) -> None:
        self.seen.append(f"have {provider} {account}")

    def applying(self, step: Step) -> None:
        self.seen.append(f"write {step.provider} {len(step.changes)}")

    def applied(self, outcomes: Sequence[Outcome]) -> None:
        self.seen.append(f"wrote {' '.join(item.status.value for item in outcomes)}")


def test_events_tell_what_happens_in_order() -> None:
    accounts = Accounts()
    watching = Watching()
    project = accounts.project(client(CART, conversion("mv_b")), events=watching)
    project.apply(project.plan())
    accounts_read = ("google_ads 123-456-7890", "ga4 345678901")
    reading = [f"{word} {one}" for one in accounts_read for word in ("read", "have")]
    assert watching.seen == [
        *reading, *reading, "write ga4 1", "wrote applied", "write google_ads 2", "wrote applied applied", *reading,
    ]  # fmt: skip


def test_a_plan_is_applied_as_it_was_seen_even_if_the_account_moved() -> None:
    """The plan demotes what it showed; what came up since is shown afterwards, not touched unseen."""
    accounts = Accounts(action("mv_old", 1, primary_for_goal=True))
    project = accounts.project(client())
    plan = project.plan()
    accounts.ads.store.live["new"] = action("mv_late", 50, primary_for_goal=True)
    result = project.apply(plan, ANY)
    assert [str(item.change.address) for item in result.applied] == [ACTION.format("mv_old")]
    assert accounts.ads.store.live["new"].state["primary_for_goal"] is True
    assert not result.in_sync
    assert result.after is not None
    assert [str(item.address) for item in result.after.changes] == [ACTION.format("mv_late")]


def test_a_plan_whose_objects_moved_is_refused_and_nothing_is_written() -> None:
    accounts = Accounts(action("mv_old", 1, primary_for_goal=True))
    project = accounts.project(client(CART))
    plan = project.plan()
    demoted = action("mv_old", 1, primary_for_goal=False)
    accounts.ads.store.live[demoted.id] = demoted
    before = dict(accounts.ads.store.live)
    with pytest.raises(RefusedError, match=r"^nothing was changed: the plan is out of date$") as caught:
        project.apply(plan, ANY)
    assert [(item.code, item.summary) for item in caught.value.refusals] == [
        ("stale", 'conversion "mv_old" role: was primary, is secondary'),
    ]
    assert accounts.ads.store.live == before
    assert accounts.writes == 0
