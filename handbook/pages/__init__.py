"""The pages as they are written: their heads, their menu, what is found wrong in them, what they may carry."""
