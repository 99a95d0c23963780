"""From one edition of the handbook to the next: what is the school's stays, what is ours is replaced, and a person is told what to do."""
