"""Every table has one domain that reads and writes it."""

import ast
import re
from collections.abc import Iterator

from tests.house.rule import Break, rule
from tests.house.syntax import strings
from tests.house.tree import Source, Tree
from tools.map import ranks

_TABLE = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO|ONLY|TABLE)\s+"?([a-z][a-z0-9_]*)')
_AUDIT = "INSERT INTO kernel_history"
_LOOKUPS = frozenset({"exact", "iexact", "in", "gt", "gte", "lt", "lte", "range", "isnull", "id", "pk", "code"})
_READERS = frozenset(
    {
        *("filter", "exclude", "get", "values", "values_list", "order_by", "only", "defer", "distinct", "annotate"),
        *("aggregate", "select_related", "prefetch_related", "Q", "F"),
    }
)


def owner_of(table: str) -> str:
    """The domain (or ``kernel``) whose table it is, by Django's prefix; "" for a table of nobody here."""
    owners = [name for name in (*ranks(), "kernel") if table.startswith(f"{name}_")]
    return max(owners, key=len, default="")


@rule(
    because="whoever reads another domain's table breaks when its owner changes it: ask its queries, or keep a"
    " projection; only the audit trail takes lines from everybody, in the statement of the change, and only"
    " operations/verify looks at all tables, as a witness"
)
def own_tables_only(tree: Tree) -> Iterator[Break]:
    for source in tree.program():
        if source.module.startswith("comptoir.operations.verify"):
            continue
        here = source.domain or source.storey
        # A connector over our own database is an app of its own: its tables are called after its port and kind.
        own = f"{'_'.join(source.parts[3:5])}_" if source.storey == "connectors" else f"{here}_"
        for line, text in strings(source):
            for table in _TABLE.findall(text.replace(_AUDIT if source.domain else "\0", "")):
                if owner_of(table) not in {"", here} and not table.startswith(own):
                    yield Break(source.path, line, f"names {table}, a table of {owner_of(table)}")


@rule(because="a lookup through a foreign key is a join in another domain's tables, wherever it is spelled")
def no_lookups_across(tree: Tree) -> Iterator[Break]:
    for domain in tree.domain_names:
        keys = {key for source in tree.domains("models") if source.domain == domain for key in _foreign_keys(source)}
        for source in tree.domains():
            if source.domain == domain and keys:
                yield from _crossings(source, keys)


def _foreign_keys(source: Source) -> Iterator[str]:
    """Names of the columns that point into other domains."""
    for node in source.all(ast.Assign):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Attribute(attr="ForeignKey" | "OneToOneField"), args=[ast.Constant(value=str(to)), *_]
                ),
            ) if "." in to and to.partition(".")[0] != source.domain:
                yield name


def _crossings(source: Source, keys: set[str]) -> Iterator[Break]:
    for call in source.all(ast.Call):
        method = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if method not in _READERS:
            continue
        paths = [keyword.arg for keyword in call.keywords if keyword.arg]
        paths += [word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        for path in paths:
            key, _, rest = path.lstrip("-").partition("__")
            joins = rest and rest.partition("__")[0] not in _LOOKUPS
            if key in keys and (joins or method in {"select_related", "prefetch_related"}):
                yield Break(source.path, call.lineno, f"{path} looks into another domain")
