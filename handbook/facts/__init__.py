"""Facts: dated, sourced records that pages ask for. Models check them on load."""
