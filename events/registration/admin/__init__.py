"""The larger tasks of staff: booking for somebody, moving, importing, listing, writing to many."""
