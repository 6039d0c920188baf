"""What every page of the site has."""

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page


class BasePage(Page):
    """A page in one language whose twin, sharing its ``translation_key``, is the other."""

    class Meta:
        abstract = True

    @cached_property
    def twin(self) -> "Page | None":
        """The live page in the other language, or None."""
        versions = self.get_translations(inclusive=True).select_related("locale")
        twin = None
        for page in versions:
            if page.pk == self.pk:
                self.locale = page.locale  # which is asked for next, and came in the same query
            elif page.live:
                twin = page
        return twin

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what the base template shows around every page."""
        request.page = self
        return super().get_context(request, *args, **kwargs)

    @property
    def meta_description(self) -> str:
        """One sentence for search engines and shared links."""
        return self.search_description or getattr(self, "standfirst", "")
