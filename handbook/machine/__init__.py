"""What the program needs of the computer: its own Python environment, a browser, packages for the tests."""
