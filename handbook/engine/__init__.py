"""The one room that knows MkDocs and Material: it opens the site once, and then renders any page for any school.

Everything else asks for a page and gets its HTML. What stands here would have to be written anew for another engine; README.md beside
this file lists each tie and what would replace it.
"""

from handbook.engine.room import Engine, Looks, Rendered, Text

__all__ = ["Engine", "Looks", "Rendered", "Text"]
