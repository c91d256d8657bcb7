"""The Metal build, for Macs: a back end of its own as on the other systems, its shaders inside its library."""

import platform

from tools.runtime.recipe import Recipe
from tools.system import NotReadyError


def metal(variants: tuple[str, ...]) -> Recipe:
    """Return how the Metal build is made. Raises NotReadyError elsewhere than on a Mac."""
    if platform.system() != "Darwin":
        raise NotReadyError("The Metal build is made on a Mac, with Xcode's command line tools.")
    return Recipe("metal", ("GGML_METAL=ON", "GGML_METAL_EMBED_LIBRARY=ON"), variants=variants)
