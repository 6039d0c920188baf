"""The two languages of a page: no page is published while its translation is not ready."""
