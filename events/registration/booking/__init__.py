"""The public registration forms: one person or a group."""
