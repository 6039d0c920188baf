"""What can stop a registration; the views turn each into a page that says what to do."""


class RegistrationError(Exception):
    """The base of every error that the services of registration raise."""


class RegistrationClosed(RegistrationError):
    """The session takes no registrations: not yet, no longer, or it is cancelled."""


class SessionFull(RegistrationError):
    """No place is left and no waiting list is kept."""


class SessionOver(RegistrationError):
    """Too late to cancel: the session has been held."""


class NotScheduled(RegistrationError):
    """Only a session that is still to come can be postponed."""


class OfferExpired(RegistrationError):
    """The offer of a place has run out, or was declined or withdrawn."""


class NotPending(RegistrationError):
    """The registration does not await approval."""


class NotLive(RegistrationError):
    """The registration was cancelled, declined or has run out: there is nothing to change."""


class AlreadyRegistered(RegistrationError):
    """The address has a registration in the session already."""


class InvalidAnswer(RegistrationError):
    """An answer is to no question of the event, or chooses what is not offered."""


class NotConfirmed(RegistrationError):
    """Attendance belongs to a confirmed place only."""


class TooEarly(RegistrationError):
    """The online session is not open for joining yet, or nobody can have attended it."""


class NoAddress(RegistrationError):
    """The session is not online, or the address at which one joins is not known yet."""


class AlreadyImported(RegistrationError):
    """This attendance report was imported for this session before."""


class LinkUnknown(RegistrationError):
    """No access link has this token."""


class LinkExpired(RegistrationError):
    """The access link has run out or was revoked."""
