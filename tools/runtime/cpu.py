"""The build without an accelerator."""

from tools.runtime.msvc import compiler_libraries
from tools.runtime.recipe import Recipe


def cpu(variants: tuple[str, ...]) -> Recipe:
    """Return how it is made. Raises NotReadyError where something for it is missing."""
    return Recipe("cpu", variants=variants, beside=compiler_libraries())
