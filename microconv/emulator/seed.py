"""Seeds: the content an emulator starts with, in YAML or JSON.

    version: 1
    now: 2026-11-23T09:00:00+09:00       # emulated time; default: the real time
    policies: {name_reuse_after_removal: allowed}
    principals:                          # optional
      denied: {google_ads: [5556667777], ga4: [345678999]}     # nobody sees these
      grants:                            # who is listed was given these accounts directly, and nothing else
        microconv-emulator@microconv-emulator.iam.gserviceaccount.com: {google_ads: [9998887777], ga4: [345678901]}
        reader@b.example: {google_ads: {9998887777: READ_ONLY}, ga4: {345678901: viewer}}      # with a role
      users: [{email: a@b.example, refresh_token: r, client_id: i, client_secret: s, scopes: [...]}]
    google_ads:
      customers:
        - id: 9998887777                 # ten digits, with or without hyphens
          descriptive_name: Agency
          manager: true
          currency_code: JPY
          time_zone: Asia/Tokyo
          status: ENABLED                # ENABLED, CANCELED, SUSPENDED, CLOSED
          clients: [1234567890]          # direct children; only of a manager
        - id: 1234567890
          auto_tagging_enabled: true     # any other field of the Customer proto, too
          conversion_customer: 9998887777       # default: itself; else cross-account conversion tracking
          conversion_tracking_id: 123456789     # default: made from the id
          conversion_actions:
            - id: 101
              name: Purchase
              type: WEBPAGE
              category: PURCHASE
              status: ENABLED
              primary_for_goal: true
              counting_type: ONE_PER_CLICK
              value_settings: {default_value: 500, default_currency_code: JPY, always_use_default_value: true}
              owner_customer: null       # null: system-defined. Default: this customer
              conversion_lags: {LESS_THAN_ONE_DAY: 1}    # not in the API: shares; see google_ads/lags.py
              traffic: usual             # not in the API: what it counts; see google_ads/seeding_traffic.py
          customer_conversion_goals: [{category: PAGE_VIEW, origin: WEBSITE, biddable: false}]
          campaigns:
            - id: 601
              name: Brand                # any field of the Campaign proto; by default an ENABLED SEARCH campaign
              maximize_conversions: {}   # the field of its bidding strategy; default manual_cpc
              campaign_budget: {id: 501, name: Brand, amount_micros: 5000000000}    # or an id; default: made up
              contains_eu_political_advertising: null    # null: undeclared. Default: it contains none
              search_ads_360: false      # not in the API: managed by Search Ads 360
              unified_goals: true        # not in the API: may use goals at all
              selective_optimization: {conversion_actions: [101]}    # of App campaigns only; ids, or resource names
          campaign_budgets: [{id: 502, name: Shared}]    # those that are not written in a campaign
          campaign_conversion_goals: [{campaign: 601, category: PURCHASE, origin: WEBSITE, biddable: false}]
          custom_conversion_goals: [{id: 701, name: Carts, conversion_actions: [101], status: ENABLED}]
          conversion_goal_campaign_configs: [{campaign: 601, goal_config_level: CAMPAIGN, custom_conversion_goal: 701}]
          changes:                       # of campaigns and budgets, what change_event shows; old and new by field path
            - {at: 2026-11-20T10:00:00+09:00, kind: campaign, id: 601, operation: UPDATE, user_email: a@b.example,
               old: {name: Old}, new: {name: Brand}}
          lifecycle_goals: []            # and value rules, bidding strategies, summaries of uploads, users: what no
                                         # client changes here; see google_ads/seeding_read_only.py
    ga4: {...}                           # see ga4/seeding.py, beside it seeding_settings.py, seeding_traffic.py
    tag_manager: {...}                   # see tag_manager/seeding.py

A conversion action takes the field names of the ConversionAction proto (snake case) and enum names, also of fields that
are output only for an API client (``google_analytics_4_settings``, ``origin``). What is left out gets the value the
service would have given. An action counts nothing without ``traffic``; one that was imported from GA4 counts what the
property has of the event, from ``imported_at`` on where that is given. A goal exists for every (category, origin) of an
action that is not removed, with the default ``biddable``; ``customer_conversion_goals`` overrides that, or adds a goal
without actions. A campaign has the goals of its account's conversion customer, unless ``campaign_conversion_goals``
overrides one of them (then its level is CAMPAIGN) or ``conversion_goal_campaign_configs`` sets the level; it can name a
custom goal of the conversion customer. Ids are unique over all kinds and customers.

``grants`` are what a caller was given directly, which is what CustomerService.ListAccessibleCustomers lists. A caller
with access through managers only has just those managers in its grants; ``clients`` say what is below them, at any
depth, and an account may be below several. To reach an account that it was not given, the caller names one of the
managers above it in ``login-customer-id`` (one it was given; the policy ``login_customer_below_grant`` lets it name one
below that, too); without, the answer is USER_PERMISSION_DENIED. Whoever is not listed was given the accounts that have
no manager above them (the policy ``access_without_grants``) and every property. `tokens.SERVICE_ACCOUNT` is the e-mail
of the service account whose key the emulator writes; ``users`` get theirs with their refresh token, and without
``users`` there is one, `tokens.USER`. Every key, with its meaning: docs/emulator-seed.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from microconv.emulator.errors import EmulatorError, SeedError
from microconv.emulator.principals import Principals
from microconv.emulator.seeding_principals import read_principals
from microconv.emulator.seeding_values import account_id, known, mapping, parse_moment, sequence
from microconv.emulator.tokens import User

__all__ = ["Seed", "account_id", "known", "mapping", "packaged_seed", "read_seed", "sequence"]

#: The keys of a seed.
KEYS = ("version", "now", "policies", "principals", "google_ads", "ga4", "tag_manager")
_PACKAGED = Path(__file__).parent / "seeds"


def packaged_seed(name: str = "agency") -> Path:
    """The path of a seed that ships with the package.

    Raises EmulatorError if there is none of that name.
    """
    path = _PACKAGED / f"{name}.yaml"
    if not path.is_file():
        raise EmulatorError(f"the package has no seed {name!r}; give one with --seed FILE")
    return path


def read_seed(path: Path) -> dict[str, Any]:
    """Read a seed file: JSON if its name ends in ``.json``, YAML otherwise.

    Raises EmulatorError if the file cannot be read. Raises SeedError if it is not valid YAML or JSON, or not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise EmulatorError(f"cannot read the seed {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SeedError("", f"{path.name} is not UTF-8") from error
    content = _parse_json(path, text) if path.suffix == ".json" else _parse_yaml(path, text)
    if not isinstance(content, dict):
        raise SeedError("", f"{path.name} holds no mapping; a seed begins with `version: 1`")
    return content


def _parse_json(path: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        raise SeedError("", f"{path.name}:{error.lineno}:{error.colno}: {error.msg}") from error
    except _Twice as error:
        raise SeedError("", f"{path.name}: the key {error} is there twice in one mapping") from error


class _Twice(ValueError):  # noqa: N818 - what a mapping has
    """A key that a mapping has twice."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(repr(next(name for name in names if names.count(name) > 1)))
    return result


def _parse_yaml(path: Path, text: str) -> Any:
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Refuses a key that a mapping has twice, of which YAML's reader takes the last."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
            keys = [one for one, _ in node.value if isinstance(one, yaml.ScalarNode)]
            there: set[str] = set()
            for one in keys:
                if one.value in there:
                    text = f"the key {one.value!r} is there twice in one mapping"
                    raise yaml.constructor.ConstructorError(None, None, text, one.start_mark)
                there.add(one.value)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""
        begun = f"{error.context}, " if str(error.problem).startswith("but ") else ""
        raise SeedError("", f"{path.name}{place}: {begun}{error.problem}") from error
    except yaml.YAMLError as error:
        raise SeedError("", f"{path.name}: {' '.join(str(error).split())}") from error


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed whose common part has been checked; the sections of the APIs are checked by their own `seeding`.

    now: the emulated time to start with, None for the real one.
    policies: values by name, not checked yet.
    principals: the rules of access.
    users: the people with refresh tokens.
    google_ads: the API's section, None without one.
    ga4: the API's section, None without one.
    tag_manager: the API's section, None without one.
    """

    now: datetime | None
    policies: Mapping[str, object]
    principals: Principals
    users: tuple[User, ...]
    google_ads: Mapping[str, Any] | None
    ga4: Mapping[str, Any] | None
    tag_manager: Mapping[str, Any] | None

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Seed:
        """Check the common part.

        Raises SeedError with the path of the item that is wrong.
        """
        known(content, "", KEYS)
        if content.get("version") != 1 or isinstance(content["version"], bool):
            raise SeedError("version", "must be 1")
        principals, users = read_principals(content.get("principals"))
        return cls(
            now=_moment(content.get("now")),
            policies=mapping(content.get("policies"), "policies"),
            principals=principals,
            users=users,
            google_ads=_section(content, "google_ads"),
            ga4=_section(content, "ga4"),
            tag_manager=_section(content, "tag_manager"),
        )


def _section(content: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    return None if content.get(name) is None else mapping(content[name], name)


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = parse_moment(value)
        except ValueError as error:
            raise SeedError("now", f"must be an ISO 8601 time, not {value!r}") from error
    if not isinstance(value, datetime):
        raise SeedError("now", f"must be a time, not {value!r}")
    if value.tzinfo is None:
        raise SeedError("now", f"needs a time zone, not {value}")
    return value
