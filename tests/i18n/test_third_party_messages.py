"""Messages of other packages in our own Welsh: each is one that they still say."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from wagtail.users.models import UserProfile

from gpx_site.i18n import catalogue
from tests import factories

PACKAGES = ("django", "taggit", "wagtail", "wagtail_localize")


def spoken_by(package: str, name: str = "django*.po") -> set[tuple[str | None, str, str]]:
    """Context, message and plural of everything that ``package`` says."""
    spec = find_spec(package)
    files = Path(spec.origin).parent.glob(f"**/locale/en/LC_MESSAGES/{name}")
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for path in files
        for entry in polib.pofile(str(path))
    }


@pytest.mark.parametrize("path", catalogue.overlay_paths(), ids=lambda path: path.stem)
def test_the_packages_still_say_it(path):
    said = {(each.msgctxt, each.msgid, each.msgid_plural) for each in polib.pofile(str(path))}
    spoken = set().union(*(spoken_by(package, path.name) for package in PACKAGES))
    assert said
    assert said - spoken == set()


def script(client, address: str, language: str) -> str:
    user = factories.administrator()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client.force_login(user)
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "package"),
    [("/admin/jsi18n/", "wagtail"), ("/admin/localize/jsi18n/", "wagtail_localize")],
)
def test_scripts_speak_our_welsh(db, client, address, package):
    welsh = script(client, address, "cy")
    said = json.loads(re.search(r"const newcatalog = ({.*?\n  });", welsh, re.S)[1])
    spoken = {text for _context, text, _plural in spoken_by(package, "djangojs.po")}
    assert len(spoken) >= 40
    assert spoken - said.keys() == set()
    assert said["Split block"] == "Hollti’r bloc"
    assert said["%(num)s error"][1:3] == ["%(num)s gwall", "%(num)s wall"]
    assert len(said["%(num)s error"]) == 6
    assert "const v = (n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;" in welsh


def test_scripts_speak_english_to_those_who_chose_it(db, client):
    english = script(client, "/admin/jsi18n/", "en")
    assert "django.gettext = function" in english
    assert "newcatalog" not in english
