"""A parsed template as a flat run of pieces: what can be known before a page is rendered is known before.

Django's parser reads our templates, and we write them out: every variable has its place in a list instead of a name in
a stack of dictionaries, its attributes are read in one go, a sentence is translated once a language, neighbouring texts
are one text, an include is part of what includes it. That takes a fifth of the time that Django takes.

A tag that is not known here, or a name that an include ``only`` was not given, is refused when the template is read; an
attribute that does not exist raises when it is written out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from operator import attrgetter, eq, gt
from typing import Any, Final, NamedTuple, cast

from django.template.base import FilterExpression, Node, Template, TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral, WithNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

type Places = list[Any]
type Write = Callable[[str], None]
type Piece = Callable[[Places, Write], None]
type Value = Callable[[Places], Any]

_COMPARISONS: Final = {"==": eq, ">": gt}


class Turn(NamedTuple):
    """What a loop tells of itself, as ``forloop``."""

    counter: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class _Scope:
    """The place of each name known at a point of a template; ``given`` takes in those that come from outside."""

    names: dict[str, int]
    given: dict[str, int] | None = None

    def within(self, names: Mapping[str, int], *, only: bool = False) -> "_Scope":
        return _Scope(dict(names)) if only else _Scope({**self.names, **names}, self.given)


class Pieces:
    """A template ready to be written out, in the language that was active when it was read."""

    def __init__(self, template: Template) -> None:
        """:raises NotImplementedError: for a tag or a filter's argument that our templates do not use."""
        self._engine = template.engine
        self._size = 0
        self._asked: set[int] = set()
        self._given: dict[str, int] = {}
        self._body = self._run(template.nodelist, _Scope({}, self._given))

    def filled(self, values: Mapping[str, Any]) -> SafeString:
        """:raises KeyError: when a name that the template speaks of is not among the values."""
        places: Places = [None] * self._size
        for name, place in self._given.items():
            places[place] = values[name]
        written: list[str] = []
        write = written.append
        for piece in self._body:
            piece(places, write)
        return mark_safe("".join(written))  # noqa: S308 - every value was escaped as it was written

    def _place(self) -> int:
        self._size += 1
        return self._size - 1

    def _run(self, nodes: Sequence[Node], scope: _Scope) -> tuple[Piece, ...]:
        """The pieces of neighbouring nodes. A name that one of them sets is known to those after it."""
        scope = scope.within({})
        joined: list[Piece | str] = []
        for one in (one for node in nodes for one in self._node(node, scope)):
            if isinstance(one, str) and joined and isinstance(joined[-1], str):
                joined[-1] += one
            else:
                joined.append(one)
        return tuple(_text(one) if isinstance(one, str) else one for one in joined)

    def _node(self, node: Any, scope: _Scope) -> Iterator[Piece | str]:
        match node:
            case TextNode():
                yield node.s
            case VariableNode():
                yield _escaped(self._value(node.filter_expression, scope))
            case IfNode():
                yield _choice(
                    [
                        (self._test(test, scope) if test else None, self._run(nodes, scope))
                        for test, nodes in node.conditions_nodelists
                    ]
                )
            case ForNode():
                yield self._loop(node, scope)
            case WithNode():
                yield from self._with(node.extra_context, node.nodelist, scope, only=False)
            case IncludeNode():
                included = self._engine.get_template(node.template.var)
                yield from self._with(node.extra_context, included.nodelist, scope, only=node.isolated_context)
            case TranslateNode():
                yield from self._told(_translated(node), node.asvar, scope)
            case BlockTranslateNode():
                yield from self._told(self._sentence(node, scope), node.asvar, scope)
            case CommentNode():
                return
            case _:
                raise NotImplementedError(f"{type(node).__name__} in a template of the storefront")

    def _with(
        self, given: Mapping[str, FilterExpression], nodes: Sequence[Node], scope: _Scope, *, only: bool
    ) -> Iterator[Piece]:
        names = {name: self._place() for name in given}
        for name, place in names.items():
            yield _kept(place, self._value(given[name], scope))
        yield from self._run(nodes, scope.within(names, only=only))

    def _loop(self, node: Any, scope: _Scope) -> Piece:
        (name,) = node.loopvars
        place, turn = self._place(), self._place()
        body = self._run(node.nodelist_loop, scope.within({name: place, "forloop": turn}))
        sequence = self._value(node.sequence, scope)
        if node.is_reversed:
            sequence = _backwards(sequence)
        loop = _counted(sequence, place, turn, body) if turn in self._asked else _repeated(sequence, place, body)
        nothing = self._run(node.nodelist_empty, scope)
        return _choice([(sequence, (loop,)), (None, nothing)]) if nothing else loop

    def _told(self, words: Value | str, name: str | None, scope: _Scope) -> Iterator[Piece | str]:
        """A sentence where it stands, or kept under a name for what follows."""
        if name is None:
            yield words if isinstance(words, str) else _written(words)
            return
        scope.names[name] = self._place()
        yield _kept(scope.names[name], (lambda places: words) if isinstance(words, str) else words)

    def _sentence(self, node: Any, scope: _Scope) -> Value:
        if node.message_context:
            raise NotImplementedError("blocktranslate with a context in a template of the storefront")
        given = node.extra_context | ({node.countervar: node.counter} if node.countervar else {})
        places = {name: self._place() for name in given}
        kept = [_kept(place, self._value(given[name], scope)) for name, place in places.items()]
        inner = scope.within(places)
        singular, names = node.render_token_list(node.singular)
        plural, more = node.render_token_list(node.plural) if node.plural else ("", [])
        values = {name: _escaped_value(self._variable(Variable(name), inner)) for name in (*names, *more)}
        count = _read(places[node.countervar]) if node.countervar else None
        return _sentence_of(kept, _words(singular, plural, count), values)

    def _test(self, condition: Any, scope: _Scope) -> Value:
        if isinstance(condition, TemplateLiteral):
            return self._value(cast(FilterExpression, condition.value), scope)
        first = self._test(condition.first, scope)
        if condition.id == "not":
            return lambda places: not first(places)
        second = self._test(condition.second, scope)
        if condition.id == "and":
            return lambda places: first(places) and second(places)
        if condition.id == "or":
            return lambda places: first(places) or second(places)
        compared = _COMPARISONS[condition.id]
        return lambda places: compared(first(places), second(places))

    def _value(self, expression: FilterExpression, scope: _Scope) -> Value:
        value = self._variable(expression.var, scope)
        for function, arguments in expression.filters:
            others = [self._variable(argument, scope) for _, argument in arguments]
            value = _filtered(function, value, others)
        return value

    def _variable(self, variable: Any, scope: _Scope) -> Value:
        if not isinstance(variable, Variable):
            return lambda places: variable
        if variable.lookups is None:
            constant = variable.literal
            return lambda places: constant
        first, *attributes = variable.lookups
        if first not in scope.names:
            if scope.given is None:
                raise NameError(f"an include speaks of {first!r}, which it was not given")
            scope.names[first] = scope.given.setdefault(first, self._size)
            self._size = max(self._size, scope.names[first] + 1)
        place = scope.names[first]
        self._asked.add(place)
        if not attributes:
            return _read(place)
        attribute = attrgetter(".".join(attributes))
        return lambda places: attribute(places[place])


def _read(place: int) -> Value:
    return lambda places: places[place]


def _filtered(function: Callable[..., Any], value: Value, others: Sequence[Value]) -> Value:
    return lambda places: function(value(places), *(other(places) for other in others))


def _text(text: str) -> Piece:
    return lambda places, write: write(text)


def _written(value: Value) -> Piece:
    return lambda places, write: write(value(places))


def _kept(place: int, value: Value) -> Piece:
    def piece(places: Places, write: Write) -> None:
        places[place] = value(places)

    return piece


def _as_html(value: Any) -> str:
    """:raises TypeError: for what is neither words nor a number: a page is given those only."""
    kind = type(value)
    if kind is str:
        return escape(value)
    if kind is SafeString:
        return str(value)
    if isinstance(value, int | str):
        return escape(str(value))
    raise TypeError(f"a template writes words and numbers, not {value!r}")


def _escaped_value(value: Value) -> Value:
    return lambda places: _as_html(value(places))


def _escaped(value: Value) -> Piece:
    return lambda places, write: write(_as_html(value(places)))


def _choice(branches: Sequence[tuple[Value | None, tuple[Piece, ...]]]) -> Piece:
    def piece(places: Places, write: Write) -> None:
        for test, body in branches:
            if test is None or test(places):
                for one in body:
                    one(places, write)
                return

    return piece


def _repeated(sequence: Value, place: int, body: tuple[Piece, ...]) -> Piece:
    def piece(places: Places, write: Write) -> None:
        for value in sequence(places):
            places[place] = value
            for one in body:
                one(places, write)

    return piece


def _backwards(sequence: Value) -> Value:
    return lambda places: tuple(reversed(sequence(places)))


def _counted(sequence: Value, place: int, turn: int, body: tuple[Piece, ...]) -> Piece:
    """A loop whose body asks for ``forloop``."""

    def piece(places: Places, write: Write) -> None:
        values = sequence(places)
        for number, value in enumerate(values, 1):
            places[place] = value
            places[turn] = Turn(number, number == 1, number == len(values))
            for one in body:
                one(places, write)

    return piece


def _translated(node: Any) -> str:
    message = node.filter_expression.var.literal if isinstance(node.filter_expression.var, Variable) else None
    if not isinstance(message, str) or node.filter_expression.filters or node.noop:
        raise NotImplementedError("translate of anything but words in a template of the storefront")
    context = node.message_context.var if node.message_context else None
    return (pgettext(context, message) if context else gettext(message)).replace("%%", "%")


def _words(singular: str, plural: str, count: Value | None) -> Value:
    """The sentence before its values are put in: known now, unless it depends on a number."""
    if count is not None:
        return lambda places: ngettext(singular, plural, count(places))
    words = gettext(singular)
    return lambda places: words


def _sentence_of(kept: Sequence[Piece], words: Value, values: Mapping[str, Value]) -> Value:
    def value(places: Places) -> SafeString:
        for piece in kept:
            piece(places, _nowhere)
        said: str = words(places) % {name: value(places) for name, value in values.items()}
        return mark_safe(said)  # noqa: S308 - the values are escaped

    return value


def _nowhere(text: str) -> None:
    """For pieces that only keep a value."""
