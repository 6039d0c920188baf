"""Models and components that every feature shares: pages, people, topics, blocks."""
