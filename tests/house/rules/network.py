"""No network call inside a transaction, as far as names can be followed."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings

from tests.house.calls import Calls, calls_of, walk_now
from tests.house.rule import Break, rule
from tests.house.syntax import atomic_blocks
from tests.house.tree import Source, Tree, repository

_NETWORK = (
    *("httpx", "requests", "socket", "stripe", "smtplib", "urllib.request", "http.client", "ftplib", "asyncio"),
    *("django.core.mail", "subprocess", "time.sleep"),
)
_LOAD = "comptoir.kernel.ports.load"


@dataclass(frozen=True, eq=False)
class Wired:
    """The source tree, and for each port the modules that implement it."""

    tree: Tree
    ports: Mapping[str, Collection[str]]


def wired() -> Wired:
    listed: Mapping[str, Mapping[str, str]] = settings.PORTS
    return Wired(
        repository(), {port: [path.partition(":")[0] for path in kinds.values()] for port, kinds in listed.items()}
    )


@rule(
    because="a network call of ten seconds would hold its rows for ten seconds, and a reply cannot be rolled back:"
    " call between two transactions",
    reads=wired,
)
def no_network_inside_atomic(wired: Wired) -> Iterator[Break]:
    calls = calls_of(wired.tree)
    near = frozenset(port for port, modules in wired.ports.items() if not _speaks(modules, calls))
    talking = talkers(calls, near)
    for source in wired.tree.program():
        for _, statements in atomic_blocks(source):
            for call in (node for statement in statements for node in walk_now(statement)):
                if isinstance(call, ast.Call):
                    target = calls.target(call, source)
                    what = _talks(call, target, source, calls, near) or talking.get(target, "")
                    if what:
                        yield Break(source.path, call.lineno, f"{what} inside a transaction")


def _speaks(modules: Collection[str], calls: Calls) -> bool:
    """Whether any implementation of a port reaches the network. One over our own database does not."""
    return any(name.startswith(tuple(f"{module}." for module in modules)) for name in talkers(calls, frozenset()))


@lru_cache(maxsize=2)
def talkers(calls: Calls, near: frozenset[str]) -> dict[str, str]:
    """The functions that reach the network, themselves or through others, with what they reach; not ``near`` ports."""
    direct = {
        name: what
        for name, edges in calls.edges.items()
        for call, target in edges
        if (what := _talks(call, target, calls.functions[name][0], calls, near))
    }
    return calls.reaching(direct)


def _talks(call: ast.Call, target: str, source: Source, calls: Calls, near: frozenset[str]) -> str:
    """What the call itself reaches over the network, or ""."""
    known = next((known for known in _NETWORK if target == known or target.startswith(f"{known}.")), "")
    if known or not isinstance(call.func, ast.Attribute):
        return known
    port = ""
    match call.func.value:
        case ast.Call() as loader:
            port = _loaded(loader, source, calls)
        case ast.Name(id=name):
            port = _connectors_in(source, calls).get(name, "")
    return f"the port {port}" if port and port not in near else ""


def _loaded(call: ast.Call, source: Source, calls: Calls) -> str:
    """The port whose connector the call returns, or ""."""
    target = calls.target(call, source)
    if target == _LOAD:
        port = call.args[0] if call.args else None
        return str(port.value) if isinstance(port, ast.Constant) else "of some kind"
    return _loaders(calls).get(target, "")


@lru_cache(maxsize=1)
def _loaders(calls: Calls) -> dict[str, str]:
    """The functions that hand on what ``ports.load`` gave them, with the port."""
    return {
        name: _loaded(node.value, source, calls)
        for name, (source, function) in calls.functions.items()
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
        and isinstance(node.value, ast.Call)
        and source.resolve(node.value.func) == _LOAD
    }


@cache
def _connectors_in(source: Source, calls: Calls) -> dict[str, str]:
    """The variables of a file that hold a loaded connector, with its port."""
    found: dict[str, str] = {}
    for assigned in source.all(ast.Assign, ast.AnnAssign):
        targets = assigned.targets if isinstance(assigned, ast.Assign) else [assigned.target]
        port = _loaded(assigned.value, source, calls) if isinstance(assigned.value, ast.Call) else ""
        if port:
            found |= {target.id: port for target in targets if isinstance(target, ast.Name)}
    return found
