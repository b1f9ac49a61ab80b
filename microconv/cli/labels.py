"""The clients that labels in a registry of clients choose: `--label`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from microconv.config.wording import did_you_mean
from microconv.core.client import Client, fits
from microconv.core.text import Text


def labelled(clients: Sequence[Client], wanted: Sequence[str]) -> list[Client]:
    """The clients that have a label like each of `wanted`. Raises click.UsageError where there is none."""
    if clients and all(client.registration is None for client in clients):
        raise without_registry()
    chosen = [client for client in clients if all(_has(client, pattern) for pattern in wanted)]
    if clients and not chosen:
        known = sorted({label for client in clients for label in _labels(client)})
        listed = ", ".join(known[:10]) or "-"
        meant = next((hint for pattern in wanted if (hint := did_you_mean(pattern, known))), Text("", ""))
        raise click.UsageError(
            Text(
                f"no client of {len(clients)} has {' and '.join(map(repr, wanted))}; labels: {listed}"
                + (f"; {meant.en}" if meant and len(wanted) == 1 else ""),
                f"ラベル{''.join(f'「{one}」' for one in wanted)}を持つクライアントがありません"
                f"（全 {len(clients)} 件。ラベル: {listed}）" + (f"。{meant.ja}" if meant and len(wanted) == 1 else ""),
            )
        )
    return chosen


def without_registry() -> click.UsageError:
    """The error of `--label` where no registry of clients is named."""
    return click.UsageError(
        Text(
            "--label chooses by the labels of a registry of clients: name one, as `clients.yaml`",
            "--label はクライアント一覧のラベルで絞り込みます。`clients.yaml` などの一覧を指定してください",
        )
    )


def _labels(client: Client) -> tuple[str, ...]:
    return () if client.registration is None else client.registration.labels


def _has(client: Client, pattern: str) -> bool:
    return any(fits(label, pattern) for label in _labels(client))
