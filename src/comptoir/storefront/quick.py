"""Plain variables of our templates, resolved without the questions that our values never raise.

Django asks of every variable whether it is a mapping, a callable, a list, a number to localise, a lazy text. Ours are
attributes of frozen values and nearly always strings that were formatted before: half the time of a list goes into
those questions. Anything else still goes Django's way. A mistyped attribute raises instead of leaving a hole.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, Node, Template, Variable, VariableNode
from django.template.defaulttags import IfNode
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString

from comptoir.storefront.pages.parts import Values


class QuickVariable(Variable):
    """``page.hero.title``: a name in the context, then attributes of values."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        """:raises AttributeError: when a value has no such attribute."""
        first, *rest = self.lookups or ()
        for scope in reversed(context.dicts):
            if first in scope:
                value = scope[first]
                break
        else:
            return super().resolve(context)
        for name in rest:
            if isinstance(value, Values):
                value = getattr(value, name)
            else:
                return super().resolve(context)
        return value


class QuickVariableNode(VariableNode):
    """Writes a string, escaped as Django escapes it; other types are left to Django."""

    def render(self, context: Context) -> str:
        value = self.filter_expression.resolve(context)
        if type(value) is str:
            return escape(value)
        if type(value) is SafeString:
            return value
        if type(value) is int:
            return str(value)
        return super().render(context)


def quicken(template: Template) -> None:
    """Give the plain variables of a compiled template their quick way. Harmless when repeated."""
    for node in template.nodelist.get_nodes_by_type(Node):
        if type(node) is VariableNode:
            node.__class__ = QuickVariableNode
        for expression in _expressions(node):
            variable = expression.var
            if type(variable) is Variable and variable.lookups is not None and not variable.translate:
                variable.__class__ = QuickVariable


def _expressions(node: Node) -> Iterator[FilterExpression]:
    if isinstance(node, VariableNode):
        yield node.filter_expression
    elif isinstance(node, IfNode):
        for condition, _ in node.conditions_nodelists:
            yield from _operands(condition)


def _operands(condition: Any) -> Iterator[FilterExpression]:
    """The leaves of a condition, which are filter expressions, beneath its operators."""
    if isinstance(getattr(condition, "value", None), FilterExpression):
        yield condition.value
    elif isinstance(condition, TokenBase):
        yield from _operands(condition.first)
        yield from _operands(condition.second)
