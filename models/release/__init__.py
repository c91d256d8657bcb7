"""What this copy of the program is, and whether a newer one was released.

`this_package` says how it came here (`Package`, of a `PackageKind` and a `Flavour`); `own_licence` and
`others_licences` are its licence texts. `release_source` says where newer versions are listed (`ReleaseSource`), where
the copy was made to know; `Release` is one that is listed there, `found_update` holds it against this copy (`Update`).
`Version` orders versions. `read_source` and `SourceError` are for who makes packages.
"""

from models.release.licences import others_licences, own_licence
from models.release.package import Flavour, Package, PackageKind, this_package
from models.release.source import ReleaseSource, SourceError, read_source, release_source
from models.release.update import Release, Update, found_update
from models.release.versions import Version

__all__ = [
    "Flavour",
    "Package",
    "PackageKind",
    "Release",
    "ReleaseSource",
    "SourceError",
    "Update",
    "Version",
    "found_update",
    "others_licences",
    "own_licence",
    "read_source",
    "release_source",
    "this_package",
]
