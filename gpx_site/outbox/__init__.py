"""The one durable queue of side effects."""
