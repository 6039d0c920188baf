#!/usr/bin/env python
"""The command line of the hub."""

import os
import sys


def main() -> None:
    """Run a management command; on a fresh clone that is the demonstration's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gpx_site.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
