"""The Vulkan build: which headers, which loader and which shader compiler it is made with."""

import os
import re
import shutil
import sys
from pathlib import Path

from tools.runtime.msvc import compiler_libraries
from tools.runtime.newer_debian import unpacked_packages
from tools.runtime.recipe import Recipe, first_line
from tools.system import NotReadyError

OLDEST_HEADERS = (1, 3, 272)
"""Older ones lack types that llama.cpp's Vulkan back end uses."""

_SYSTEM = (Path("/usr/local"), Path("/usr"))
_VERSION = re.compile(r"#define VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION\(0, (\d+), (\d+), VK_HEADER_VERSION\)")
_PATCH = re.compile(r"#define VK_HEADER_VERSION (\d+)")


def vulkan(variants: tuple[str, ...]) -> Recipe:
    """Return how the Vulkan build is made here. Raises NotReadyError where something for it is missing."""
    compiler = shutil.which("glslc")
    if compiler is None:
        raise NotReadyError("The Vulkan build needs the shader compiler glslc, in Debian's package of that name.")
    tools = [first_line(compiler, "--version")]
    paths: list[str] = []
    if sys.platform == "linux" and "VULKAN_SDK" not in os.environ:
        headers = _headers()
        tools.append(f"Vulkan headers {'.'.join(map(str, header_version(headers / 'include')))}")
        paths += [
            f"Vulkan_INCLUDE_DIR={headers / 'include'}",
            f"Vulkan_LIBRARY={_loader()}",
            f"SPIRV-Headers_DIR={headers / 'share' / 'cmake' / 'SPIRV-Headers'}",
        ]
    return Recipe(
        "vulkan",
        ("GGML_VULKAN=ON",),
        tools=tuple(tools),
        variants=variants,
        beside=compiler_libraries(),
        paths=tuple(paths),
    )


def header_version(include: Path) -> tuple[int, ...]:
    """Return the version of the Vulkan headers in a folder; (0,) where there are none."""
    try:
        text = (include / "vulkan" / "vulkan_core.h").read_text("utf-8")
    except OSError:
        return (0,)
    version, patch = _VERSION.search(text), _PATCH.search(text)
    return (int(version[1]), int(version[2]), int(patch[1])) if version and patch else (0,)


def _headers() -> Path:
    """Return the folder below which `include` and `share` have headers of Vulkan and SPIR-V that are new enough."""
    for folder in _SYSTEM:
        config = folder / "share" / "cmake" / "SPIRV-Headers" / "SPIRV-HeadersConfig.cmake"
        if header_version(folder / "include") >= OLDEST_HEADERS and config.exists():
            return folder
    return unpacked_packages("vulkan-headers", ("libvulkan-dev", "spirv-headers")) / "usr"


def _loader() -> Path:
    for folder in _SYSTEM:
        for pattern in ("lib/*/libvulkan.so.1", "lib64/libvulkan.so.1", "lib/libvulkan.so.1"):
            if found := next(folder.glob(pattern), None):
                return found
    raise NotReadyError("The Vulkan build needs the Vulkan loader, libvulkan.so.1; Debian's package is libvulkan1.")
