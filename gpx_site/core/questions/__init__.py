"""How questions that staff write are asked, and kept once they are answered."""
