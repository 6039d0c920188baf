"""What every feature shares: pages, people, topics, the outbox, languages, components."""
