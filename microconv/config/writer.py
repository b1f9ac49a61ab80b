"""A client as the text of its config: what `load` reads back as the same client.

Values are written where they differ from what the format means without them; comments stand before what they are about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from microconv.config.event_rule_text import event_rule_data, when_data
from microconv.config.goal_text import WEBSITE, campaign_data, custom_data, goal_data
from microconv.config.keys import FORMAT_VERSION
from microconv.config.paper import Comments, Paper, Written
from microconv.config.report_text import pages_data, report_data
from microconv.config.review_text import learning_data, review_data
from microconv.config.shared_settings import shared_settings, without_shared
from microconv.config.tag_text import tag_data, tag_manager_data
from microconv.config.value import NO_VALUE
from microconv.core.account_ids import dashed
from microconv.core.client import (
    DEFAULT_PREFIX,
    AuditSettings,
    Client,
    Demote,
    Unlisted,
)
from microconv.core.conversion import Conversion, ConversionKind, Value
from microconv.core.yaml_text import Bare, block, comment, entry

Data = Any


def write(
    client: Client,
    comments: Comments | None = None,
    *,
    head: Sequence[str] = (),
    foot: Sequence[str] = (),
    extends: str = "",
    without: frozenset[str] = frozenset(),
    whole: bool = True,
    share: bool = False,
) -> Written:
    """The config of `client`, with comments. `without` are top-level keys to leave out, for what a base says.

    Not `whole`: a base, which may have no conversions. With `share` what conversions say alike
    stands once, in `defaults`.
    """
    written = [conversion_data(one, client) for one in client.conversions]
    defaults = shared_settings(client.conversions, written) if share else {}
    paper = Paper(comments or {})
    for line in head:
        paper.add(comment(line))
    paper.add([f"version: {FORMAT_VERSION}"])
    if extends:
        paper.add(entry("extends", Bare(extends), 0))
    for key, value in top(client).items():
        if key in without:
            continue
        if key == "ga4" and client.event_rules:
            _with_event_rules(paper, value, client)
        else:
            paper.entry(key, value)
    if defaults:
        paper.entry("defaults", defaults)
    _goals(paper, client)
    conversions = client.conversions
    if conversions or whole:
        paper.add(["", "conversions:" if conversions else "conversions: []"])
    for number, (one, data) in enumerate(zip(conversions, written, strict=True)):
        if number:
            paper.add([""])
        paper.item(("conversions", one.name), without_shared(data, defaults), 2)
    if foot:
        paper.add([""])
    for line in foot:
        paper.add(comment(line))
    return paper.written()


def top(client: Client) -> dict[str, Data]:
    """The keys that say something of the client as a whole, without goals and conversions."""
    keys: dict[str, Data] = {"client": client.label} if client.label else {}
    if client.owner:
        keys["owner"] = client.owner
    if client.approver:
        keys["approver"] = client.approver
    learning, review = learning_data(client.learning), review_data(client)
    keys |= {"learning": learning} if learning else {}
    keys |= {"review": review} if review else {}
    report = report_data(client)
    keys |= {"report": report} if report else {}
    keys |= {"pages": pages_data(client)} if client.pages else {}
    keys |= {"currency": client.currency} if client.currency else {}
    google_ads: dict[str, Data] = {}
    if client.customer_id:
        google_ads["customer_id"] = _number(dashed(client.customer_id))
    if client.accounts.login_customer_id:
        google_ads["login_customer_id"] = _number(dashed(client.accounts.login_customer_id))
    if client.accounts.manage_owner:
        google_ads["manage_owner"] = True
    if client.auto_tagging is not None:
        google_ads["auto_tagging"] = client.auto_tagging
    keys |= {"google_ads": google_ads} if google_ads else {}
    keys |= {"ga4": _ga4(client)} if client.property_id else {}
    container = tag_manager_data(client)
    keys |= {"tag_manager": container} if container else {}
    keys |= {"naming": {"prefix": client.prefix}} if client.prefix != DEFAULT_PREFIX else {}
    keys |= {"unlisted": client.unlisted.value} if client.unlisted is not Unlisted.DEMOTE else {}
    keys |= {"demote": client.demote.value} if client.demote is not Demote.FLAG else {}
    limits = {
        "changes": client.max_changes,
        "demotions": client.max_demotions,
        "role_changes": client.max_role_changes,
        "value_factor": client.max_value_factor,
    }
    given = {key: value for key, value in limits.items() if value is not None}
    keys |= {"limits": given} if given else {}
    audit = _audit(client.audit)
    return keys | ({"audit": audit} if audit else {})


def _audit(settings: AuditSettings) -> dict[str, Data]:
    usual, keys = AuditSettings(), dict[str, Data]()
    if settings.max_conversions != usual.max_conversions:
        keys["max_conversions"] = settings.max_conversions
    ignored = [
        {
            "rule": one.rule,
            **({"object": one.object} if one.object else {}),
            "reason": one.reason,
            "until": Bare(one.until.isoformat()),
        }
        for one in settings.ignore
    ]
    return keys | ({"ignore": ignored} if ignored else {})


def _ga4(client: Client) -> dict[str, Data]:
    keys: dict[str, Data] = {"property_id": _number(client.property_id)}
    if client.accounts.data_stream:
        keys["data_stream"] = _number(client.accounts.data_stream)
    if client.link_google_ads:
        keys["link_google_ads"] = True
        if client.ads_personalization is not None:
            keys["ads_personalization"] = client.ads_personalization
    if client.annotate:
        keys["annotate"] = True
    if client.enhanced_measurement:
        keys["enhanced_measurement"] = dict(client.enhanced_measurement)
    return keys


def _with_event_rules(paper: Paper, value: Mapping[str, Data], client: Client) -> None:
    """The section of GA4 with the rules of its other events, each at a place of its own."""
    paper.begin(("ga4",), 0)
    paper.add(["ga4:", *block(value, 2)])
    paper.begin(("ga4", "event_rules"), 2)
    paper.add(["  event_rules:"])
    for one in client.event_rules:
        paper.item(("ga4", "event_rules", one.event), event_rule_data(one), 4)


def _number(text: str) -> str:
    """An account's number, which reads as text or as a number alike; anything else as text."""
    return Bare(text) if re.fullmatch(r"[1-9][0-9]{0,14}|[0-9]{3}-[0-9]{3}-[0-9]{4}", text) else text


def conversion_data(conversion: Conversion, client: Client) -> dict[str, Data]:
    """The keys of a conversion, in the order of the reference."""
    keys: dict[str, Data] = {"name": conversion.name}
    if conversion.label:
        keys["label"] = conversion.label
    if conversion.purpose:
        keys["purpose"] = conversion.purpose
    if conversion.kind is not ConversionKind.MICRO:
        keys["kind"] = conversion.kind.value
    settings = dict(conversion.settings)
    if "category" in settings:
        keys["category"] = settings.pop("category")
    keys["role"] = conversion.role.value
    if conversion.value is not None:
        keys["value"] = _value(conversion.value, client.currency)
    google_ads: dict[str, Data] = {} if conversion.source in {None, WEBSITE} else {"source": conversion.source}
    ga4: dict[str, Data] = {}
    if conversion.event is not None and conversion.event != conversion.name:
        ga4["event"] = conversion.event
    if conversion.value is not None and not conversion.event_value:
        ga4["value"] = False
    if conversion.rules:
        ga4["when"] = when_data(conversion.rules)
    elif conversion.no_rule:
        ga4["when"] = False
    for dotted, value in settings.items():
        section, _, key = dotted.rpartition(".")
        {"google_ads": google_ads, "ga4": ga4}.get(section, keys)[key] = value
    if conversion.source is None and client.customer_id:
        keys["google_ads"] = False
    elif google_ads:
        keys["google_ads"] = google_ads
    if conversion.event is not None:
        keys["ga4"] = ga4
    if conversion.tag is not None:
        keys["tag"] = tag_data(conversion.tag, client.prefix)
    if conversion.next is not None:
        keys["funnel"] = {"next": conversion.next}
    if conversion.previously:
        keys["previously"] = list(conversion.previously)
    if conversion.protect:
        keys["protect"] = True
    return keys


def _value(value: Value, currency: str) -> Data:
    foreign = {} if value.amount is None or value.currency == currency else {"currency": value.currency}
    if value.from_event:
        return {**({} if value.amount is None else {"default": value.amount}), "from_event": True, **foreign}
    if value.amount is None:
        return Bare(NO_VALUE)
    return {"default": value.amount, **foreign} if foreign else value.amount


def _goals(paper: Paper, client: Client) -> None:
    goals = client.goals
    if not goals:
        return
    paper.add([""])
    paper.begin(("goals",), 0)
    paper.add(["goals:"])
    if goals.account:
        paper.begin(("goals", "account"), 2)
        paper.add(["  account:"])
        for setting in goals.account:
            paper.item(("goals", "account", setting.pair), goal_data(setting), 4, open_=False)
    if goals.campaigns:
        paper.begin(("goals", "campaigns"), 2)
        paper.add(["  campaigns:"])
        for campaign in goals.campaigns:
            paper.item(("goals", "campaigns", campaign.campaign), campaign_data(campaign), 4)
    if goals.custom:
        paper.begin(("goals", "custom"), 2)
        paper.add(["  custom:"])
        for custom in goals.custom:
            paper.item(("goals", "custom", custom.name), custom_data(custom), 4)
