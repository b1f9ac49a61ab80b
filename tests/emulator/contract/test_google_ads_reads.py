"""Contract: queries, access and ids of Google Ads."""

from __future__ import annotations

from tests.emulator.contract.clients import INVALID


def test_search_stream(ads):
    """A stream's batches carry rows, the field mask of the query, and the request id; names only come when asked."""
    ads.mutate(ads.action("mv_stream_1"), ads.action("mv_stream_2", category="CONTACT"))
    where = f"conversion_action.name IN ('{ads.name('mv_stream_1')}', '{ads.name('mv_stream_2')}')"
    query = f"SELECT conversion_action.name FROM conversion_action WHERE {where} ORDER BY conversion_action.name DESC"
    (batch,) = ads.stream(query)
    names = [row.conversion_action.name for row in batch.results]
    assert names == [ads.name("mv_stream_2"), ads.name("mv_stream_1")]
    assert all(row.conversion_action.resource_name and not row.conversion_action.category for row in batch.results)
    assert list(batch.field_mask.paths) == ["conversion_action.name"]
    assert batch.request_id


def test_like_takes_the_underscore_for_any_character(ads):
    """LIKE: ``_`` is one character of any kind, ``[_]`` the underscore itself (GAQL grammar)."""
    ads.mutate(ads.action("likeXone"), ads.action("like_two", category="CONTACT"))

    def found(pattern: str) -> list[str]:
        query = f"SELECT conversion_action.name FROM conversion_action WHERE conversion_action.name LIKE '{pattern}'"
        return sorted(row.conversion_action.name for row in ads.rows(query))

    assert found(f"like_{ads.name('one')}") == [ads.name("likeXone")]
    assert found(f"like[_]{ads.name('one')}") == []
    assert found(f"like[_]{ads.name('two')}") == [ads.name("like_two")]


def test_page_size_cannot_be_set(ads):
    """Pages have 10,000 rows: RequestError.PAGE_SIZE_NOT_SUPPORTED (since v17)."""
    with ads.refused() as refusal:
        request = {"customer_id": ads.customer, "query": "SELECT customer.id FROM customer", "page_size": 5}
        ads.service("GoogleAdsService").search(request=request)
    message = "Setting the page size is not supported. Search Responses will have fixed page size of '10000' rows."
    assert refusal.only() == (INVALID, "request_error.PAGE_SIZE_NOT_SUPPORTED", "page_size", message)


def test_page_token_of_nobody(ads):
    """RequestError.INVALID_PAGE_TOKEN."""
    with ads.refused() as refusal:
        request = {"customer_id": ads.customer, "query": "SELECT customer.id FROM customer", "page_token": "nonsense"}
        ads.service("GoogleAdsService").search(request=request)
    assert refusal.only() == (INVALID, "request_error.INVALID_PAGE_TOKEN", "page_token", "The page token is invalid.")


def test_unknown_field_of_a_query(ads):
    """QueryError.UNRECOGNIZED_FIELD."""
    with ads.refused() as refusal:
        ads.rows("SELECT conversion_action.colour FROM conversion_action")
    assert (refusal.status, refusal.codes) == (INVALID, ["query_error.UNRECOGNIZED_FIELD"])
    assert "conversion_action.colour" in refusal.messages[0]


def test_a_failing_stream(ads):
    """SearchStream fails like Search: same status, same error, before the first batch."""
    with ads.refused() as refusal:
        ads.stream("SELECT conversion_action.name FROM nowhere")
    assert (refusal.status, refusal.codes) == (INVALID, ["query_error.BAD_RESOURCE_TYPE_IN_FROM_CLAUSE"])


def test_metrics_conversions_is_not_of_an_action(ads):
    """metrics.conversions cannot be selected from conversion_action, only all_conversions (field reference, v25)."""
    with ads.refused() as refusal:
        ads.rows("SELECT conversion_action.name, metrics.conversions FROM conversion_action")
    code = "query_error.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
    assert (refusal.status, refusal.codes) == (INVALID, [code])


def test_account_of_somebody_else(ads):
    """AuthorizationError.USER_PERMISSION_DENIED with PERMISSION_DENIED."""
    with ads.refused() as refusal:
        ads.service("GoogleAdsService").search(
            customer_id=ads.accounts.denied_customer, query="SELECT customer.id FROM customer"
        )
    assert (refusal.status, refusal.codes) == ("PERMISSION_DENIED", ["authorization_error.USER_PERMISSION_DENIED"])
    assert refusal.messages[0].startswith("User doesn't have permission to access customer.")


def test_customer_id_with_hyphens(ads):
    """Customer ids are digits only: RequestError.INVALID_CUSTOMER_ID."""
    with ads.refused() as refusal:
        ads.service("GoogleAdsService").search(customer_id="123-456-7890", query="SELECT customer.id FROM customer")
    assert (refusal.status, refusal.codes) == (INVALID, ["request_error.INVALID_CUSTOMER_ID"])
    assert refusal.messages == ["Invalid customer ID '123-456-7890'."]


def test_accessible_customers(ads):
    """ListAccessibleCustomers has the accounts the caller was given, as resource names, and no others."""
    names = ads.service("CustomerService").list_accessible_customers().resource_names
    assert f"customers/{ads.customer}" in names
    assert f"customers/{ads.accounts.denied_customer}" not in names
