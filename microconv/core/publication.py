"""What is in a workspace of Tag Manager and is not live: it waits for a person to publish it."""

from __future__ import annotations

from microconv.core.text import Text

PUBLICATION = Text("its publication", "公開")
"""What it waits for."""

NOT_PUBLISHED = Text(
    "it is in the workspace, and not live: microconv publishes nothing, a person does it in Tag Manager",
    "ワークスペースにはありますが、まだ公開されていません。microconv は公開しないため、Tag Manager で公開してください",
)
"""Why."""
