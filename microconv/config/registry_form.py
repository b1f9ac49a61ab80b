"""The keys of a registry of clients, `clients.yaml`."""

from __future__ import annotations

from functools import lru_cache

from microconv.config.forms import Key, ListOf, Map, Named, TextForm
from microconv.config.id_forms import CONTAINER, CUSTOMER, PROPERTY
from microconv.core.text import Text

ADC = "adc"
"""The word for Application Default Credentials, those of the environment."""

_FILE = TextForm(
    meaning=Text("the path of a file, relative to this one", "ファイルのパス（このファイルからの相対パス）")
)
_LABEL = TextForm(
    r"^[^\s,*?]+$",
    Text("a word without blanks, commas, * and ?", "空白、カンマ、*、? を含まない語"),
)


@lru_cache(maxsize=1)
def registry_form() -> Map:
    """The whole registry as a tree of keys."""
    return Map(
        (
            Key("clients", ListOf(_client()), "Every client, and the accounts that its config may act on.",
                required=True),
            Key("profiles", Named(TextForm(), _profile(), (("agency", {"google_ads": "google-ads.yaml", "ga4": ADC}),)),
                "Credentials by name, as paths of files: never a secret itself."),
        )
    )  # fmt: skip


def _client() -> Map:
    return Map(
        (
            Key("client", TextForm(), "Label of the client, as its config has it.", required=True,
                examples=("aoi-store",)),
            Key("config", _FILE, "The client's config, relative to this file.", required=True,
                examples=("configs/aoi-store.yaml",)),
            Key("google_ads", CUSTOMER, "The only Google Ads account that the config may name, ten digits with or "
                "without dashes.", default="none: the config may name no account", examples=("123-456-7890",)),
            Key("manager", CUSTOMER, "The only manager account through which the config may reach it. A config that "
                "names none is reached through this one.", default="none: the config may name no manager account",
                examples=("999-888-7777",)),
            Key("ga4", PROPERTY, "The only GA4 property that the config may name.",
                default="none: the config may name no property", examples=(345678901,)),
            Key("container", CONTAINER, "The only container of Tag Manager that the config may name; clients can share "
                "one.", default="none: the config may name no container", examples=("GTM-ABC1234",)),
            Key("profile", TextForm(), "The profile whose credentials the client's calls have.",
                default="the credentials of the environment", examples=("agency",)),
            Key("labels", ListOf(_LABEL), "Words to choose clients by, with `--label`.", default="none",
                examples=("retail",)),
        )
    )  # fmt: skip


def _profile() -> Map:
    return Map(
        (
            Key("google_ads", _FILE, "A google-ads.yaml for calls to Google Ads.",
                default="the credentials of the environment", examples=("google-ads.yaml",)),
            Key("ga4", _FILE, "For calls to GA4 and Tag Manager: a service account's key file, or `adc` for "
                "Application Default Credentials, those of the environment.", default=ADC, examples=(ADC,)),
        )
    )  # fmt: skip
