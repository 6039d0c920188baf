"""Errors of a fetch, with a message for the user who gave the URL."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FetchError(Exception):
    """A URL was not fetched: ``code`` to store, ``message`` to show."""

    code: ClassVar[str]
    message: ClassVar[Promise]
    _by_code: ClassVar[dict[str, type["FetchError"]]] = {}

    def __init_subclass__(cls) -> None:
        FetchError._by_code[cls.code] = cls

    @classmethod
    def message_of(cls, code: str) -> str:
        """Return the message of the error stored as ``code``; empty if there is none."""
        found = cls._by_code.get(code)
        return str(found.message) if found else ""


class AddressInvalid(FetchError):
    """It is no http or https URL."""

    code = "address-invalid"
    message = _("This is not a web address. It should look like https://example.org/a-post.")


class AddressBlocked(FetchError):
    """It, or a URL that it redirects to, is not on the public web."""

    code = "address-blocked"
    message = _("This address is not on the public web, so we did not open it.")


class NameUnknown(FetchError):
    """Its host has no address."""

    code = "name-unknown"
    message = _("No website has this name. Check the spelling of the address.")


class Unreachable(FetchError):
    """The server refused or broke the connection, or has no valid certificate."""

    code = "unreachable"
    message = _("The other site could not be reached securely. Try again later.")


class TooSlow(FetchError):
    """The response was not complete in time."""

    code = "too-slow"
    message = _("The other site took too long to answer. Try again later.")


class TooLarge(FetchError):
    """The response exceeds the size limit."""

    code = "too-large"
    message = _("The page is too large to read.")


class TooManyRedirects(FetchError):
    """There are too many redirects."""

    code = "too-many-redirects"
    message = _("The address leads from one page to the next without an end.")


class WrongType(FetchError):
    """The response is no web page or feed."""

    code = "wrong-type"
    message = _("The address leads to a file, not to a web page or a feed.")


class NotThere(FetchError):
    """The server answered that the page does not exist, or no longer."""

    code = "not-there"
    message = _("The other site says that there is no page at this address.")


class Refused(FetchError):
    """The server answered with another error."""

    code = "refused"
    message = _("The other site answered with an error. Try again later.")
