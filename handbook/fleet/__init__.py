"""Every school of a trust or a council from one source: the register of schools, a folder with one short file a school, and all their sites."""
