"""The routes that the product really has, read from its addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from primeline.staff.choices import Role
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.web.pages import Stage


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address with the function behind it."""

    name: str
    pattern: str
    view: Any

    @property
    def is_page(self) -> bool:
        """Whether it is for people who are signed in."""
        return hasattr(self.view, "page_methods")

    @property
    def is_open_to_all(self) -> bool:
        return bool(getattr(self.view, "is_open_to_all", False))

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(self.view.page_methods)

    @property
    def stage(self) -> Stage:
        return Stage(self.view.page_stage)


def all_routes() -> list[Route]:
    """Return every route of the product, once for each address."""
    return list(_below(get_resolver().url_patterns, ""))


def pages() -> dict[str, Route]:
    """Return the routes for people who are signed in, by name."""
    return {route.name: route for route in all_routes() if route.is_page}


@cache
def holders_of(name: str) -> frozenset[Role]:
    """Return the roles that hold the permission which the page of this name asks for."""
    permission = pages()[name].view.page_permission
    return frozenset(r for r in Role if permission is None or permission in ROLE_PERMISSIONS[r])


def _below(patterns: list[Any], above: str, spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in patterns:
        address = f"{above}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _below(entry.url_patterns, address, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name)) if entry.name else ""
            yield Route(name=name, pattern=address, view=_marked(entry.callback))


def _marked(view: Any) -> Any:
    """Return the function that carries our mark: decorators around it carry it on, or hide it."""
    marks = ("page_methods", "is_open_to_all")
    while not any(hasattr(view, mark) for mark in marks) and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view
