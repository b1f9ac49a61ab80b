"""Generated clients whose conversions have tags in Tag Manager."""

from __future__ import annotations

from hypothesis import strategies as st

from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Conversion, Value
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_manager import Adopted, ConversionTag, TagManager, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from tests.container import wanted
from tests.strategies import conversion

NAMES = ["mv_a", "mv_b", "signup"]
conditions = st.builds(
    TagCondition,
    st.sampled_from(["{{Page Hostname}}", "{{mv_dataLayer plan}}", "{{Referrer}}"]),
    st.sampled_from(["equals", "contains", "matches", "at_least"]),
    st.one_of(st.sampled_from(["a", "{{Referrer}}"]), st.integers().map(str)),
    st.booleans(),
    st.booleans(),
)
moments = st.sampled_from(
    [
        (TriggerKind.PAGE, "/form/step1"),
        (TriggerKind.CLICK, "#cta, .cta"),
        (TriggerKind.LINK, ""),
        (TriggerKind.FORM, "#enquiry"),
        (TriggerKind.SCROLL, "90"),
        (TriggerKind.VISIBLE, "#price"),
        (TriggerKind.TIMER, "30"),
        (TriggerKind.VIDEO, "50"),
        (TriggerKind.EVENT, "sent = {{x}}"),
    ]
)
triggers = st.builds(
    lambda moment, more: TagTrigger(*moment, tuple(sorted(set(more)))), moments, st.lists(conditions, max_size=2)
)
adopted = st.builds(
    Adopted,
    st.lists(st.sampled_from(["GA4 - form", "2"]), max_size=1).map(tuple),
    st.lists(st.sampled_from(["form 1", "1"]), max_size=1).map(tuple),
)


@st.composite
def tags(draw: st.DrawFn) -> ConversionTag:
    return ConversionTag(
        draw(triggers),
        draw(st.one_of(st.just(Adopted()), adopted)),
        draw(st.sampled_from(["", "total"])),
        draw(st.sampled_from(["", "order"])),
        draw(st.sampled_from([(), (TagParameter("form", "a"),), (TagParameter("plan", "plan", data_layer=True),)])),
    )


@st.composite
def configs(draw: st.DrawFn) -> Client:
    """A client of up to three conversions with tags, or without; at most one adopts anything."""
    conversions: list[Conversion] = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        said = draw(st.one_of(st.none(), tags()))
        if said is not None and any(one.tag and one.tag.adopted for one in conversions):
            said = said._replace(adopted=Adopted())
        source = draw(st.sampled_from(["website", None]))
        event = name if source is None else draw(st.sampled_from([None, name]))
        value = draw(st.sampled_from([None, Value(400.0, "JPY"), Value(None, "JPY", from_event=True)]))
        conversions.append(conversion(name, source=source, event=event, value=value, tag=said))
    return wanted(
        *conversions,
        unlisted=draw(st.sampled_from(Unlisted)),
        tag_manager=TagManager(google_tag=draw(st.booleans())),
    )
