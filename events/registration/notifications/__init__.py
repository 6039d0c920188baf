"""E-mails, calendar files and tickets of registrations."""
