"""Check-in on the day, online and offline."""
