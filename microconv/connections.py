"""Credentials and channels to the APIs, shared by the projects of one run."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from microconv.clock import Clock
from microconv.core.account_ids import Accounts
from microconv.core.ports import Provider, Reader

if TYPE_CHECKING:
    from microconv.providers.google_ads.ownership import ClientBelow
    from microconv.providers.retrying import Retrying

Found = TypeVar("Found")


class Connections:
    """Credentials and channels, shared by the projects of one run.

    With `read_only` what it hands out for GA4 cannot write, and neither can the credentials; for Google Ads a plan asks
    Google whether it would take a change, which is a write request with validate_only. Readers never write. `retrying`
    says how often and after which pauses a request is sent again, and who hears of it. `clock` tells the time, for the
    days of which something is counted (None: the real one, or that of the emulator which the environment names).
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        retrying: Retrying | None = None,
        clock: Clock | None = None,
    ) -> None:
        from microconv.providers.ga4.client import Connection as Ga4Connection
        from microconv.providers.ga4.client import emulator_clock
        from microconv.providers.google_ads.client import Connection as GoogleAdsConnection

        self._clock = clock or emulator_clock(os.environ)
        self._google_ads = GoogleAdsConnection(retrying)
        self._google_ads_reading = GoogleAdsConnection(retrying, read_only=True)
        self._ga4 = Ga4Connection(read_only=read_only, retrying=retrying)
        self._ga4_reading = self._ga4 if read_only else Ga4Connection(read_only=True, retrying=retrying)

    def readers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Reader, ...]:
        """A reader for each account, which reads the types named in `needs` and cannot write."""
        from microconv.providers.ga4.reader import Ga4Reader
        from microconv.providers.google_ads.reader import GoogleAdsReader

        ads = partial(GoogleAdsReader, self._google_ads_reading)
        return self._of_each(accounts, needs, ads, partial(Ga4Reader, self._ga4_reading))

    def clients_below(self, manager_id: str, login: str = "") -> tuple[ClientBelow, ...]:
        """The enabled client accounts below a manager account at any level, by customer id; one call.

        None where the account is no manager. `login` is the manager account through which it is reached, empty as in a
        config. Raises ApiError, CredentialsError.
        """
        from microconv.providers.google_ads.account import ReadAccount
        from microconv.providers.google_ads.ownership import clients_below

        return clients_below(ReadAccount(self._google_ads_reading, manager_id, login))

    def providers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Provider, ...]:
        """A provider for each account, which reads the types named in `needs`."""
        from microconv.providers.ga4.provider import Ga4
        from microconv.providers.google_ads.provider import GoogleAds

        return self._of_each(accounts, needs, partial(GoogleAds, self._google_ads), partial(Ga4, self._ga4))

    def _of_each(
        self, accounts: Accounts, needs: frozenset[str], ads: Callable[..., Found], ga4: Callable[..., Found]
    ) -> tuple[Found, ...]:
        """What `ads` and `ga4` make of those accounts that there are."""
        made = ((accounts.customer_id, ads), (accounts.property_id, ga4))
        return tuple(make(accounts, needs, clock=self._clock) for account, make in made if account)
