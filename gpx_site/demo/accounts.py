"""The staff accounts of the demonstration."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

PASSWORD = "arfer-da-2026"  # noqa: S105 - printed by the demonstration, used by nothing else


@dataclass(frozen=True)
class Account:
    """A staff account: its groups, and the language of its admin."""

    username: str
    name: str
    group: str
    language: str = "en"
    superuser: bool = False


ACCOUNTS = [
    Account("admin", "Gwen Admin", "", superuser=True),
    Account("editor", "Elin Golygydd", "Editors"),
    Account("events", "Dafydd Digwyddiadau", "Events managers", language="cy"),
    Account("evaluator", "Eirlys Gwerthuso", "Evaluators"),
    Account("moderator", "Mared Cymedrolwr", "Comment moderators"),
]


def load_accounts() -> None:
    """Create the missing accounts."""
    for account in ACCOUNTS:
        first, _, last = account.name.partition(" ")
        user, made = get_user_model().objects.get_or_create(
            username=account.username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{account.username}@example.org",
                "is_superuser": account.superuser,
                "is_staff": account.superuser,
            },
        )
        if not made:
            continue
        user.set_password(PASSWORD)
        user.save()
        user.groups.set(Group.objects.filter(name=account.group))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = account.language
        profile.save()
