"""Wagtail's admin made ours: groups, viewsets, choosers, exports."""
