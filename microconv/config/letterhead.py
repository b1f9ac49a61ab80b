"""The form of `report`: whose name and logo stand at the head of what the client is handed."""

from __future__ import annotations

from microconv.config.forms import Key, Map, TextForm


def letterhead_form() -> Map:
    """The keys of `report`."""
    return Map(
        (
            Key("agency", TextForm(), "Name of the agency.", examples=("Midori Agency",)),
            Key("logo", TextForm(), "A picture (PNG, JPEG, SVG; at most 200,000 bytes), relative to this file, in its "
                "folder, below it, or in the parent folder. It is embedded in pages.", examples=("logo.png",)),
        )
    )  # fmt: skip
