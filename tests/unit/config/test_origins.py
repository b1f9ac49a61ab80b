"""The lines of a client's config and its bases that decide what a plan does."""

from __future__ import annotations

from pathlib import Path

import pytest

from microconv.config.origins import Origins
from microconv.core.resource import Address
from microconv.loading import load, vocabulary

ACTION = "google_ads.conversion_action"
ROOT = """\
version: 1
currency: JPY
google_ads: {login_customer_id: 999-888-7777}
defaults:
  role: secondary
goals:
  account:
    - {category: purchase, biddable: false}
conversions:
  - name: buy
    kind: macro
    category: purchase
"""
SHOP = """\
version: 1
extends: root.yaml
unlisted: remove
conversions:
  - {name: mv_cart, category: add_to_cart, value: 5}
"""
OWN = """\
version: 1
client: aoi
extends: shop.yaml
google_ads: {customer_id: 123-456-7890}
conversions:
  - {name: mv_cart, label: Basket}
  - {name: buy, role: primary}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "root.yaml").write_text(ROOT, "utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, "utf-8")
    (tmp_path / "aoi.yaml").write_text(OWN, "utf-8")
    return tmp_path / "aoi.yaml"


def place(path: Path, conversion: str, key: str, address: Address | None = None) -> str:
    """The place of a key, with the file's name alone."""
    client, problems = load(path)
    assert client is not None, problems
    origin = Origins([client], vocabulary()).of(client)
    assert origin is not None
    span = origin.span(address or Address(ACTION, conversion), conversion, key)
    return "" if span is None else f"{Path(span.file).name}:{span.line}:{span.column}"


def test_a_key_stands_where_the_nearest_file_has_it(own: Path) -> None:
    assert place(own, "mv_cart", "value") == "shop.yaml:5:44"
    assert place(own, "buy", "role") == "aoi.yaml:7:17"


def test_a_default_of_a_base_is_the_place_of_what_no_conversion_says(own: Path) -> None:
    assert place(own, "mv_cart", "role") == "root.yaml:5:3"


def test_a_key_that_nobody_wrote_is_that_of_its_conversion(own: Path) -> None:
    assert place(own, "buy", "value") == "aoi.yaml:7:5"


def test_of_what_nobody_lists_it_is_what_is_done_with_it_or_the_list_of_the_farthest_base(own: Path) -> None:
    assert place(own, "", "unlisted") == "shop.yaml:3:1"
    shop = own.with_name("shop.yaml")
    shop.write_text(SHOP.replace("unlisted: remove\n", ""), "utf-8")
    assert place(own, "", "unlisted") == "root.yaml:9:1"


def test_a_goal_stands_where_the_config_names_it_and_anything_else_at_the_goals(own: Path) -> None:
    goal = "google_ads.customer_conversion_goal"
    assert place(own, "", "goals", Address(goal, "purchase~website")) == "root.yaml:8:7"
    assert place(own, "", "goals", Address(goal, "signup~website")) == "root.yaml:6:1"


def test_files_that_were_changed_since_tell_nothing(own: Path) -> None:
    client, _ = load(own)
    assert client is not None
    own.with_name("root.yaml").write_text(f"# other\n{ROOT}", "utf-8")
    assert Origins([client], vocabulary()).of(client) is None
    own.unlink()
    assert Origins([client], vocabulary()).of(client) is None


def test_a_currency_is_the_values_own_or_that_of_all(own: Path) -> None:
    assert place(own, "mv_cart", "currency") == "root.yaml:2:1"
    own.write_text(OWN.replace("label: Basket", "value: {default: 5, currency: USD}"), "utf-8")
    assert place(own, "mv_cart", "currency").startswith("aoi.yaml:6:")
