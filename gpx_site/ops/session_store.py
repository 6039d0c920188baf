"""Where the sessions of visitors are kept: Django's own table."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """Saves an existing session by one statement, where Django's takes a transaction for it."""

    def save(self, must_create: bool = False) -> None:
        """Save; UpdateError where the session has been deleted meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        changed = self.model.objects.filter(session_key=self.session_key).update(
            session_data=self.encode(self._get_session()), expire_date=self.get_expiry_date()
        )
        if not changed:
            raise UpdateError
