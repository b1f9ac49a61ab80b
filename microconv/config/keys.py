"""The keys of a config, format version 1: the fixed ones from here, the rest from the attribute tables."""

from __future__ import annotations

import enum
from functools import lru_cache

from microconv.config.account_keys import RULES_SOURCE, ga4_form, google_ads_form
from microconv.config.attribute_keys import AttributeKeys
from microconv.config.audit import audit_form
from microconv.config.event_rule import when_form
from microconv.config.forms import Flag, Key, ListOf, Map, Number, OneOf, Only, TextForm, Whole, Word
from microconv.config.goals import goals_form
from microconv.config.id_forms import PURPOSE
from microconv.config.report_form import pages_form, report_form
from microconv.config.review_form import learning_form, review_form
from microconv.config.tag_form import tag_form, tag_manager_form
from microconv.config.value import CURRENCY, NO_VALUE, value_form
from microconv.config.vocabulary import Vocabulary
from microconv.core.client import DEFAULT_PREFIX, Demote, Unlisted
from microconv.core.conversion import ConversionKind, Role
from microconv.core.text import Text

FORMAT_VERSION = 1
"""The version of the config format that this package reads."""

_PREFIX_PATTERN = "^[a-z][a-z0-9_]*_$"


@lru_cache(maxsize=8)
def config_form(vocabulary: Vocabulary) -> Map:
    """The whole config as a tree of keys, computed once for each vocabulary.

    Raises ValueError if an attribute's key has no place in the format.
    """
    conversion = _conversion(vocabulary)
    return Map(
        (
            Key(
                "version", Only(FORMAT_VERSION), "Version of the config format.", required=True, examples=(1,)
            ),
            Key("extends", TextForm(), "A base file to merge under this one, relative to this file. Maps merge key by "
                "key, conversions by name; what this file says wins. It must lie in this file's folder, below it, or "
                "in the parent folder.", examples=("./agency-base.yaml",)),
            Key("client", TextForm(), "Label of the client, unique among all configs of a run. A base has none.",
                examples=("aoi-store",)),
            Key("owner", TextForm(), "Who answers for this setup.", examples=("ads-team@agency.example",)),
            Key("approver", TextForm(), "Who approves what changes bidding.", examples=("boss@client.example",)),
            Key("learning", learning_form(), "When bidding has enough final conversions to learn from them alone."),
            Key("review", review_form(), "How often values and roles are reviewed, when they last were, what was "
                "decided, and where the report is."),
            Key("report", report_form(), "What the client is handed: whose name and logo stand at its head, what the "
                "monthly report shows, and which numbers are wanted."),
            Key("pages", pages_form(), "Names of pages, and addresses of their heat maps, for the monthly report: a "
                "path as GA4 has it (Page path), and below it `label`, `heatmap`, or both."),
            Key("audit", audit_form(), "What the audit is to know, and which of its findings are accepted."),
            Key("currency", CURRENCY, "Currency of all values without their own.", examples=("JPY",)),
            Key("google_ads", google_ads_form(), "The Google Ads account."),
            Key("ga4", ga4_form(), "The GA4 property."),
            Key("tag_manager", tag_manager_form(), "The container of Tag Manager, and how microconv works in it."),
            Key("naming", _naming(), "The rule for names of micro-conversions."),
            Key("unlisted", _word(Unlisted), "What happens to live objects with the prefix that are not listed here.",
                default=Unlisted.DEMOTE, examples=("demote",)),
            Key("demote", _word(Demote), "What a demote does. flag: it makes the conversion secondary. thorough: it "
                "takes it out of custom goals too, which ignore roles.", default=Demote.FLAG, examples=("thorough",)),
            Key("goals", goals_form(vocabulary), "What bidding is for in Google Ads. What is not named here stays as "
                "it is."),
            Key("limits", _run_limits(), "How far one run may go; beyond, `sync` refuses. The options of the command "
                "line come first."),
            Key("defaults", _defaults(conversion), "What every conversion has that does not say otherwise. What a "
                "conversion's source does not take is left out there."),
            Key("conversions", ListOf(conversion), "Every conversion of the client; an empty list is allowed."),
        )
    )  # fmt: skip


def _run_limits() -> Map:
    return Map(
        (
            Key("changes", Whole(0, None), "Most changes of one run.", examples=(20,)),
            Key("demotions", Whole(0, None), "Most demotes and removals of one run.", examples=(3,)),
            Key("role_changes", Whole(0, None), "Most actions that may become primary or secondary in one run.",
                examples=(2,)),
            Key("value_factor", Number(1, None), "How many times higher or lower a value may become.", examples=(3,)),
        )
    )  # fmt: skip


def _naming() -> Map:
    meaning = Text(
        "lower-case letters, digits and underscores, a letter first and an underscore last, as mv_",
        "半角の小文字、数字、アンダースコア。先頭は小文字、末尾はアンダースコア（例: mv_）",
    )
    summary = "What the names of micro-conversions begin with, and of nothing else."
    return Map((Key("prefix", TextForm(_PREFIX_PATTERN, meaning), summary, default=DEFAULT_PREFIX, examples=("mv_",)),))


def _conversion(vocabulary: Vocabulary) -> Map:
    tables = AttributeKeys(vocabulary)
    google_ads = Map((_source(vocabulary), *tables.below("google_ads")))
    ga4 = Map((_event(), _event_value(), _when(), *tables.below("ga4")))
    keys = (
        Key("name", TextForm(), "Name in Google Ads, and of the GA4 event unless `ga4.event` says otherwise.",
            required=True, examples=("mv_add_to_cart",)),
        Key("label", TextForm(), "What people call it, in any language.", examples=("カートに追加",)),
        Key("purpose", PURPOSE, "Why it is measured, in the client's words; shown in audits.",
            default="none", examples=("Shows that people want this product, before they pay.",)),
        Key("kind", _word(ConversionKind), "Micro: a step before the result. Macro: the result itself. With the prefix "
            "a conversion is micro; without it, `kind: macro` must be written. Undecided: what `microconv import` "
            "writes for a name without the prefix, until a person decides; audits judge it by its category and name, "
            "and what protects bidding counts it as a result.", examples=("macro",)),
        Key("role", _word(Role), "Primary: bidding uses it. Secondary: it is observed only. Needed here or in "
            "`defaults`.", examples=("secondary",), shared="role"),
        Key("value", value_form(), "What one conversion is worth: a number that always counts, a map, or `none`.",
            examples=(500, NO_VALUE)),
        *tables.top(),
        Key("google_ads", OneOf((Only(False), google_ads)), "How it stands in Google Ads; `false`: not at all. Where "
            "the key is absent: as a website conversion, if the client has an account."),
        Key("ga4", ga4, "Its GA4 key event; without the key it has none. `ga4: {}` takes the conversion's name."),
        Key("tag", tag_form(), "Its tags in Tag Manager: a trigger, a GA4 event tag where it has a GA4 event, and a "
            "Google Ads conversion tag where its source is website."),
        Key("funnel", Map((Key("next", TextForm(), "The conversion that this one leads to.", required=True,
            examples=("purchase",)),)), "Where it stands among the steps to the result."),
        Key("previously", ListOf(TextForm()), "Earlier names: a live object with one of them is renamed.",
            examples=("mv_cart",)),
        Key("protect", Flag(), "True: it is never changed without a second flag on the command line.", default="false",
            examples=(True,)),
    )  # fmt: skip
    tables.done()
    return Map(keys)


def _source(vocabulary: Vocabulary) -> Key:
    words = tuple(vocabulary.sources)
    summary = (
        "How Google Ads gets the conversion. ga4: Google makes the import of the key event by itself, and `sync` "
        "enables it."
    )
    return Key("source", Word(words), summary, default=words[0], examples=(words[0],), shared="google_ads.source")


def _event() -> Key:
    return Key(
        "event", TextForm(), "Name of the GA4 event.", default="the conversion's name", examples=("mv_add_to_cart",)
    )


def _event_value() -> Key:
    return Key("value", Flag(), "False: `value` is not put on the key event, whose own value, or none, stays as it is.",
        default="true", examples=(False,), shared="ga4.value")  # fmt: skip


def _when() -> Key:
    summary = (
        "The rule in GA4 that makes the event, for what no tag sends, or a list of several: the event is made once for "
        "each that matches. `false`: there must be none. Where the key is absent, rules stay as they are."
    )
    return Key("when", when_form(), summary, source=RULES_SOURCE)


def _defaults(conversion: Map) -> Map:
    left_out = {"name", "label", "purpose", "kind", "tag", "funnel", "previously"}
    keys = []
    for key in conversion.keys:
        if key.name == "ga4" and isinstance(key.form, Map):
            below = Map(tuple(item for item in key.form.keys if item.name not in {"event", "when"}))
            keys.append(Key("ga4", below, "What key events have; it makes none by itself."))
        elif key.name not in left_out:
            keys.append(key)
    return Map(tuple(keys))


def _word(words: type[enum.StrEnum]) -> Word:
    return Word(tuple(word.value for word in words))
