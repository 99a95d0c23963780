"""What the handbook's program knows and does: facts, schools, policy, builds and checks."""
