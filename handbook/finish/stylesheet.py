"""A stylesheet as a tree of rules: parsed by tinycss2, thinned out, and written again without comments and idle spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

# At-rules that hold rules; all others are kept as they are.
_HOLDERS = {"media", "supports", "layer", "container"}
# Next to these a space says nothing.
_DIVIDERS = {";", ","}

Token = Any


@dataclass
class Rule:
    """A rule.

    Attributes:
        name: The name of an at-rule such as ``media``; empty for a rule with selectors.
        head: What stands before the braces, without the at-rule's name.
        body: What stands inside them, if it is no rules; None for a statement such as ``@import``.
        rules: The rules inside, of an at-rule that holds rules.
    """

    name: str
    head: list[Token]
    body: list[Token] | None
    rules: list[Rule] | None = None

    @property
    def text(self) -> str:
        """The rule as it is written."""
        at = f"@{self.name}{' ' if self.head else ''}" if self.name else ""
        head = at + compact(self.head)
        if self.rules is not None:
            return f"{head}{{{written(self.rules)}}}"
        return f"{head};" if self.body is None else f"{head}{{{compact(self.body)}}}"


def parsed(text: str) -> list[Rule]:
    """Return the rules of a stylesheet."""
    return list(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def written(rules: list[Rule]) -> str:
    """Return rules as a stylesheet."""
    return "".join(rule.text for rule in rules)


def kept(rules: list[Rule], keep: Callable[[Rule], bool]) -> list[Rule]:
    """Return the rules that are to be kept, without at-rules that hold none of them."""
    found = []
    for rule in rules:
        if rule.rules is not None:
            rule.rules = kept(rule.rules, keep)
            if rule.rules:
                found.append(rule)
        elif keep(rule):
            found.append(rule)
    return found


def divided(tokens: list[Token], at: str) -> list[list[Token]]:
    """Divide at a sign that stands in no bracket and no string."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == at:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def joined(parts: list[list[Token]], divided_by: list[Token], at: str) -> list[Token]:
    """Put parts together again, with a sign of the list that they were divided from."""
    sign = next((token for token in divided_by if token.type == "literal" and token.value == at), None)
    found: list[Token] = []
    for number, part in enumerate(parts):
        found += [sign, *part] if number else part
    return found


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Yield every token, those inside brackets and functions too."""
    for token in tokens:
        yield token
        yield from walk(getattr(token, "content", None) or getattr(token, "arguments", None) or [])


def read_properties(rules: list[Rule]) -> set[str]:
    """Return the custom properties that rules read."""
    found = set()
    for rule in rules:
        found |= read_properties(rule.rules or [])
        for token in walk([*rule.head, *(rule.body or [])]):
            if token.type == "function" and token.lower_name == "var":
                found |= {one.value for one in token.arguments[:2] if one.type == "ident"}
    return found


def compact(tokens: list[Token]) -> str:
    """Return tokens as text, with one space where any is needed."""
    out = ""
    for number, token in enumerate(tokens):
        if token.type == "whitespace":
            beside = [tokens[at] for at in (number - 1, number + 1) if 0 <= at < len(tokens)]
            if len(beside) == 2 and not any(_divides(one) for one in beside):
                out += " "
        elif token.type == "{} block":
            out += f"{{{compact(token.content)}}}"
        elif token.type == "() block":
            out += f"({compact(token.content)})"
        elif token.type == "[] block":
            out += f"[{compact(token.content)}]"
        elif token.type == "function":
            out += f"{token.name}({compact(token.arguments)})"
        elif token.type != "comment":
            out += token.serialize()
    return out.rstrip(";")


def _divides(token: Token) -> bool:
    return token.type == "{} block" or (token.type == "literal" and token.value in _DIVIDERS)


def _rules(nodes: list[Any]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield Rule("", node.prelude, node.content)
        elif node.type == "at-rule" and node.lower_at_keyword in _HOLDERS and node.content is not None:
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield Rule(node.at_keyword, _trimmed(node.prelude), None, list(_rules(inside)))
        elif node.type == "at-rule":
            yield Rule(node.at_keyword, _trimmed(node.prelude), node.content)


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[0].type == "whitespace":
        tokens = tokens[1:]
    return tokens
