"""The frame of mutate requests: atomicity, partial failure, validate_only, content type, limits."""

from __future__ import annotations

import pytest

BAD = {"status": "REMOVED", "name": "bad"}


def test_all_or_nothing(ads, store):
    before = dict(store.actions)
    with ads.refused() as refusal:
        ads.mutate(ads.creating(name="good"), ads.creating(**BAD), ads.updating(101, primary_for_goal=False))
    assert refusal.places == ["operations[1].create.status"]
    assert store.actions == before
    assert store.actions[101]["primary_for_goal"] is True


def test_partial_failure(ads, store):
    response = ads.mutate(
        ads.creating(name="good"),
        ads.creating(**BAD),
        ads.creating(name="good"),
        ads.removing(102),
        partial_failure=True,
    )
    assert [bool(one.resource_name) for one in response.results] == [True, False, False, True]
    assert store.named("good")
    assert store.actions[102].status == "REMOVED"
    error = response.partial_failure_error
    assert error.code == 3
    assert error.message == (
        "Multiple errors in 'details'. First error: A conversion action cannot be created as REMOVED., "
        "at operations[1].create.status"
    )
    failure = ads.client.get_type("GoogleAdsFailure")
    found = ads.read_failure(type(failure).deserialize(error.details[0].value))
    assert error.details[0].type_url == "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure"
    assert found.codes == [
        "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED",
        "conversion_action_error.DUPLICATE_NAME",
    ]
    assert found.places == ["operations[1].create.status", "operations[2].create.name"]


def test_partial_failure_without_failures(ads):
    response = ads.mutate(ads.creating(), partial_failure=True)
    assert response.partial_failure_error.code == 0
    assert response.results[0].resource_name


def test_partial_failure_does_not_cover_the_request(ads):
    with ads.refused() as refusal:
        ads.mutate(ads.creating(), customer="0000000001", partial_failure=True)
    assert refusal.codes == ["authentication_error.CUSTOMER_NOT_FOUND"]


def test_validate_only_changes_nothing(ads, store):
    before = dict(store.actions)
    response = ads.mutate(ads.creating(), validate_only=True)
    assert list(response.results) == []
    assert store.actions == before
    with ads.refused() as refusal:
        ads.mutate(ads.creating(**BAD), validate_only=True)
    assert refusal.places == ["operations[0].create.status"]
    response = ads.mutate(ads.creating(**BAD), ads.creating(), validate_only=True, partial_failure=True)
    assert response.partial_failure_error.code == 3
    assert list(response.results) == []
    assert store.actions == before


def test_response_content_type(ads, store):
    response = ads.mutate(
        ads.creating(primary_for_goal=False),
        ads.updating(102, counting_type="ONE_PER_CLICK"),
        response_content_type="MUTABLE_RESOURCE",
    )
    first, second = (one.conversion_action for one in response.results)
    assert (first.name, first.type_.name, first.primary_for_goal) == ("mv_new", "WEBPAGE", False)
    assert first.resource_name == response.results[0].resource_name
    assert (second.name, second.counting_type.name) == ("mv_add_to_cart", "ONE_PER_CLICK")
    assert "id" not in first, "an output-only field is not mutable"
    assert store.actions[102]["counting_type"] == "ONE_PER_CLICK"


def test_the_same_resource_twice(ads, store):
    with ads.refused() as refusal:
        ads.mutate(ads.updating(101, name="a"), ads.updating(101, primary_for_goal=False))
    assert refusal.codes == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
    assert refusal.places == ["operations[1].update.resource_name"]
    assert store.actions[101].name == "Purchase"


def test_no_operations(ads):
    with ads.refused() as refusal:
        ads.mutate()
    assert (refusal.codes, refusal.places) == (["request_error.REQUIRED_FIELD_MISSING"], ["operations"])


def test_operation_limit(ads, store):
    before = len(store.actions)
    with ads.refused() as refusal:
        ads.mutate(*(ads.removing(101) for _ in range(10_001)))
    assert refusal.codes == ["request_error.TOO_MANY_MUTATE_OPERATIONS"]
    assert refusal.messages == ["A request has at most 10000 operations."]
    assert len(store.actions) == before


class TestSeveralServices:
    """GoogleAdsService.Mutate."""

    def test_actions_and_goals_in_one_request(self, ads, store):
        response = ads.mutate_several(
            {"conversion_action_operation": ads.creating(category="SIGNUP", primary_for_goal=False)},
            {"customer_conversion_goal_operation": ads.updating_goal("SIGNUP~WEBSITE", biddable=False)},
            {"conversion_action_operation": ads.removing(102)},
        )
        assert store.named("mv_new")["primary_for_goal"] is False
        assert store.goals["SIGNUP", "WEBSITE"] is False
        assert store.actions[102].status == "REMOVED"
        first, second, third = response.mutate_operation_responses
        assert first.conversion_action_result.resource_name == ads.name(store.named("mv_new").id)
        assert second.customer_conversion_goal_result.resource_name == ads.goal("SIGNUP~WEBSITE")
        assert third.conversion_action_result.resource_name == ads.name(102)

    def test_atomic_over_services(self, ads, store):
        with ads.refused() as refusal:
            ads.mutate_several(
                {"customer_conversion_goal_operation": ads.updating_goal("PURCHASE~WEBSITE", biddable=False)},
                {"conversion_action_operation": ads.creating(**BAD)},
            )
        assert refusal.places == ["mutate_operations[1].conversion_action_operation.create.status"]
        assert store.goals["PURCHASE", "WEBSITE"] is True

    def test_partial_failure(self, ads, store):
        response = ads.mutate_several(
            {"conversion_action_operation": ads.creating(**BAD)},
            {"conversion_action_operation": ads.creating()},
            partial_failure=True,
        )
        first, second = response.mutate_operation_responses
        assert "conversion_action_result" not in first
        assert second.conversion_action_result.resource_name == ads.name(store.named("mv_new").id)
        assert response.partial_failure_error.message.endswith(
            "at mutate_operations[0].conversion_action_operation.create.status"
        )

    def test_temporary_names(self, ads, store):
        temporary = ads.name(-1)
        response = ads.mutate_several(
            {"conversion_action_operation": ads.creating(resource_name=temporary, name="a")},
            {"conversion_action_operation": ads.creating(resource_name=ads.name(-2), name="b")},
        )
        names = [one.conversion_action_result.resource_name for one in response.mutate_operation_responses]
        assert names == [ads.name(store.named("a").id), ads.name(store.named("b").id)]
        with ads.refused() as refusal:
            ads.mutate(ads.creating(resource_name=temporary, name="c"), ads.creating(resource_name=temporary, name="d"))
        assert refusal.codes == ["new_resource_creation_error.DUPLICATE_TEMP_IDS"]
        with ads.refused() as refusal:  # a temporary name is not remembered
            ads.mutate({"remove": temporary})
        assert refusal.codes == ["mutate_error.RESOURCE_NOT_FOUND"]

    def test_other_operations_are_not_emulated(self, ads):
        from google.api_core.exceptions import MethodNotImplemented

        with pytest.raises(MethodNotImplemented, match="does not have 'ad_group_operation'"):
            ads.mutate_several({"ad_group_operation": {"create": {"name": "x"}}})

    def test_operation_without_content(self, ads):
        with ads.refused() as refusal:
            ads.mutate_several({})
        assert refusal.codes == ["request_error.OPERATION_REQUIRED"]
        assert refusal.places == ["mutate_operations[0]"]
