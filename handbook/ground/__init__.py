"""What everything stands on: paths, problems, YAML, kinds of value, addresses. Knows nothing of handbooks."""
