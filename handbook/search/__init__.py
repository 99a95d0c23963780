"""What the search in the browser reads, made with the site."""
