"""Makes the words of the search's table of meanings anew. Only for whoever maintains the handbook; a build needs the finished file alone."""
