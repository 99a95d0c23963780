"""The documents: what is in them, how they read aloud, how they look, and what happens when something is wrong."""
