"""What leaves the project: the finished site, its preview, documents."""
