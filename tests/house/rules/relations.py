"""Relations between domains go down, stay hidden, and protect what they point to."""

from collections.abc import Iterator, Sequence

from django.db import models

from tests.house.program import domain_models
from tests.house.rule import Break, rule
from tools.map import ranks


@rule(
    because="a foreign key upwards makes a lower domain wait for a higher one, a visible one offers it a way back up,"
    " and a deletion that cascades writes in somebody else's tables",
    reads=domain_models,
)
def relations_between_domains(rows: Sequence[type[models.Model]]) -> Iterator[Break]:
    for model in rows:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            other = field.related_model
            if isinstance(other, type) and _foreign(model, other):
                for what in _wrong_with(model, field, other):
                    yield Break(f"{model._meta.label}.{field.name}", 0, what)


def _foreign(model: type[models.Model], other: type[models.Model]) -> bool:
    return model._meta.app_label != other._meta.app_label


def _wrong_with(model: type[models.Model], field: object, other: type[models.Model]) -> Iterator[str]:
    height = ranks()
    here, there = height.get(model._meta.app_label), height.get(other._meta.app_label)
    remote = getattr(field, "remote_field", None)
    if here is None or there is None or there >= here:
        yield f"points to {other._meta.label}, which is not in a lower domain"
    if isinstance(field, models.ManyToManyField):
        yield f"joins many rows of {other._meta.label}: make a model of the join, with two protected keys"
        return
    if getattr(remote, "related_name", None) != "+":
        yield 'is visible from the other side; say related_name="+"'
    if getattr(remote, "on_delete", None) is not models.PROTECT:
        yield "does not protect what it points to; say on_delete=models.PROTECT"
