"""Outgoing requests, guarded against server-side request forgery."""
