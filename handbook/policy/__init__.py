"""The policy: its sections and clauses, its short form, and the whole on one page."""
