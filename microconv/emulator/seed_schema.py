"""The format of a seed as a JSON Schema, and the page about it (docs/emulator-seed.md), which is written from it.

The readers of the sections check a seed themselves, and more than a schema can say (ids that are there twice, a
campaign's goal that its account has not). A test compares the keys that they take with those here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from microconv.emulator.ga4 import seeding_schema as ga4
from microconv.emulator.google_ads import seeding_schema as google_ads
from microconv.emulator.policies import Policy
from microconv.emulator.policies_in_force import registry
from microconv.emulator.principals import ROLES, AccessApi
from microconv.emulator.schema_nodes import (
    ID,
    Node,
    account,
    by_name,
    either,
    forms,
    listed,
    maybe,
    moment,
    node,
    record,
    text,
    whole,
    words,
)
from microconv.emulator.tag_manager import seeding_schema as tag_manager
from microconv.emulator.tokens import SCOPES, SERVICE_ACCOUNT

_ID = "^[0-9-]+$"
_MANY = 8
_FORMATS = {"date": "day", "date-time": "time"}
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
EXAMPLE = f"""\
version: 1
now: 2026-11-23T09:00:00+09:00
principals:
  grants:
    {SERVICE_ACCOUNT}: {{google_ads: [9998887777], ga4: [345678901]}}
    reader@agency.example: {{google_ads: {{9998887777: READ_ONLY}}, ga4: {{345678901: viewer}}}}
  users:
    - {{email: reader@agency.example, refresh_token: r-1, client_id: c-1, client_secret: s-1}}
google_ads:
  customers:
    - {{id: 9998887777, descriptive_name: Agency, manager: true, clients: [1234567890]}}
    - id: 1234567890
      descriptive_name: Shop
      currency_code: JPY
      conversion_actions:
        - {{id: 101, name: purchase, type: WEBPAGE, category: PURCHASE, traffic: {{per_day: 12, value: 5000}}}}
      campaigns:
        - {{id: 601, name: Brand, maximize_conversions: {{}}}}
ga4:
  accounts:
    - id: 100
      display_name: Shop
      properties:
        - id: 345678901
          display_name: Shop
          time_zone: Asia/Tokyo
          currency_code: JPY
          traffic: usual
          google_ads_links: [{{customer_id: "1234567890"}}]
"""
_PAGE = """\
# The seed of the emulator

A seed is the world that an emulator starts with, in YAML or JSON: `microconv emulator --seed FILE`,
`Emulator("FILE")`, or a mapping of the same form. `microconv emulator schema` prints its JSON Schema
([emulator-seed.schema.json](emulator-seed.schema.json)); an editor with a YAML language server checks a seed that
begins with `# yaml-language-server: $schema=PATH_OF_THE_SCHEMA`. `World.dump`, and the control plane, write the present
world in this form.

```yaml
{example}```

## Who reaches what

- Google Ads: a caller reaches the accounts that it was given directly (`principals.grants`), and those below one of
  them through it: the manager is named in the header `login-customer-id`, which client libraries take as
  `login_customer_id`. Without the header the answer is `USER_PERMISSION_DENIED`. `ListAccessibleCustomers` lists what
  was given directly. Whoever the grants do not name was given the accounts without a manager above them (the policy
  `access_without_grants`).
- The `google-ads.yaml` that the emulator writes names the login customer where one manager serves for everything that
  the service account `{account}` was given.
- Roles in Google Ads go down with the hierarchy, and that in the login customer counts: {ads_roles}. READ_ONLY changes
  nothing. In GA4: {ga4_roles}; an analyst and a viewer change nothing. In a container of Tag Manager: {gtm_roles}.
- A token is good for an API if it has one of its scopes; otherwise the answer has the reason
  `ACCESS_TOKEN_SCOPE_INSUFFICIENT`. Google Ads: `{scopes[0]}`. GA4: `{scopes[1]}`; `{scopes[2]}` is enough to read.
- `principals.users` are people with refresh tokens; the client exchanges one at `oauth2.googleapis.com` or
  `accounts.google.com`, which it finds at the emulator through the proxy of the env file.

## Every key

What is not listed here is refused, with its place. Times have a zone; days look like 2026-11-23. Policies and their
values: [emulator-coverage.md](emulator-coverage.md).
"""


def schema() -> Node:
    """The JSON Schema of a seed (draft 2020-12)."""
    keys = {
        "version": {"const": 1, "description": "The format's number: 1."},
        "now": maybe(moment("The emulated time to start with; by default the real one.")),
        "policies": record(
            "What is unsettled about the services, where it is not to be the default.",
            {name: _policy(policy) for name, policy in sorted(registry().items())},
        ),
        "principals": _principals(),
        "google_ads": google_ads.section(),
        "ga4": ga4.section(),
        "tag_manager": tag_manager.section(),
        "pending_imports": listed("Imports of key events that are still on their way.", _pending()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A seed of the microconv emulator",
        **record("The world that an emulator starts with.", keys, ("version",)),
        "type": "object",
    }


def _policy(policy: Policy) -> Node:
    if isinstance(policy.allowed, tuple):
        return words(policy.allowed, policy.doc)
    return node(_TYPES[policy.allowed], policy.doc)


def _principals() -> Node:
    def ids(what: str) -> Node:
        return listed(f"The ids of {what}.", account())

    def given(api: AccessApi, what: str) -> Node:
        by_role = by_name(f"Ids of {what} with the role in each.", words(ROLES[api]), propertyNames=text(pattern=_ID))
        return either(f"Ids of {what}, or ids with roles; without a role it is {ROLES[api][0]}.", ids(what), by_role)

    ads, properties, containers = "Google Ads accounts", "GA4 properties", "containers of Tag Manager"
    user = {
        "email": text("Who it is; grants name people by it.", minLength=1),
        "refresh_token": text("What the client exchanges for an access token.", minLength=1),
        "client_id": text("Of the OAuth client that the token was made with."),
        "client_secret": text("Of the same."),
        "scopes": listed("What the token is for; by default Google Ads and GA4, with changes.", text()),
    }
    keys = {
        "grants": by_name(
            "By e-mail: what a caller was given directly, and nothing else.",
            record(
                "What one caller was given.",
                {
                    "google_ads": given("google_ads", ads),
                    "ga4": given("ga4", properties),
                    "tag_manager": given("tag_manager", containers),
                },
            ),
        ),
        "denied": record(
            "What nobody sees, whatever the grants say.",
            {"google_ads": ids(ads), "ga4": ids(properties), "tag_manager": ids(containers)},
        ),
        "users": listed(
            "People with refresh tokens; without this key there is one of the emulator's own.",
            record("A person.", user, ("email", "refresh_token")),
        ),
    }
    return record("Who may see what.", keys)


def _pending() -> Node:
    keys = {
        "property": whole("The number of the property.", 1),
        "event_name": text("The event of the key event."),
        "customer_id": account("The linked account."),
    }
    return record("An import.", keys, tuple(keys))


# ---- the page


def page() -> str:
    """The text of docs/emulator-seed.md, in Markdown."""
    head = _PAGE.format(
        example=EXAMPLE,
        account=SERVICE_ACCOUNT,
        ads_roles=", ".join(ROLES["google_ads"]),
        ga4_roles=", ".join(ROLES["ga4"]),
        gtm_roles=", ".join(ROLES["tag_manager"]),
        scopes=SCOPES,
    )
    return head + "".join(f"\n{part}" for part in _tables("", schema()))


def _tables(path: str, one: Node) -> Iterator[str]:
    """A table for each mapping with known keys, outer ones first."""
    for way in forms(one):
        if "properties" in way and path != "policies":
            yield from _table(path, way)
        for below in (way.get("items"), way.get("additionalProperties")):
            if isinstance(below, dict):
                yield from _tables(path + ("[]" if "items" in way else ".NAME"), below)


def _table(path: str, way: Node) -> Iterator[str]:
    rows, deeper = [], []
    for key, below in _flat(way["properties"]):
        must = " (must be there)" if key in way.get("required", ()) else ""
        rows.append(f"| `{key}`{must} | {_form(below)} | {below.get('description', '')} |\n")
        deeper.append((f"{path}.{key}" if path else key, below))
    title = f"`{path}`" if path else "The whole"
    yield f"### {title}\n\n{way['description']}\n\n| key | form | meaning |\n| --- | --- | --- |\n{''.join(rows)}"
    for place, below in deeper:
        yield from _tables(place, below)


def _flat(keys: Mapping[str, Node], prefix: str = "") -> Iterator[tuple[str, Node]]:
    """The keys; those of a message within a message with their path."""
    for key, below in keys.items():
        if "properties" in below and not below["description"]:
            yield from _flat(below["properties"], f"{prefix}{key}.")
        else:
            yield prefix + key, below


def _form(one: Node) -> str:
    if one.get("title") == ID:
        return ID
    return " or ".join(dict.fromkeys(_simple(way) for way in forms(one)))


def _simple(one: Node) -> str:
    if "const" in one:
        return f"`{one['const']}`"
    if "enum" in one:
        known = [str(word) for word in one["enum"] if word is not None]
        return ", ".join(f"`{word}`" for word in known) if len(known) <= _MANY else f"one of {len(known)} words"
    given = one.get("type", "anything")
    kind = str(given if isinstance(given, str) else given[0])
    if kind == "array":
        return f"list of {_form(one['items'])}"
    if kind == "object":
        return "mapping by name" if isinstance(one.get("additionalProperties"), dict) else "mapping"
    return _FORMATS.get(one.get("format", ""), "text" if kind == "string" else kind)
