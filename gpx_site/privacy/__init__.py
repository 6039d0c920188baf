"""What is held about people: subject access, erasure, audit."""
