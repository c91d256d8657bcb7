"""Recognizing the family of a model file from its metadata."""

import msgspec

from models.catalog.families import GENERIC, Family, Recognition, families, family, thinking_tags


def recognize_family(
    *,
    tokenizer_pre: str | None = None,
    template: str | None = None,
    basename: str | None = None,
    name: str | None = None,
    architecture: str | None = None,
) -> Family:
    """Return the family of a file, `generic` where nothing fits; with the thinking tags that its template has.

    The arguments are the file's `tokenizer.ggml.pre`, `tokenizer.chat_template`, `general.basename`, `general.name`
    and `general.architecture`, None where it has none. The tokenizer is trusted most (it cannot be wrong in a file
    that works), then the template, then the names, which are whatever somebody typed.
    """
    found = (
        _sure(tokenizer_pre) or _probable(tokenizer_pre, template, (basename, name), architecture) or family(GENERIC)
    )
    if found.thinking is None and template:
        return msgspec.structs.replace(found, thinking=thinking_tags(template))
    return found


def plain_name(name: str) -> str:
    """Return a name as it is compared: lower case, with `-` for spaces and `_`."""
    return "-".join(name.lower().replace("_", " ").replace("-", " ").split())


def _sure(tokenizer_pre: str | None) -> Family | None:
    return next((item for item in families() if tokenizer_pre in item.recognition.sure_pre_types), None)


def _probable(
    tokenizer_pre: str | None, template: str | None, names: tuple[str | None, ...], architecture: str | None
) -> Family | None:
    """Return the family by template marks, else by name, among those that nothing in the file speaks against."""
    possible = [item for item in families() if _possible(item.recognition, tokenizer_pre, template, architecture)]
    for item in possible:
        marks = item.recognition.template_marks
        if marks and template and all(mark in template for mark in marks):
            return item
    given = tuple(plain_name(name) for name in names if name)
    for item in possible:
        if any(known in name for known in item.recognition.names for name in given):
            return item
    return None


def _possible(rule: Recognition, tokenizer_pre: str | None, template: str | None, architecture: str | None) -> bool:
    """Say whether nothing in the file speaks against the family."""
    return (
        _among(tokenizer_pre, rule.pre_types)
        and _among(architecture, rule.architectures)
        and not any(mark in (template or "") for mark in rule.foreign_marks)
    )


def _among(value: str | None, allowed: tuple[str, ...]) -> bool:
    return value is None or not allowed or value in allowed
