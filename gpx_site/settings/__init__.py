"""Settings: ``base`` is safe for production; ``demo``, ``test`` and ``production`` extend it."""
