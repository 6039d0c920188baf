"""Posts, series and reblogs."""

from blog.models.pages import BlogIndexPage, BlogPage, PostAuthor, PostTopic
from blog.models.reblogs import Reblog
from blog.models.series import Part, Series

__all__ = ["BlogIndexPage", "BlogPage", "Part", "PostAuthor", "PostTopic", "Reblog", "Series"]
