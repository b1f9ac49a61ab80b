"""Events of forms and calendars that are not the site's own, by name.

None of these products pushes into the data layer: each tells the page in its own way, and a script of the site (a tag
of custom HTML in most recipes) has to push an event of that name. The names are the products' own, as their makers
document them and as public recipes for Tag Manager take them over (anthnyalxndr/gtm_v2, StackMade/gtm-as-code), checked
2026-11-29.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from microconv.core.frozen import FrozenDict


class Preset(NamedTuple):
    """An event of a product: its name, what people call the product, and who documents it."""

    event: str
    title: str
    source: str


PRESETS: Mapping[str, Preset] = FrozenDict(
    {
        "contact_form_7": Preset("wpcf7mailsent", "Contact Form 7", "contactform7.com/dom-events"),
        "hubspot": Preset("hsFormCallback", "HubSpot", "developers.hubspot.com, global form events"),
        "gravity_forms": Preset(
            "gform_confirmation_loaded", "Gravity Forms", "docs.gravityforms.com/gform_confirmation_loaded"
        ),
        "calendly": Preset(
            "calendly.event_scheduled", "Calendly", "developer.calendly.com, notifying the parent window"
        ),
    }
)
