"""The commands, one file each: what may be typed after its name, and what it does. Read with Python alone; each loads what it needs when it runs."""
