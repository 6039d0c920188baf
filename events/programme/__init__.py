"""The public programme: lists, filters, calendar, API."""
