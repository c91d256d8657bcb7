"""`tempera update-check`: whether there is a newer Tempera. It tells and changes nothing."""

from typing import TextIO

from models.commands.documents import write_json
from models.downloads import Downloads
from models.errors import user_error
from models.paths import Paths
from models.release import Update, found_update, release_source
from models.settings import NETWORK, SettingsStore
from models.texts import Phrasebook
from models.version import program_version


def update_check(*, as_json: bool, paths: Paths, say: Phrasebook, out: TextIO) -> None:
    """Ask once where newer versions are listed, and print what came of it. Raises UserError."""
    source = release_source()
    if source is None:
        raise user_error("update.no_source")
    client = Downloads(paths.models, SettingsStore(paths.settings).load(NETWORK))
    try:
        update = found_update(client.newest_release(source), program_version())
    finally:
        client.close()
    if as_json:
        write_json(update, out)
    else:
        out.write(_told(update, say))


def _told(update: Update, say: Phrasebook) -> str:
    sentence = say.phrase(update.sentence)
    parts = (sentence, update.notes, update.page) if update.newer else (sentence,)
    return "\n\n".join(filter(None, parts)) + "\n"
