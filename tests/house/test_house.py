"""The rules, held against the repository."""

import importlib
import pkgutil

import pytest

from tests.house import rules
from tests.house.rule import RULES, Rule

for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
    importlib.import_module(module.name)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    breaks = list(rule.find(rule.reads()))
    if breaks:
        pytest.fail(rule.report(breaks), pytrace=False)
