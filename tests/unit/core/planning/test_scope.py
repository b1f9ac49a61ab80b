"""Ours or not."""

from __future__ import annotations

import pytest
from strategies import action, client, imported

from microconv.core.planning.scope import Scope, scope
from microconv.core.resource import Standing


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing.REMOVED, "removed"),
        (Standing.SYSTEM, "made by Google"),
        (Standing.OTHER_OWNER, "owned by another account (999-888-7777)"),
        (Standing.FIXED, "of a type that the API does not let anyone change"),
    ],
)
def test_never_ours_even_when_listed(standing: Standing, why: str) -> None:
    live = action("mv_cart", standing=standing)
    assert scope(live, client(), listed=True) == (Scope.NOT_OURS, why)
    assert scope(live, client(), listed=False) == (Scope.NOT_OURS, why)


def test_the_prefix_makes_it_ours() -> None:
    assert scope(action("mv_cart"), client(), listed=False) == (
        Scope.UNLISTED,
        "has the prefix mv_ and is not in the config",
    )
    assert scope(action("micro.cart"), client(prefix="micro."), listed=False)[0] is Scope.UNLISTED


@pytest.mark.parametrize("name", ["Purchase", "MV_cart", "mvp_signup", " mv_cart", "ｍv_cart"])
def test_without_the_prefix_it_is_not_ours(name: str) -> None:
    assert scope(action(name), client(), listed=False) == (
        Scope.NOT_OURS,
        "not in the config, and without the prefix mv_",
    )


def test_listed_is_ours_with_any_name() -> None:
    assert scope(action("Purchase"), client(), listed=True) == (Scope.LISTED, "listed in the config")


def test_hidden_and_imported_need_more_than_the_prefix() -> None:
    hidden = action("mv_cart", standing=Standing.HIDDEN)
    found = imported("mv_cart", name="mv_cart")
    assert scope(hidden, client(), listed=False) == (Scope.NOT_OURS, "hidden, and not in the config")
    assert scope(found, client(), listed=False) == (Scope.NOT_OURS, "imported from GA4, and not in the config")
    assert scope(hidden, client(), listed=True)[0] is Scope.LISTED
    assert scope(found, client(), listed=True)[0] is Scope.LISTED
