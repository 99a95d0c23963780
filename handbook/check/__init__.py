"""What CI says after a push, said before it: slips in pages and facts, and what a change leaves undone. It mends what a program can.

The rules for Markdown are our own. Formatters and linters for Markdown in general (mdformat, pymarkdown) do not know our dialect: boxes, macros,
attribute lists and Markdown within HTML are to them plain words, which they move, escape or take apart.
"""
