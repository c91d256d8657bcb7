"""Writes sbom.cdx.json: the list of everything in a program's folder for machines, in CycloneDX's form."""

import argparse
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Listed
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tools.package.changelog import moment
from tools.package.inventory import Component, Kind, Part, components, lists_folder, made_here
from tools.package.layout import project, version
from tools.system import NotReadyError, say

NAME = "sbom.cdx.json"
_TYPES = {
    Kind.PYTHON_PACKAGE: ComponentType.LIBRARY,
    Kind.LIBRARY: ComponentType.LIBRARY,
    Kind.LANGUAGE: ComponentType.PLATFORM,
    Kind.MODEL: ComponentType.MACHINE_LEARNING_MODEL,
}
_NAMESPACE = uuid.UUID("6d2fdb0f-0e0e-5b8c-9a63-0f3a6b1c7d55")


def write(program: Path) -> Path:
    """Write the list of a program into its folder, and return the file.

    Raises MissingLicenceError where something's licence is not known, NotReadyError where the list is not valid.
    """
    text = sbom(components(program), program, made=build_time())
    if (wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise NotReadyError(f"The list of ingredients is not valid CycloneDX 1.6: {wrong}")
    file = lists_folder(program) / NAME
    file.write_text(f"{text}\n", "utf-8")
    return file


def sbom(listed: Sequence[Component], program: Path, *, made: datetime) -> str:
    """Return the list as JSON; the same for the same program, whenever it is made."""
    ourselves = Listed(
        name=str(project()["name"]),
        version=version(),
        type=ComponentType.APPLICATION,
        bom_ref="tempera",
        licenses=_licences(str(project()["license"])),
        purl=PackageURL("generic", name="tempera", version=version()),
    )
    bom = Bom(
        components=[_listed(one, program) for one in listed], metadata=BomMetaData(component=ourselves, timestamp=made)
    )
    for one in bom.components:
        bom.register_dependency(ourselves, [one])
    bom.serial_number = uuid.uuid5(_NAMESPACE, f"{version()} {_fingerprint(bom)}")
    return JsonV1Dot6(bom).output_as_string(indent=2)


def build_time() -> datetime:
    """Return the time that everything of a package carries."""
    return datetime.fromtimestamp(moment(), UTC)


def _listed(one: Component, program: Path) -> Listed:
    reference = one.purl or f"{one.name}@{one.version}"
    return Listed(
        name=one.name,
        version=one.version or None,
        type=_TYPES[one.kind],
        bom_ref=reference,
        licenses=_licences(one.licence),
        purl=PackageURL.from_string(one.purl) if one.purl else None,
        external_references=_addresses(one.source),
        components=[*_files(one, reference, program), *_parts(one, reference)],
    )


def _files(one: Component, reference: str, program: Path) -> Iterator[Listed]:
    for path in one.files:
        with (program / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Listed(
            name=path,
            type=ComponentType.FILE,
            bom_ref=f"{reference}#{path}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        )


def _parts(one: Component, reference: str) -> Iterator[Listed]:
    listed: set[Part] = set()
    for part in one.parts:
        if part in listed:
            continue
        listed.add(part)
        yield Listed(
            name=part.name,
            version=part.version or None,
            type=ComponentType.LIBRARY,
            bom_ref=f"{reference}#{part.name}@{part.version}/{len(listed)}",
            licenses=_licences(part.licence) if part.licence else (),
            purl=PackageURL.from_string(part.purl) if part.purl else None,
        )


def _licences(expression: str) -> Iterable[License]:
    return (LicenseFactory().make_from_string(expression),)


def _addresses(source: str) -> Iterator[ExternalReference]:
    for word in source.split():
        if word.startswith("https://"):
            yield ExternalReference(type=ExternalReferenceType.SOURCE_DISTRIBUTION, url=XsUri(word))


def _fingerprint(bom: Bom) -> str:
    names = sorted(f"{one.bom_ref.value} {sorted(each.name for each in one.components)}" for one in bom.components)
    hashes = sorted(hash_.content for one in bom.components for each in one.components for hash_ in each.hashes)
    return hashlib.sha256("\n".join([*names, *hashes]).encode()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Write the list of the program that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package sbom", description=__doc__)
    parser.add_argument("--program", type=Path, default=made_here(), help="its folder; default: what was made here")
    file = write(parser.parse_args(arguments).program.resolve())
    say(f"{file}: {file.stat().st_size / 1000:,.0f} kB")
    return 0
