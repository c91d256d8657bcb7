"""Families of models: what a model file says of itself, and what follows from it."""

from functools import cache

import msgspec

from models.catalog.data import (
    Band,
    Count,
    Data,
    Id,
    Probability,
    RepeatPenalty,
    Temperature,
    Words,
    read,
    require,
    require_unique,
)
from models.catalog.evidence import Evidence

GENERIC = "generic"
"""The id of the family of every file that no other family recognizes."""


class ThinkingTags(Data, frozen=True):
    """What a model writes around its thinking.

    Where `forced`, every answer must start with `opening`: it is appended to a rendered prompt that does not end
    with it.
    """

    open: Words
    close: Words
    forced: bool = False

    @property
    def opening(self) -> str:
        """The text that starts thinking at the end of a prompt."""
        return f"{self.open}\n"


class Recognition(Data, frozen=True):
    r"""What identifies a family in a file's metadata, in the order of trust.

    `sure_pre_types`: tokenizer pre-types that only this family has. `template_marks`: texts that all occur in its
    chat template. `names`: texts of which one occurs in the base name or the name, lower case, with `-` for spaces
    and `_`. Marks and names count only in files with one of `pre_types` and `architectures` (empty: any), and without
    the template marks `foreign_marks`, which belong to relatives.
    """

    sure_pre_types: tuple[Words, ...] = ()
    template_marks: tuple[Words, ...] = ()
    names: tuple[Words, ...] = ()
    pre_types: tuple[Words, ...] = ()
    architectures: tuple[Words, ...] = ()
    foreign_marks: tuple[Words, ...] = ()


class AuthorsSettings(Data, frozen=True):
    """What the people who made the model advise; None where they say nothing."""

    temperature: Temperature
    evidence: Evidence
    top_p: Probability | None = None
    top_k: Count | None = None
    repeat_penalty: RepeatPenalty | None = None
    band: Band | None = None

    def __post_init__(self) -> None:
        """Refuse a temperature outside the authors' own band."""
        within = self.band is None or self.temperature in self.band
        require(holds=within, otherwise=f"the authors' {self.temperature} is outside their own band")


class Family(Data, frozen=True):
    """What the models of one family have in common.

    `tool_tags` are tags that must never be parsed out of a user's text, nor may those of `thinking` (None: the
    models do not think aloud). Where not `system_role`, instructions join the user's turn.
    """

    id: Id
    recognition: Recognition
    thinking: ThinkingTags | None = None
    tool_tags: tuple[Words, ...] = ()
    system_role: bool = True
    authors: AuthorsSettings | None = None

    @property
    def name_text(self) -> str:
        """The id of the family's name."""
        return f"family.{self.id.replace('.', '_')}.name"

    @property
    def protected_tags(self) -> tuple[str, ...]:
        """Every tag that must stay plain text in what a user writes."""
        thinking = () if self.thinking is None else (self.thinking.open, self.thinking.close)
        return (*thinking, *self.tool_tags)


class FamiliesFile(Data, frozen=True):
    """The file `families.json`. `thinking_tags` are looked for in the templates of unknown models."""

    families: tuple[Family, ...]
    thinking_tags: tuple[ThinkingTags, ...]

    def __post_init__(self) -> None:
        """Refuse ids given twice and a file without the generic family or without thinking tags."""
        ids = tuple(family.id for family in self.families)
        require_unique(ids, "family")
        require(holds=GENERIC in ids, otherwise=f"there is no family {GENERIC!r}")
        require(holds=bool(self.thinking_tags), otherwise="there are no thinking tags")


@cache
def _file() -> FamiliesFile:
    return read("families.json", FamiliesFile)


def families() -> tuple[Family, ...]:
    """Return all families."""
    return _file().families


def family(family_id: str, *, thinks: bool = False) -> Family:
    """Return a family by its id. Raises KeyError where there is none.

    `thinks` says that the loaded file thinks aloud: a family without thinking tags then gets the usual ones.
    """
    for item in families():
        if item.id == family_id:
            usual = item.thinking or _file().thinking_tags[0]
            return msgspec.structs.replace(item, thinking=usual) if thinks else item
    raise KeyError(family_id)


def thinking_tags(template: str) -> ThinkingTags | None:
    """Return the known thinking tags that occur in a chat template, None where there are none."""
    for tags in _file().thinking_tags:
        if tags.open in template or tags.close in template:
            return tags
    return None
