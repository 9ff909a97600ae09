"""Money is whole minor units and one rounding function."""

import ast
from collections.abc import Iterator, Sequence

from django.db import models

from tests.house.program import domain_models
from tests.house.rule import Break, rule
from tests.house.tree import Tree

_AMOUNTS = frozenset({"price", "total", "cost", "fee", "balance", "debit", "credit"})
_ROUNDING = frozenset({"times_rate", "round_half_up"})


@rule(because="a float loses cents and a Decimal amount hides its currency's exponent", reads=domain_models)
def amount_columns(rows: Sequence[type[models.Model]]) -> Iterator[Break]:
    for model in rows:
        for column in model._meta.local_fields:
            what = _wrong_with(column)
            if what:
                yield Break(f"{model._meta.label}.{column.name}", 0, what)


def _wrong_with(column: "models.Field[object, object]") -> str:
    words = column.name.split("_")
    whole = isinstance(column, models.IntegerField | models.BigIntegerField)
    if isinstance(column, models.FloatField):
        return "is a float"
    if isinstance(column, models.DecimalField) and words[-1] != "rate":
        return "is a Decimal, which only a rate may be"
    if words[-1] == "minor" and not isinstance(column, models.BigIntegerField):
        return "holds minor units and is no BigIntegerField"
    if whole and words[-1] in _AMOUNTS:
        return "looks like an amount and does not say _minor"
    return ""


@rule(because="a float near money ends up in an amount one day")
def no_floats_near_money(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if not any(name.startswith("comptoir.kernel.money") for name in source.names.values()):
            continue
        for node in source.all(ast.Name):
            if node.id == "float":
                yield Break(source.path, node.lineno, "float in a module that handles money")
        for number in source.all(ast.Constant):
            if isinstance(number.value, float):
                yield Break(source.path, number.lineno, f"the float {number.value} in a module that handles money")


@rule(
    because="where amounts are rounded is a matter of law: it is read and tested in rules.py, or in values.py where"
    " several domains must round alike"
)
def rounding_in_rules(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.storey == "kernel" or (source.domain and source.room in {"rules", "values"}):
            continue
        for node in source.all(ast.Attribute):
            if node.attr in _ROUNDING:
                yield Break(source.path, node.lineno, f"{node.attr} outside rules.py")
        for name in source.all(ast.Name):
            if source.resolve(name) == "comptoir.kernel.money.round_half_up":
                yield Break(source.path, name.lineno, "round_half_up outside rules.py")
