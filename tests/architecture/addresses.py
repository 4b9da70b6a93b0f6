"""Every address of the service, walked from the root."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def every(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, Callable[..., object]]]:
    """(route, view) of every address, allauth's included."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def of_ours() -> Iterator[tuple[str, Callable[..., object]]]:
    """Those whose view is written here; allauth guards its own."""
    for route, view in every():
        if not view.__module__.startswith("allauth."):
            yield route, view
