"""The one school a handbook is built for: its model, its file, and how pages see it."""
