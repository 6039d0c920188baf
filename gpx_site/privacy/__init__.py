"""Personal data: subject access, erasure and the audit log."""
