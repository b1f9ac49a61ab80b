"""The files of an emulator's folder for official clients, written for its world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.access import login_for_all, managers_given
from microconv.emulator.machine.environment import write_client_files, write_proxied_key
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

if TYPE_CHECKING:
    from pathlib import Path

    from microconv.emulator.world import World

_GOOGLEAPIS = "googleapis.com"


def write_files(folder: Path, world: World, *, endpoint: str, universe_domain: str) -> None:
    """Write key files and ``google-ads.yaml``, as the service account finds the world at this moment.

    endpoint: ``host:port`` of the gRPC server.
    universe_domain: of the key file that ``google-ads.yaml`` names.
    """
    write_client_files(
        folder,
        endpoint=endpoint,
        service_account=world.tokens.service_account(universe_domain),
        managers=managers_given(world, Principal(SERVICE_ACCOUNT)),
        login=login(world),
        user=next(iter(world.tokens.users), None),
    )
    write_proxied_key(folder, world.tokens.service_account(_GOOGLEAPIS))


def login(world: World) -> int | None:
    """The manager account through which the service account reaches every account, None if there is none."""
    return login_for_all(world, Principal(SERVICE_ACCOUNT))
