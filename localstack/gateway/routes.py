"""Which function answers a path. The most specific route wins, as in an HTTP API: literal over `{name}` over `{name+}`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from localstack.template import Function, Route


@dataclass(frozen=True, slots=True)
class Match:
    """A route that fits. `parameters` are decoded."""

    function: Function
    route: Route
    parameters: Mapping[str, str]


@dataclass(slots=True)
class _Node:
    """One segment of the tree of paths; `ends` holds what stops here, by method."""

    literal: dict[str, "_Node"] = field(default_factory=dict)
    variable: "_Node | None" = None
    greedy: "_Node | None" = None
    ends: dict[str, tuple[Function, Route]] = field(default_factory=dict)


class RouteTable:
    """All routes of the template."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._root = _Node()
        for function in functions:
            for route in function.routes:
                self._add(function, route)

    def match(self, method: str, path: str) -> Match | None:
        """Find the route of a decoded path."""
        for node, values in _walk(self._root, _segments(path)):
            # RFC 9110 9.3.2: HEAD is a GET whose body stays behind.
            read = node.ends.get("GET") if method == "HEAD" else None
            found = node.ends.get(method) or read or node.ends.get("ANY")
            if found is not None:
                function, route = found
                return Match(function, route, dict(zip(_names(route.path), values, strict=True)))
        return None

    def methods(self, path: str) -> list[str]:
        """Every method the path knows, sorted; none when no route has it."""
        methods = {method for node, _ in _walk(self._root, _segments(path)) for method in node.ends}
        return sorted(methods | ({"HEAD"} if "GET" in methods else set()))

    def _add(self, function: Function, route: Route) -> None:
        node = self._root
        for segment in _segments(route.path):
            node = _child(node, segment)
        if route.method in node.ends:
            raise ValueError(
                f"{route.method} {route.path} is routed twice: to {node.ends[route.method][0].name} and {function.name}."
            )
        node.ends[route.method] = (function, route)


def _segments(path: str) -> list[str]:
    # "/v1/me/" has an empty last segment, so it is another path than "/v1/me", as in an HTTP API.
    return path.split("/")[1:]


def _names(path: str) -> list[str]:
    return [segment.strip("{}+") for segment in _segments(path) if segment.startswith("{")]


def _child(node: _Node, segment: str) -> _Node:
    if segment.endswith("+}"):
        node.greedy = node.greedy or _Node()
        return node.greedy
    if segment.startswith("{"):
        node.variable = node.variable or _Node()
        return node.variable
    return node.literal.setdefault(segment, _Node())


def _walk(node: _Node, segments: list[str]) -> Iterable[tuple[_Node, list[str]]]:
    """Every node that fits, best first, with the values of its parameters."""
    if not segments:
        if node.ends:
            yield node, []
        return
    first, *rest = segments
    if first in node.literal:
        yield from _walk(node.literal[first], rest)
    if node.variable is not None and first:
        for found, values in _walk(node.variable, rest):
            yield found, [first, *values]
    if node.greedy is not None and node.greedy.ends:
        yield node.greedy, ["/".join(segments)]
