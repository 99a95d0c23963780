"""Whether a page gives a macro what it takes: told to the page's author in words, before the macro stumbles over it."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

import jinja2
from jinja2.runtime import Context

from handbook.ground.problems import did_you_mean, nearest
from handbook.school.view import PageError


@functools.cache
def with_checked_arguments(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Return a macro that first looks at its arguments.

    The macro returned raises PageError where one is missing, too many, misspelt or not words in quotation marks.
    """
    signature = inspect.signature(macro)
    hints = typing.get_type_hints(macro)

    @functools.wraps(macro)
    def looking(*given: Any, **named: Any) -> Any:
        # Only a wrong call is looked at closely: pages call macros many thousand times.
        try:
            bound = signature.bind(*given, **named)
        except TypeError:
            raise PageError(_why(macro.__name__, signature, given, named)) from None
        for name, value in bound.arguments.items():
            kind = hints.get(name)
            for one in value if isinstance(value, tuple) else (value,):
                if (kind is str and not isinstance(one, str)) or get_origin(kind) is Literal:
                    _look(macro.__name__, name, one, kind)
        return macro(*given, **named)

    return looking


def _look(macro: str, name: str, value: Any, kind: Any) -> None:
    if isinstance(value, jinja2.Undefined):
        word = value._undefined_name  # noqa: SLF001 (jinja tells the name in no other way)
        if value._undefined_obj is not jinja2.utils.missing:  # noqa: SLF001 (as above)
            str(value)  # A detail that is not there: the error says so.
        raise PageError(f'{macro}() is given "{word}" without quotation marks. Write {macro}("{word}").')
    if kind is str and not isinstance(value, str):
        raise PageError(f'the {name} of {macro}() is no text in quotation marks, but {value!r}. Write {macro}("…").')
    options = get_args(kind) if get_origin(kind) is Literal else ()
    if options and value not in options:
        raise PageError(f'the {name} of {macro}() cannot be "{value}". {did_you_mean(str(value), [str(one) for one in options])}')


def _why(macro: str, signature: inspect.Signature, given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Return what is wrong with the arguments of a call, and how it is written."""
    own = [one for one in signature.parameters.values() if one.name != "context"]
    shown = f"{{{{ {macro}({', '.join(_shown(one) for one in own if one.default is one.empty)}) }}}}"
    handed = [one for one in given if not isinstance(one, Context)]
    for name in named:
        if name not in [one.name for one in own]:
            near = nearest(name, [one.name for one in own])
            return f'{macro}() takes nothing called "{name}". ' + (f'Did you mean "{near}"?' if near else f"Write {shown}.")
    if len(handed) > len(own):
        return f"{macro}() is given {len(handed)} things and takes {len(own) or 'none'}. Write {shown}."
    lacking = [one.name for one in own[len(handed) :] if one.name not in named and one.default is one.empty and one.kind is not one.VAR_POSITIONAL]
    if lacking:
        return f"{macro}() needs what it is to show: its {' and its '.join(lacking)}. Write {shown}."
    return f"{macro}() is given the same thing twice. Write {shown}."


def _shown(one: inspect.Parameter) -> str:
    return f'"{one.name}"' if one.kind is not one.VAR_POSITIONAL else f'"{one.name}", …'
