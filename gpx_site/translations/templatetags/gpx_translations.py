"""What the pair policy says of a page, for templates."""

from django import template

from gpx_site.translations import messages

register = template.Library()
register.filter("lack", messages.lack)
register.filter("leave", messages.leave)
register.filter("waiting", messages.waiting)
register.simple_tag(messages.target, name="target")
