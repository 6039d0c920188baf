"""What the pair policy says of a page, for templates."""

from django import template

from gpx_site.core.pairs import wording

register = template.Library()
register.filter("lack", wording.lack)
register.filter("leave", wording.leave)
register.filter("waiting", wording.waiting)
register.simple_tag(wording.target, name="target")
