"""Changes to other packages, each checked at start against the code that it was written for.

A change of this kind can fit today's release and fail silently on the next one. Every module
``patch_<package>`` keeps the changes to one package in an ``Upstream``::

    upstream = Upstream("wagtail", tested_on="8.0.1")

    @upstream.patch({"wagtail.actions.move_page:MovePageAction.execute": "(self)"}, issue="https://…")
    def move_both_languages() -> None:
        '''Say why the change is needed.'''
        MovePageAction.execute = ...
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from django.core.exceptions import ImproperlyConfigured

GUIDE = "docs/developers/upgrade-wagtail.md"
MISSING = "missing"
NONE_KNOWN = "none known"


@dataclass(frozen=True, kw_only=True)
class Patch:
    """One change, or one use of names that are private to the package.

    ``expects`` maps a target, such as ``"package.module:Class.method"``, to what ``describe`` must
    return for it. ``reads`` maps a target to a private name that its code must use. ``issue`` is
    the address of the upstream issue. ``change`` makes the change.
    """

    name: str
    expects: Mapping[str, str]
    reads: Mapping[str, str]
    issue: str = NONE_KNOWN
    change: Callable[[], None] | None = None


class Upstream:
    """The changes to one package, with the release on which they were tested."""

    def __init__(self, package: str, *, tested_on: str) -> None:
        self.package, self.tested_on = package, tested_on
        self.patches: list[Patch] = []

    def patch(
        self,
        expects: Mapping[str, str],
        *,
        reads: Mapping[str, str] | None = None,
        issue: str = NONE_KNOWN,
    ) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Register a function that changes the package; its docstring says why."""

        def register(change: Callable[[], None]) -> Callable[[], None]:
            name = change.__name__.replace("_", " ")
            self.patches.append(
                Patch(name=name, expects=expects, reads=reads or {}, issue=issue, change=change)
            )
            return change

        return register

    def rely_on(
        self,
        name: str,
        expects: Mapping[str, str],
        *,
        reads: Mapping[str, str] | None = None,
        issue: str = NONE_KNOWN,
    ) -> None:
        """Register the use of private names, which is checked and changes nothing."""
        self.patches.append(Patch(name=name, expects=expects, reads=reads or {}, issue=issue))

    def apply(self) -> None:
        """Check every target, then make every change; call it once, when all models are loaded.

        Raises ``ImproperlyConfigured`` as ``check`` does, before anything is changed.
        """
        self.check()
        for patch in self.patches:
            if patch.change:
                patch.change()

    def check(self) -> None:
        """Raise ``ImproperlyConfigured`` that names each patch, target and difference."""
        wrong = [line for patch in self.patches for line in _differences(patch)]
        if wrong:
            installed = version(self.package)
            raise ImproperlyConfigured(
                f"{self.package} {installed} is not what our changes to it were tested on "
                f"({self.tested_on}); see {GUIDE}.\n" + "\n".join(wrong)
            )


def describe(target: str) -> str:
    """Return the signature of ``target`` without annotations; "class", its type, or "missing"."""
    try:
        found = pkgutil.resolve_name(target)
    except (ImportError, AttributeError):
        return MISSING
    if inspect.isclass(found):
        return "class"
    if not callable(found):
        return type(found).__name__
    signature = inspect.signature(found)
    plain = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


def _differences(patch: Patch) -> Iterator[str]:
    for target, expected in patch.expects.items():
        found = describe(target)
        if found != expected:
            yield f"- “{patch.name}”: {target} should be {expected} and is {found}."
    for target, name in patch.reads.items():
        if not _uses(target, name):
            yield f"- “{patch.name}”: {target} should use {name} and does not."


def _uses(target: str, name: str) -> bool:
    """Return whether the code of ``target`` names an attribute or holds a string ``name``."""
    if describe(target) == MISSING:
        return False
    code = inspect.unwrap(pkgutil.resolve_name(target)).__code__
    return name in code.co_names or name in code.co_consts
