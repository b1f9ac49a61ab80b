"""`report` and `pages` of a client as data for a config file."""

from __future__ import annotations

from typing import Any

from microconv.core.client import Client
from microconv.core.report_settings import DataSource
from microconv.core.yaml_text import Bare

Data = Any


def report_data(client: Client) -> dict[str, Data]:
    """The keys of `report`, in the order of the reference; empty for none."""
    head, settings = client.letterhead, client.report
    keys: dict[str, Data] = {"agency": head.agency} if head.agency else {}
    keys |= {"logo": head.logo.file} if head.logo else {}
    keys |= {"sections": [Bare(word) for word in settings.sections]} if settings.sections else {}
    if settings.targets:
        keys["targets"] = {str(month): dict(wanted) for month, wanted in settings.targets.items()}
    studio = settings.data_studio
    data_studio: dict[str, Data] = {"template": studio.template} if studio.template else {}
    if studio.aliases:
        data_studio["aliases"] = {connector: _source(source) for connector, source in studio.aliases.items()}
    return keys | ({"data_studio": data_studio} if data_studio else {})


def _source(source: DataSource) -> Data:
    if source.alias and not source.settings:
        return source.alias
    return {**({"alias": source.alias} if source.alias else {}), **source.settings}


def pages_data(client: Client) -> dict[str, Data]:
    """The keys of `pages`: paths with what the config says of each."""
    return {
        path: {
            **({"label": page.label} if page.label else {}),
            **({"heatmap": page.heatmap} if page.heatmap else {}),
        }
        for path, page in client.pages.items()
    }
