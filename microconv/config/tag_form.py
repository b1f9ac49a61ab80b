"""The keys under `tag_manager` and under `tag` of a conversion."""

from __future__ import annotations

from typing import Any, NamedTuple

from microconv.config.forms import Flag, Key, ListOf, Map, Named, Number, OneOf, Only, TextForm, Whole, Word
from microconv.config.id_forms import CONTAINER
from microconv.core.account_ids import DEFAULT_WORKSPACE
from microconv.core.tag_manager import Publish
from microconv.core.tag_presets import PRESETS
from microconv.core.tag_trigger import VIDEO_MOMENTS
from microconv.core.text import Text

Data = Any

_TEXTUAL = {
    "equals": ("It is exactly this.", "order"),
    "contains": ("It has this somewhere in it.", ".pdf"),
    "starts_with": ("It begins with this.", "https://shop."),
    "ends_with": ("It ends with this.", ".pdf"),
    "matches": ("It fits this regular expression, somewhere in it.", "^/(plan|price)/"),
}
_NUMERIC = {
    "greater_than": ("It is a number above this one.", 0),
    "at_least": ("It is this number or a larger one.", 90),
    "less_than": ("It is a number below this one.", 100),
    "at_most": ("It is this number or a smaller one.", 10),
}
COMPARISONS = (*_TEXTUAL, *_NUMERIC)
TEXTUAL = frozenset(_TEXTUAL)

LONGEST_TIMER = 24 * 60 * 60
"""The longest timer in seconds: a day. No limit of Tag Manager."""

_SOURCE = "Trigger, discovery document of the Tag Manager API v2, revision 20260826, checked 2026-11-29"
_KEY = TextForm(
    r"^[^\s:{}\"]+$",
    Text(
        "a key of the data layer, without blanks, colons, quotation marks and braces",
        "データレイヤーのキー（空白、コロン、引用符、波括弧を除く）",
    ),
)
_VARIABLE = TextForm(
    r"^[^\s:{}\"]([^:{}\"]*[^\s:{}\"])?$",
    Text("the name of a variable, without the double braces", "変数名（二重の波括弧を除く）"),
)
_PARAMETER = TextForm(meaning=Text("the name of a parameter", "パラメータ名"))
_PATH = TextForm(
    r"^/[^\s?#]*$",
    Text(
        "a path that begins with /, without ? and #, as /form/step1",
        "/ で始まり、? と # を含まないパス（例: /form/step1）",
    ),
    (
        ("://", Text("leave out everything before the path", "パスより前の部分を削除してください")),
        (
            "?",
            Text(
                "for the query, write `where: [{variable: Page URL, contains: …}]`",
                "クエリは `where: [{variable: Page URL, contains: …}]` と書いてください",
            ),
        ),
        (
            "#",
            Text(
                "for what follows #, write `where: [{variable: Page URL, contains: …}]`",
                "# 以降は `where: [{variable: Page URL, contains: …}]` と書いてください",
            ),
        ),
    ),
)


class Around(NamedTuple):
    """Parts of a conversion that its tags rest on.

    name: its name; INVALID where it was refused, as with all of these.
    source: the way Google Ads gets it.
    event: its GA4 event.
    value: its value.
    ruled: true where a rule of GA4 makes its event.
    prefix: the client's prefix.
    has_container: the client has a container.
    """

    name: Data
    source: Data
    event: Data
    value: Data
    ruled: bool
    prefix: str
    has_container: bool


def tag_manager_form() -> Map:
    """The keys of the client's container."""
    return Map(
        (
            Key("container", CONTAINER, "The website's container, by the id that Tag Manager shows at the top.",
                required=True, examples=("GTM-ABC1234",)),
            Key("workspace", TextForm(), "The workspace that microconv makes and works in; never the default one.",
                default=DEFAULT_WORKSPACE, examples=("microconv",)),
            Key("publish", Word(tuple(one.value for one in Publish)), "never: nothing goes live; a person publishes in "
                "Tag Manager. ask: `sync --allow publish` publishes what the plan showed.",
                default=Publish.NEVER, examples=("ask",)),
            Key("google_tag", Flag(), "True: the Google tag and the conversion linker are made where they are missing.",
                default="false", examples=(True,)),
        )
    )  # fmt: skip


def tag_form() -> Map:
    """The keys of a conversion's tags."""
    data_layer = Map((_data_layer(),))
    parameter = OneOf((TextForm(), Number(), data_layer))
    names = OneOf((TextForm(), ListOf(TextForm())))
    return Map(
        (
            Key("when", when_form(), "The moment at which the tags fire.", source=_SOURCE),
            Key("adopt", Map((
                Key("tag", names, "Tags that are there already, by name or number: they are taken over instead of "
                    "made.", examples=("GA4 - form 1",)),
                Key("trigger", names, "Triggers that are there already, by name or number.",
                    examples=("form 1",)),
            )), "What is there already and is taken over."),
            Key("value", OneOf((Only(False), data_layer)), "Where in the data layer its value is; needs `value: "
                "{from_event: true}`. `false`: a new tag sends no value, and one that is there keeps what it sends."),
            Key("transaction_id", data_layer, "Where in the data layer the number of the order is: Google Ads counts "
                "conversions with the same one once."),
            Key("parameters", Named(_PARAMETER, parameter, (("form_id", "contact"),)),
                "Parameters that the GA4 tag sends: a name with a value, or with `{data_layer: KEY}`."),
        )
    )  # fmt: skip


def _data_layer() -> Key:
    return Key("data_layer", _KEY, "The key of the data layer; dots lead into objects, as ecommerce.value.",
               required=True, examples=("ecommerce.value",))  # fmt: skip


def when_form() -> Map:
    """The keys of the moment at which tags fire."""
    selector = TextForm(meaning=Text("a CSS selector", "CSS セレクタ"))
    compared = OneOf((TextForm(), Map(tuple(_comparisons()))))
    click = Map(
        (
            Key("selector", selector, "What is clicked, or what is around it.", examples=("#cta",)),
            Key("text", compared, "The text of what is clicked.", examples=("Request a quote",)),
            Key("link", compared, "The address of the link that is clicked: then only links count.",
                examples=("tel:0312345678",)),
        )
    )  # fmt: skip
    preset = Map((Key("preset", Word(tuple(PRESETS)), "The form or calendar whose event it is. A script of the site "
                      "must push it into the data layer.", required=True, examples=("contact_form_7",)),))  # fmt: skip
    video = OneOf((Whole(1, 99, "per cent"), Word(VIDEO_MOMENTS)))
    return Map(
        (
            Key("page", OneOf((_PATH, Map(tuple(_comparisons())))), "The page that is seen: its whole path, whatever "
                "the host, query or fragment. A slash at the end makes no difference. Beside another key: the page on "
                "which that must happen.", examples=("/form/step1",)),
            Key("click", OneOf((selector, click)), "What is clicked: a CSS selector, or a map.", examples=("#cta",)),
            Key("form", selector, "The form that is sent, by CSS selector. Forms that send without a new page are "
                "often missed: a page or an event is better.", examples=("#enquiry",)),
            Key("scroll", Whole(1, 100, "per cent"), "How far down the page somebody gets.", examples=(90,)),
            Key("visible", selector, "What comes into sight, by CSS selector, once a page.", examples=("#price",)),
            Key("timer", Whole(1, LONGEST_TIMER, "seconds"), "How long the page has been open.", examples=(30,)),
            Key("video", video, "How far a YouTube video was played.", examples=(50,)),
            Key("event", OneOf((TextForm(), preset)), "The event that the site pushes into the data layer.",
                examples=("form_sent",)),
            Key("where", ListOf(_condition()), "Further conditions. All must hold."),
        )
    )  # fmt: skip


def _comparisons() -> list[Key]:
    text = OneOf((TextForm(), Number()))
    keys = [Key(name, text, summary, examples=(example,)) for name, (summary, example) in _TEXTUAL.items()]
    keys += [Key(name, Number(), summary, examples=(example,)) for name, (summary, example) in _NUMERIC.items()]
    keys.append(Key("ignore_case", Flag(), "True: A is a. Not for numbers.", default="false", examples=(True,)))
    keys.append(Key("not", Flag(), "True: the opposite must hold.", default="false", examples=(True,)))
    return keys


def _condition() -> Map:
    return Map(
        (
            Key("variable", _VARIABLE, "The variable that is looked at: one of Tag Manager's own, or one of the "
                "container.", examples=("Page Hostname",)),
            Key("data_layer", _KEY, "The key of the data layer that is looked at, in place of a variable.",
                examples=("plan",)),
            *_comparisons(),
        )
    )  # fmt: skip
