"""From Google's rows to what was counted: names of shared actions, sums, and what cannot be read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from google.ads.googleads.v26.services.types.google_ads_service import GoogleAdsRow

from microconv.core.documents.facts_json import facts_from_dict
from microconv.core.errors import ApiError, CredentialsError, QuotaError, RejectedError
from microconv.core.kinds import ACTION
from microconv.core.measures import COUNTS, LAGS, SPEND, Counted
from microconv.core.resource import Address, Live, Reading
from microconv.providers.google_ads.measures import NO_METRICS_OF_MANAGERS, measures

CLIENT, MANAGER = "customers/1234567890/conversionActions", "customers/9998887777/conversionActions"
UNTIL = datetime.date(2026, 11, 23)


class Account:
    """Answers the four queries with rows, or raises; what it is not told has no rows."""

    def __init__(self, *answers: list[Any] | Exception) -> None:
        self.answers = answers
        self.queries: list[str] = []

    def search(self, query: str) -> Iterator[Any]:
        answer = self.answers[len(self.queries)] if len(self.queries) < len(self.answers) else []
        self.queries.append(query)
        if isinstance(answer, Exception):
            raise answer
        return iter(answer)


def row(action: str = "", name: str = "", lag: int = 0, day: str = "2026-11-20", **metrics: Any) -> Any:
    found = GoogleAdsRow.pb()()
    found.conversion_action.resource_name = action
    if name:
        found.segments.conversion_action = name
        found.segments.date = day
    if lag:
        found.segments.conversion_lag_bucket = lag
    for key, value in metrics.items():
        setattr(found.metrics, key, value)
    return found


def spent(campaign: int, micros: int) -> Any:
    found = GoogleAdsRow.pb()()
    found.campaign.id, found.metrics.cost_micros = campaign, micros
    return found


def reading(*ids: str, **facts: Any) -> Reading:
    resources = tuple(Live(Address(ACTION, one), one, one, {}) for one in ids)
    return Reading("google_ads", "123-456-7890", resources, facts_from_dict(facts))


def error(kind: type[ApiError], code: str) -> ApiError:
    return kind(api="google_ads", account="123-456-7890", code=code, message="No.")


def ask(account: Account, of: Reading) -> Any:
    return measures(account, of, UNTIL)[0]  # type: ignore[arg-type]


def test_everything_of_one_action() -> None:
    name = f"{CLIENT}/1"
    account = Account(
        [row(name, conversion_last_conversion_date="2026-11-22",
             conversion_last_received_request_date_time="2026-11-22 10:11:12")],
        [row(name=name, conversions=1.5, conversions_value=10, all_conversions=1.5, all_conversions_value=20),
         row(name=name, day="2026-11-19", all_conversions=0.5), row(name=name, day="2026-11-18")],
        [row(name=name, lag=2, all_conversions=4), row(name=name, lag=20, all_conversions=1)],
    )  # fmt: skip
    found = ask(account, reading(name))
    assert (found.until, dict(found.missing), dict(found.events)) == (UNTIL, {}, {})
    assert dict(found.actions) == {
        name: Counted(
            1.5, 10, 2, 20, datetime.date(2026, 11, 22), "2026-11-22 10:11:12",
            {"less_than_one_day": 4, "sixty_to_ninety_days": 1},
            {datetime.date(2026, 11, 19): 0.5, datetime.date(2026, 11, 20): 1.5},
        )
    }  # fmt: skip
    assert "BETWEEN '2026-10-24' AND '2026-11-22'" in account.queries[1]
    assert "BETWEEN '2026-08-25' AND '2026-11-22'" in account.queries[2]


@pytest.mark.parametrize("asked", [f"{CLIENT}/901", f"{MANAGER}/901"], ids=["the client's number", "the owner's"])
def test_a_shared_action_is_known_by_its_owner_however_metrics_name_it(asked: str) -> None:
    last = row(f"{CLIENT}/901", conversion_last_conversion_date="2026-11-01")
    found = ask(Account([last], [row(name=asked, all_conversions=2)], [row(name=asked, lag=2, all_conversions=2)]),
                reading(f"{MANAGER}/901", f"{CLIENT}/1"))  # fmt: skip
    assert list(found.actions) == [f"{MANAGER}/901"]
    assert found.actions[f"{MANAGER}/901"] == Counted(
        all=2,
        last=datetime.date(2026, 11, 1),
        lags={"less_than_one_day": 2},
        days={datetime.date(2026, 11, 20): 2},
    )


def test_two_names_of_one_action_are_added_up() -> None:
    rows = [
        row(name=f"{CLIENT}/901", conversions=1, all_conversions=1),
        row(name=f"{MANAGER}/901", conversions=2, all_conversions=4),
    ]
    last = [
        row(f"{CLIENT}/901", conversion_last_conversion_date="2026-11-03"),
        row(f"{MANAGER}/901", conversion_last_conversion_date="2026-11-01"),
    ]
    found = ask(Account(last, rows, []), reading(f"{MANAGER}/901"))
    assert dict(found.actions) == {
        f"{MANAGER}/901": Counted(bid=3, all=5, last=datetime.date(2026, 11, 3), days={datetime.date(2026, 11, 20): 5})
    }


def test_a_number_of_two_owners_is_not_guessed() -> None:
    other = "customers/1112223333/conversionActions/901"
    found = ask(Account([], [row(name=f"{CLIENT}/901", conversions=1)], []), reading(f"{MANAGER}/901", other))
    assert list(found.actions) == [f"{CLIENT}/901"]


def test_an_action_that_was_not_read_keeps_its_name() -> None:
    found = ask(Account([], [row(name=f"{CLIENT}/7", conversions=1)], []), reading())
    assert list(found.actions) == [f"{CLIENT}/7"]


def test_a_bucket_that_is_newer_than_the_client() -> None:
    found = ask(Account([], [], [row(name=f"{CLIENT}/1", lag=99, all_conversions=1)]), reading())
    assert dict(found.actions[f"{CLIENT}/1"].lags) == {"unknown_99": 1}


def test_a_manager_account_is_not_asked() -> None:
    account = Account()
    found = ask(account, reading(f"{MANAGER}/901", **{"customer.manager": True}))
    assert (dict(found.actions), account.queries) == ({}, [])
    assert dict(found.missing) == dict.fromkeys((COUNTS, LAGS, SPEND), NO_METRICS_OF_MANAGERS)


def test_what_campaigns_cost_is_in_the_account_s_currency() -> None:
    found = ask(Account([], [], [], [spent(71, 1_234_567_890), spent(72, 0), spent(71, 500_000)]), reading())
    assert dict(found.spend) == {"71": pytest.approx(1235.06789), "72": 0.0}
    refused = ask(Account([], [], [], error(RejectedError, "QueryError.X")), reading())
    assert (dict(refused.spend), dict(refused.missing)) == ({}, {SPEND: "QueryError.X: No."})


def test_a_count_without_a_day() -> None:
    found = ask(Account([], [row(name=f"{CLIENT}/1", day="", all_conversions=1)]), reading())
    assert dict(found.missing) == {COUNTS: "Google's answer cannot be read: Invalid isoformat string: ''"}


def test_a_query_that_is_refused_does_not_keep_the_others() -> None:
    account = Account([], [row(name=f"{CLIENT}/1", conversions=1)], error(RejectedError, "QueryError.X"))
    found = ask(account, reading())
    assert dict(found.missing) == {LAGS: "QueryError.X: No."}
    assert found.actions[f"{CLIENT}/1"].bid == 1
    account = Account(error(RejectedError, "QueryError.X"), error(RejectedError, "QueryError.Y"), [])
    assert dict(ask(account, reading()).missing) == {COUNTS: "QueryError.X: No."}
    assert len(account.queries) == 4


def test_after_any_other_error_nothing_more_is_asked() -> None:
    account = Account(error(QuotaError, "QuotaError.RESOURCE_EXHAUSTED"))
    why = "QuotaError.RESOURCE_EXHAUSTED: No."
    assert dict(ask(account, reading()).missing) == {COUNTS: why, LAGS: why, SPEND: why}
    account = Account([], error(QuotaError, "Q"))
    assert dict(ask(account, reading()).missing) == dict.fromkeys((COUNTS, LAGS, SPEND), "Q: No.")
    assert len(account.queries) == 2


def test_credentials_that_fail_are_raised() -> None:
    with pytest.raises(CredentialsError, match=r"^gone$"):
        ask(Account(CredentialsError("gone")), reading())


def test_a_day_that_is_none() -> None:
    found = ask(Account([row(f"{CLIENT}/1", conversion_last_conversion_date="yesterday")], [], []), reading())
    assert dict(found.missing) == {COUNTS: "Google's answer cannot be read: Invalid isoformat string: 'yesterday'"}


def test_a_day_with_a_time_behind_it() -> None:
    last = row(f"{CLIENT}/1", conversion_last_conversion_date="2026-11-22 00:00:00")
    assert ask(Account([last], [], []), reading()).actions[f"{CLIENT}/1"].last == datetime.date(2026, 11, 22)
