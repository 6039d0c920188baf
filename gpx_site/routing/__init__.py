"""Addresses in both languages, navigation, middleware."""
