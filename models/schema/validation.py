"""jsonschema, kept from fetching anything and from thinking for ever.

Loading it takes a while: only `json_schema` imports this module, where it is needed.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend, validator_for
from referencing import Registry

from models.schema.pattern import found_in, read_pattern

_Keyword = Callable[[Validator, object, object, object], Iterable[ValidationError]]

_UNKNOWN: Final = cast("type[Validator]", extend(Draft202012Validator))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Fault:
    """What is wrong: where (`$` is the whole), by which keyword, and jsonschema's own words for it."""

    place: str
    keyword: str
    message: str


def knows_dialect(schema: object) -> bool:
    """Return whether the schema's `$schema`, if it has one, names a draft that jsonschema knows."""
    return _validator_class(schema) is not _UNKNOWN


def fault_of_schema(schema: object) -> Fault | None:
    """Return what is wrong with a schema itself."""
    try:
        _validator_class(schema).check_schema(cast("dict[str, object]", schema))
    except SchemaError as error:
        return _fault(error)
    return None


def fault_of_value(value: object, schema: object, *, seconds: float) -> Fault | None:
    """Return where `value` does not obey `schema`.

    Raises TimeoutError after so many seconds, RecursionError or ArithmeticError where that cannot be told.
    """
    end = time.monotonic() + seconds
    base = _validator_class(schema)
    follow: _Keyword = base.VALIDATORS["$ref"]

    def reference(validator: Validator, target: object, instance: object, part: object) -> Iterator[ValidationError]:
        if time.monotonic() > end:
            raise TimeoutError
        yield from follow(validator, target, instance, part)

    def pattern(
        _validator: Validator, expression: object, instance: object, _part: object
    ) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not found_in(read_pattern(str(expression)), instance, end=end):
            yield ValidationError("the pattern is not found")

    bounded = extend(base, {"$ref": reference, "pattern": pattern})  # type: ignore[no-untyped-call]
    error = best_match(bounded(cast("dict[str, object]", schema), registry=Registry()).iter_errors(value))
    return _fault(error) if error else None


def _validator_class(schema: object) -> type[Validator]:
    if not isinstance(schema, dict) or "$schema" not in schema:
        return Draft202012Validator
    if not isinstance(schema["$schema"], str):
        return _UNKNOWN
    return validator_for(schema, default=_UNKNOWN)


def _fault(error: SchemaError | ValidationError) -> Fault:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    return Fault("$" + "".join(steps), str(error.validator), error.message)
