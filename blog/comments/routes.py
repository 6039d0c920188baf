"""The addresses of comments: below every post, and in the staff admin."""

from django.urls import path

from blog.comments import staff_views, views
from gpx_site.routing.sub_urls import SubURL

POST = "blog.BlogPage"

sub_urls = [
    SubURL(POST, "comment", views.comment, en="comment/", cy="sylw/"),
    SubURL(POST, "comment_thanks", views.thanks, en="comment/thanks/", cy="sylw/diolch/"),
]
admin_urlpatterns = [
    path("comments-closing/", staff_views.RuleView.as_view(), name=staff_views.RULE),
    path(
        "comments-closing/<uuid:post_key>/", staff_views.RuleView.as_view(), name=staff_views.RULE
    ),
]
