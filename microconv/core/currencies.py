"""The currencies of ISO 4217 with their decimals, and those that it has given up.

List one as the ISO 4217 Maintenance Agency (SIX) published it on 2026-01-01, without the codes that have no smaller
unit by definition (gold, test codes). A test holds it against the package `iso4217`, which follows that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PUBLISHED = "2026-01-01"
"""The day of the list."""

_BY_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
""",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

DECIMALS: Mapping[str, int] = MappingProxyType(
    {code: decimals for decimals, codes in _BY_DECIMALS.items() for code in codes.split()}
)
"""The decimals of each currency: 0 for JPY, 2 for USD."""

WITHDRAWN: Mapping[str, str] = MappingProxyType(
    {
        "ANG": "XCG",
        "BGN": "EUR",
        "BYR": "BYN",
        "CUC": "CUP",
        "EEK": "EUR",
        "HRK": "EUR",
        "LTL": "EUR",
        "LVL": "EUR",
        "MRO": "MRU",
        "SLL": "SLE",
        "STD": "STN",
        "VEF": "VES",
        "ZMK": "ZMW",
        "ZWL": "ZWG",
    }
)
"""Codes that ISO 4217 gave up since 2010 and that accounts may still have, with what took their place."""


def decimals_of(amount: float) -> int:
    """The number of decimals that an amount is written with: 1 for 72.5."""
    if float(amount).is_integer():
        return 0
    from decimal import Decimal

    exponent = Decimal(repr(amount)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(amount: float, decimals: int) -> float:
    """The nearest amount with as many decimals; halves go up."""
    from decimal import ROUND_HALF_UP, Decimal

    return float(Decimal(repr(amount)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
