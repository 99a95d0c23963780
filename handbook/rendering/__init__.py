"""All pages of a school, rendered, kept and stamped: what every output is made from."""
