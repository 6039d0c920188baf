"""Messages of Wagtail's that the editor's guide names and whose own Welsh is missing or wrong.

Naming them here puts them into the Welsh catalogue, which is read before Wagtail's.
"""

from django.utils.translation import gettext_noop

MESSAGES = (
    gettext_noop("Cancel scheduled publish"),
    gettext_noop("Checks"),
    gettext_noop("Forgotten password?"),
    gettext_noop("Log out"),
    gettext_noop("More actions"),
    gettext_noop("Reports"),
    gettext_noop("Save schedule"),
    gettext_noop("Set schedule"),
    gettext_noop("Sign in"),
    gettext_noop("Unpublish"),
)
