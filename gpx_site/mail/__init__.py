"""E-mail, built at sending time."""
