"""What macOS is told of the program: the values of Info.plist."""

from typing import Any

from tools.package.layout import project, version, version_numbers
from tools.packages import ROOT
from tools.runtime.recipe import OLDEST_MACOS

IDENTIFIER = "local.tempera.Tempera"
"""Never to change: macOS knows the program's permissions and windows by it. It claims nobody's domain."""

MODEL_FILE_TYPE = "org.ggml.gguf"


def bundle_info() -> dict[str, Any]:
    """Return Info.plist's values that PyInstaller does not fill in itself."""
    return {
        "CFBundleName": "Tempera",
        "CFBundleDisplayName": "Tempera",
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleExecutable": "tempera",
        "CFBundleIconFile": "tempera.icns",
        "CFBundleShortVersionString": ".".join(map(str, version_numbers()[:3])),
        "CFBundleVersion": ".".join(map(str, version_numbers())),
        "CFBundleGetInfoString": f"Tempera {version()}",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "GGUF model",
                "CFBundleTypeRole": "Viewer",
                "CFBundleTypeIconFile": "gguf.icns",
                "LSHandlerRank": "Alternate",  # offered beside others, never instead of them
                "LSItemContentTypes": [MODEL_FILE_TYPE],
            }
        ],
        "UTImportedTypeDeclarations": [
            {
                "UTTypeIdentifier": MODEL_FILE_TYPE,
                "UTTypeDescription": "GGUF model",
                "UTTypeIconFile": "gguf.icns",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["gguf"]},
            }
        ],
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": copyright_line(),
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is
        "NSSupportsAutomaticGraphicsSwitching": True,
    }


def copyright_line() -> str:
    """Return whose the program is, as its licence says. Raises ValueError where it does not."""
    for line in (ROOT / "LICENSE").read_text("utf-8").splitlines():
        if line.startswith("Copyright"):
            return line
    raise ValueError("LICENSE names nobody")


def publisher() -> str:
    """Return who publishes the program, as pyproject.toml says."""
    return str(project()["authors"][0]["name"])
