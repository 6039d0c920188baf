"""Operation of the hub: health, limits, logs."""
