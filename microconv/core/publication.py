"""Objects of Tag Manager that are in a workspace and not live: they wait for a person to publish them."""

from __future__ import annotations

from microconv.core.text import Text

PUBLICATION = Text("its publication", "公開")
"""The thing that they wait for."""

NOT_PUBLISHED = Text(
    "it is in the workspace, and not live: microconv publishes nothing, a person does it in Tag Manager",
    "ワークスペースにはありますが、まだ公開されていません。microconv は公開しないため、Tag Manager で公開してください",
)
"""The reason."""
