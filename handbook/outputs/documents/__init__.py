"""The documents that a school hands out, made from the finished pages: PDF for paper and screen, Word to work on.

The way through: ``catalogue`` says which documents there are, ``pages`` brings the finished pages, ``reading`` turns their HTML into the
plain ``blocks`` that both writers understand, ``on_paper`` prints the addresses that somebody must type, ``composing`` puts pages together,
``pdf`` and ``word`` write, ``making`` does it for many.
"""
