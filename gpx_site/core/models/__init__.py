"""The models that every feature shares."""

from gpx_site.core.models.pages import BasePage, PictureMixin
from gpx_site.core.models.people import (
    Contributor,
    Organisation,
    OrganisationAlias,
    Person,
    Sector,
)
from gpx_site.core.models.questions import OptionBase, QuestionBase, QuestionKind
from gpx_site.core.models.topics import Topic

__all__ = [
    "BasePage",
    "Contributor",
    "OptionBase",
    "Organisation",
    "OrganisationAlias",
    "Person",
    "PictureMixin",
    "QuestionBase",
    "QuestionKind",
    "Sector",
    "Topic",
]
