"""The durable queue of side effects."""
