"""Languages: paired fields, collation, the message catalogue."""
