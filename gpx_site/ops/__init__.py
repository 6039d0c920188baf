"""What keeps the hub running: health, limits, logs."""
