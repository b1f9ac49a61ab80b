"""The schema of the ``ga4`` section of a seed."""

from __future__ import annotations

from microconv.emulator.ga4.model import (
    ATTRIBUTION_WORDS,
    COUNTING_METHODS,
    INDUSTRY_CATEGORIES,
    PROPERTY_TYPES,
    SERVICE_LEVELS,
)
from microconv.emulator.ga4.model_data_streams import COMPARISON_TYPES, STREAM_DATA
from microconv.emulator.ga4.model_settings import (
    COLORS,
    RETENTIONS,
    ROLES,
    SIGNALS_CONSENTS,
    SIGNALS_STATES,
    SYSTEM_COLOR,
)
from microconv.emulator.ga4.seeding_data_streams import SETTINGS_FLAGS
from microconv.emulator.ga4.seeding_schema_traffic import traffic
from microconv.emulator.schema_nodes import (
    Node,
    currency,
    day,
    flag,
    listed,
    maybe,
    moment,
    number,
    record,
    some,
    text,
    whole,
    words,
)
from microconv.emulator.schema_traffic import event_hits


def section() -> Node:
    """The section."""
    keys = {
        "accounts": listed("The accounts.", _account()),
        "next_id": whole("The id that the next new object gets.", 1),
    }
    return record("The Google Analytics accounts.", keys)


def _times() -> dict[str, Node]:
    return {
        "create_time": maybe(moment("By default the time at which the world starts, or that of what it belongs to.")),
        "update_time": maybe(moment("By default the time of its creation.")),
    }


def _id(about: str = "Its id; by default a new one.") -> Node:
    return whole(about, 1)


def _account() -> Node:
    keys = {
        "id": _id("Its number."),
        "display_name": text("Its name."),
        "region_code": text("Default: JP."),
        "gmp_organization": text("Its Google Marketing Platform organization."),
        "deleted": flag("It is in the trash."),
        "properties": listed("Its properties.", _property()),
        "access_bindings": _bindings(),
        **_times(),
    }
    return record("An account.", keys, ("id", "display_name"))


def _property() -> Node:
    settings = {name: words(known) for name, known in ATTRIBUTION_WORDS.items()}
    keys = {
        "id": _id("Its number."),
        "parent": text("By default its account; of a subproperty another property."),
        "display_name": text("Its name."),
        "currency_code": currency("An ISO 4217 code. Default: USD."),
        "time_zone": text("A name of the tz database."),
        "service_level": words(SERVICE_LEVELS, f"Default: {SERVICE_LEVELS[0]}."),
        "property_type": words(PROPERTY_TYPES, f"Default: {PROPERTY_TYPES[0]}."),
        "industry_category": words(INDUSTRY_CATEGORIES),
        "delete_time": maybe(moment("When it was moved to the trash.")),
        "expire_time": maybe(moment("When it leaves the trash for good.")),
        "attribution_settings": record("Its attribution settings, if somebody chose them.", settings),
        "data_streams": listed("Its data streams.", _stream()),
        "key_events": listed(
            "Its key events; without this key there is the one that GA makes, purchase.", _key_event()
        ),
        "google_ads_links": listed("Its links to Google Ads.", _link()),
        **_settings(),
        "traffic": traffic(),
        "hits": event_hits(),
        **_times(),
    }
    return record("A property.", keys, ("id", "display_name", "time_zone"))


def _bindings() -> Node:
    keys = {
        "id": _id(),
        "user": text("The e-mail address.", pattern="@"),
        "roles": some("At least one.", words(ROLES)),
    }
    about = "Who was given access there, as AccessBindings shows it. What a caller reaches is said by `principals`."
    return listed(about, record("One person's access.", keys, ("user", "roles")))


def _settings() -> dict[str, Node]:
    retention = {
        "event_data_retention": words(tuple(RETENTIONS), "Over 14 months only with Analytics 360."),
        "user_data_retention": words([word for word, of_events in RETENTIONS.items() if not of_events]),
        "reset_user_data_on_new_activity": flag("Default: true."),
    }
    signals = {"state": words(SIGNALS_STATES), "consent": words(SIGNALS_CONSENTS)}
    span = {"start_date": day("The first day."), "end_date": day("The last day.")}
    annotation = {
        "id": _id(),
        "title": text("For people.", minLength=1),
        "description": text("For people."),
        "color": words(COLORS, f"{SYSTEM_COLOR} only of those that are system_generated."),
        "system_generated": flag("By GA itself. Default: false."),
        "annotation_date": day("Its day; either this or a range."),
        "annotation_date_range": record("Its days.", span, tuple(span)),
    }
    return {
        "data_retention_settings": record("How long data is kept, if somebody chose.", retention, tuple(retention)[:2]),
        "google_signals_settings": record("Google signals, if somebody chose.", signals),
        "access_bindings": _bindings(),
        "reporting_data_annotations": listed(
            "Comments on days of reports.", record("A comment.", annotation, ("title", "color"))
        ),
    }


def _key_event() -> Node:
    value = {"numeric_value": number("The amount."), "currency_code": currency("An ISO 4217 code.")}
    keys = {
        "id": _id(),
        "event_name": text("The event that it marks.", minLength=1),
        "counting_method": words(COUNTING_METHODS, f"Default: {COUNTING_METHODS[0]}."),
        "default_value": record("The value of an event that has none.", value, tuple(value)),
        "deletable": flag("By default as `custom`."),
        "custom": flag("False for those that GA makes itself; by default by the name."),
        "create_time": maybe(moment("From then on it counts; by default the property's.")),
    }
    return record("A key event.", keys, ("event_name",))


def _link() -> Node:
    keys = {
        "id": _id(),
        "customer_id": text("The Google Ads account: ten digits in quotes.", pattern="^[0-9]{10}$"),
        "can_manage_clients": flag("It is a manager account. Default: false."),
        "ads_personalization_enabled": flag("Default: true."),
        "creator_email_address": text("Who made it."),
        **_times(),
    }
    return record("A link to Google Ads.", keys, ("customer_id",))


def _stream() -> Node:
    data = {name: record(f"Of a stream of the type {kind}.", dict.fromkeys(known, text()))
            for kind, (name, known) in STREAM_DATA.items()}  # fmt: skip
    settings = {
        **dict.fromkeys(SETTINGS_FLAGS, flag()),
        "search_query_parameter": text("Default: q,s,search,query,keyword.", minLength=1),
        "uri_query_parameter": text(),
    }
    keys = {
        "id": _id(),
        "type": words(tuple(STREAM_DATA)),
        "display_name": text("Its name."),
        **data,
        "enhanced_measurement_settings": record(
            "Enhanced measurement of a web stream, if it is not as the stream was made. Flags left out are false.",
            settings,
        ),
        "event_create_rules": listed("Rules that make an event of another.", _create_rule()),
        "event_edit_rules": listed("Rules that change events.", _edit_rule()),
        **_times(),
    }
    return record("A data stream.", keys, ("type",))


def _conditions() -> Node:
    keys = {
        "field": text("event_name, or a parameter.", minLength=1),
        "comparison_type": words(COMPARISON_TYPES),
        "value": text("With what it is compared."),
        "negated": flag("Default: false."),
    }
    one = record("A condition.", keys, ("field", "comparison_type", "value"))
    return some("All must hold; at least one.", one)


def _mutation() -> Node:
    keys = {"parameter": text("Its name.", minLength=1), "parameter_value": text("[[other]] copies another.")}
    return record("A parameter.", keys, tuple(keys))


def _create_rule() -> Node:
    keys = {
        "id": _id(),
        "destination_event": text("The event that it makes.", minLength=1),
        "event_conditions": _conditions(),
        "source_copy_parameters": flag("With the parameters of the event it is made from. Default: false."),
        "parameter_mutations": listed("Parameters that are set.", _mutation()),
    }
    return record("A rule that makes an event.", keys, ("destination_event", "event_conditions"))


def _edit_rule() -> Node:
    keys = {
        "id": _id(),
        "display_name": text("Its name.", minLength=1),
        "event_conditions": _conditions(),
        "parameter_mutations": some("Parameters that are set; at least one.", _mutation()),
        "processing_order": whole("Its turn, from 1 on; by default after the others.", 1),
    }
    return record("A rule that changes events.", keys, ("display_name", "event_conditions", "parameter_mutations"))
