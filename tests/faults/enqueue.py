"""Enqueue side effects from a process of its own, each in a transaction, as a web server would."""

import sys

from django.db import transaction

from tests.faults.worker import KIND, outbox

if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        with transaction.atomic():
            outbox.enqueue(KIND, key=str(number), payload={"number": number})
