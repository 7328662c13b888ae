"""Name lookups that do not lead into the own network: a public name can point to a private address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.places import is_public

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred


class PrivateAddress(DNSLookupError):
    """The name leads to a private address; the text says which."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing private addresses unless ``KHLANG_SITE`` allows them.

    The check stands where the address for the connection comes from, so that no second lookup can give another.
    """

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """Scrapy's way to make a resolver."""
        made = super().from_crawler(crawler, reactor)
        made.allow_private = crawler.settings["KHLANG_SITE"].allow_private
        return made

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        """The address of *name*; fails with :class:`PrivateAddress` where it is not a public one."""
        found = super().getHostByName(name, timeout)
        return found if self.allow_private else found.addCallback(self._check, name)

    @staticmethod
    def _check(address: str, name: str) -> str:
        if not is_public(address):
            raise PrivateAddress(f"{name} leads to the private address {address}")
        return address
