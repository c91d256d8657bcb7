"""The ids of all texts that the catalogue's data names, for the check that every one of them is written."""

from models.catalog.evidence import Grade
from models.catalog.families import families
from models.catalog.known import known_models
from models.catalog.modes import mode_text_ids


def text_ids() -> frozenset[str]:
    """Return the id of every text that the data files name or imply."""
    of_families = frozenset(item.name_text for item in families())
    of_authors = frozenset(item.authors.evidence.text for item in families() if item.authors is not None)
    of_models = frozenset(text for model in known_models() for text in model.good_at)
    return of_families.union(of_authors, of_models, (grade.text_id for grade in Grade), mode_text_ids())
