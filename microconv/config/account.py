"""The client's own keys of a config, beside its conversions, goals and audit settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from microconv.config.forms import INVALID, Map
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.value import check_currency, day
from microconv.config.wording import no_section, write_section
from microconv.core.account_ids import Accounts
from microconv.core.client import DEFAULT_PREFIX, Client, Demote, ReviewEvery, Unlisted
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.frozen import FrozenDict
from microconv.core.tag_manager import NO_TAG_MANAGER, TagManager
from microconv.core.text import Text

Data = Any


class Header(NamedTuple):
    """The client's own keys that its conversions rest on. A problem was reported for each one that was refused.

    has_google_ads: the section is there, whatever its content.
    has_ga4: likewise.
    currency: empty when it is absent, None when it was refused.
    prefix: the prefix of micro-conversions; None when it was refused.
    has_container: the section of Tag Manager is there, whatever its content.
    defaults: what conversions that do not say otherwise have.
    defaults_place: where the defaults stand.
    """

    has_google_ads: bool
    has_ga4: bool
    currency: str | None
    prefix: str | None
    has_container: bool
    defaults: dict[str, Data]
    defaults_place: SourcePlace | None


def header(data: dict[str, Data], place: SourcePlace, form: Map, problems: Problems) -> Header:
    """The keys that conversions rest on. Reports what is missing and what contradicts itself."""
    google_ads, ga4 = data.get("google_ads"), data.get("ga4")
    for key in ("client", "conversions"):
        if key not in data:
            problems.missing(form.by_name[key], place.span)
    if google_ads is None and ga4 is None:
        problems.error(
            "no-account", place.span, Text("there is neither google_ads nor ga4", "google_ads も ga4 もありません"),
            Text("a client has at least one of the two", "クライアントには少なくとも一方が必要です"),
            Text(
                "write `google_ads: {customer_id: 123-456-7890}` or `ga4: {property_id: 345678901}`",
                "`google_ads: {customer_id: 123-456-7890}` または `ga4: {property_id: 345678901}` と書いてください",
            ),
        )  # fmt: skip
    for section, key in (("google_ads", "customer_id"), ("ga4", "property_id")):
        below = data.get(section)
        if isinstance(below, dict) and key not in below:
            inner = form.by_name[section].form
            assert isinstance(inner, Map)
            spot = place.child(section) or place
            problems.missing(inner.by_name[key], spot.key_span, (section,))
    _check_link(_map(data, "ga4"), google_ads is not None, place, problems)
    check_currency(data.get("currency"), place.child("currency") or place, problems)
    defaults = data.get("defaults")
    return Header(
        has_google_ads=google_ads is not None,
        has_ga4=ga4 is not None,
        currency=None if data.get("currency") is INVALID else _text(data.get("currency")),
        prefix=_prefix(data),
        has_container=data.get("tag_manager") is not None,
        defaults=defaults if isinstance(defaults, dict) else {} if defaults is None else {"role": INVALID},
        defaults_place=place.child("defaults"),
    )


def client_of(
    data: dict[str, Data], place: SourcePlace, about: Header, conversions: Sequence[Conversion], problems: Problems
) -> Client:
    """The client with its conversions. A harmless value stands in for what was refused."""
    review, ga4, limits = _map(data, "review"), _map(data, "ga4"), _map(data, "limits")
    unlisted, demote, every = data.get("unlisted"), data.get("demote"), review.get("every")
    google_ads = _map(data, "google_ads")
    tagging = google_ads.get("auto_tagging")
    _check_tagging(tagging, conversions, place, problems)
    personal, measurement = ga4.get("ads_personalization"), _map(ga4, "enhanced_measurement")
    return Client(
        label=_text(data.get("client")),
        conversions=tuple(conversions),
        accounts=_accounts(google_ads, ga4, _map(data, "tag_manager")),
        tag_manager=_tag_manager(_map(data, "tag_manager"), place, problems),
        auto_tagging=tagging if isinstance(tagging, bool) else None,
        link_google_ads=ga4.get("link_google_ads") is True,
        ads_personalization=personal if isinstance(personal, bool) else None,
        annotate=ga4.get("annotate") is True,
        enhanced_measurement=FrozenDict({key: on for key, on in measurement.items() if isinstance(on, bool)}),
        currency=about.currency or "",
        owner=_text(data.get("owner")),
        approver=_text(data.get("approver")),
        review_every=ReviewEvery(every) if isinstance(every, str) else None,
        review_last=day(review.get("last"), "review.last", place.find("review.last") or place, problems),
        review_report=_text(review.get("report")),
        prefix=about.prefix or DEFAULT_PREFIX,
        unlisted=Unlisted(unlisted) if isinstance(unlisted, str) else Unlisted.DEMOTE,
        demote=Demote(demote) if isinstance(demote, str) else Demote.FLAG,
        max_changes=_whole(limits.get("changes")),
        max_demotions=_whole(limits.get("demotions")),
        max_role_changes=_whole(limits.get("role_changes")),
        max_value_factor=_number(limits.get("value_factor")),
    )


def _tag_manager(data: dict[str, Data], place: SourcePlace, problems: Problems) -> TagManager:
    if not data:
        return NO_TAG_MANAGER
    from microconv.config.tag_manager import tag_manager_of

    return tag_manager_of(data, place, problems)


def _accounts(google_ads: dict[str, Data], ga4: dict[str, Data], tag_manager: dict[str, Data]) -> Accounts:
    return Accounts(
        customer_id=_digits(google_ads.get("customer_id")),
        login_customer_id=_digits(google_ads.get("login_customer_id")),
        property_id=_digits(ga4.get("property_id")),
        data_stream=_stream(ga4.get("data_stream")),
        manage_owner=google_ads.get("manage_owner") is True,
        container=_text(tag_manager.get("container")),
        workspace=_text(tag_manager.get("workspace")),
    )


def _check_tagging(tagging: Data, conversions: Sequence[Conversion], place: SourcePlace, problems: Problems) -> None:
    """Warn where the config turns off what its own imports need."""
    imports = [one.name for one in conversions if one.source == GA4_IMPORT]
    if tagging is False and imports:
        spot = place.find("google_ads.auto_tagging") or place
        problems.warning(
            "imports-need-auto-tagging", spot.key_span,
            Text(
                "google_ads.auto_tagging is false, and Google imports nothing from GA4 without it: "
                f"{', '.join(imports)}",
                "google_ads.auto_tagging が false です。自動タグ設定がないと GA4 からインポートできません: "
                f"{'、'.join(imports)}",
            ),
            hint=Text(
                "write `auto_tagging: true`, or leave the key out: then it stays as it is",
                "`auto_tagging: true` と書くか、キーを省略してください（省略すると現状のままになります）",
            ),
        )  # fmt: skip


def _check_link(ga4: dict[str, Data], has_google_ads: bool, place: SourcePlace, problems: Problems) -> None:
    """Report mistakes about the link between GA4 and Google Ads."""
    linked = ga4.get("link_google_ads")
    if linked is True and not has_google_ads:
        spot = place.find("ga4.link_google_ads") or place
        problems.error(
            "no-account", spot.key_span, no_section("ga4.link_google_ads", "google_ads"),
            hint=write_section("google_ads", "customer_id"),
        )  # fmt: skip
    if "ads_personalization" in ga4 and (linked is None or linked is False):
        spot = place.find("ga4.ads_personalization") or place
        problems.warning(
            "no-effect", spot.key_span,
            Text(
                "ga4.ads_personalization has no effect: the link is not managed here",
                "ga4.ads_personalization は反映されません: リンクがこの設定の管理対象ではないためです",
            ),
            hint=Text(
                "write `link_google_ads: true`, or leave the key out",
                "`link_google_ads: true` と書くか、キーを省略してください",
            ),
        )  # fmt: skip


def _prefix(data: dict[str, Data]) -> str | None:
    if data.get("naming") is INVALID:
        return None
    prefix = _map(data, "naming").get("prefix", DEFAULT_PREFIX)
    return None if prefix is INVALID else _text(prefix)


def _map(data: dict[str, Data], key: str) -> dict[str, Data]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Data) -> str:
    return value if isinstance(value, str) else ""


def _stream(value: Data) -> str:
    return "" if value is None or value is INVALID else str(value)


def _digits(value: Data) -> str:
    return "" if value is None or value is INVALID else str(value).replace("-", "")


def _number(value: Data) -> float | None:
    return value if isinstance(value, int | float) else None


def _whole(value: Data) -> int | None:
    return int(value) if isinstance(value, int | float) else None
