"""Languages: paired fields, collation, hosts, the message catalogues."""
