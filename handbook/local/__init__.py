"""What a school writes itself, in a folder of its own: pages, clauses, contacts, forms, links. Ours stays untouched, so no update conflicts."""
