"""Template tags of the publishing policy."""

from django import template

from gpx_site.translations import messages

register = template.Library()
register.filter("lack", messages.lack)
register.filter("leave", messages.leave)
register.filter("waiting", messages.waiting)
register.simple_tag(messages.target, name="target")
