"""What Windows shows of an executable: the program, its version, whose it is."""

from importlib import import_module
from typing import Any

from tools.package.bundle_info import copyright_line, publisher
from tools.package.layout import version, version_numbers

_ENGLISH, _UNICODE = 0x0409, 0x04B0


def version_resource(name: str) -> object:
    """Return the resource of the executable called `name`, as PyInstaller takes it."""
    info: Any = import_module("PyInstaller.utils.win32.versioninfo")
    texts = {
        "CompanyName": publisher(),
        "FileDescription": "Tempera",
        "FileVersion": version(),
        "InternalName": name,
        "LegalCopyright": copyright_line(),
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Tempera",
        "ProductVersion": version(),
    }
    strings = [info.StringStruct(key, text) for key, text in texts.items()]
    resource: object = info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=version_numbers(), prodvers=version_numbers()),
        kids=[
            info.StringFileInfo([info.StringTable(f"{_ENGLISH:04X}{_UNICODE:04X}", strings)]),
            info.VarFileInfo([info.VarStruct("Translation", [_ENGLISH, _UNICODE])]),
        ],
    )
    return resource
