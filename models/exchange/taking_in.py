"""What becomes of the conversations that come out of a file: counted, and taken into the history."""

from msgspec.structs import replace

from models.catalog import AUTO, default_mode, modes
from models.errors import Text
from models.exchange.messages import Begin, End, Found, More, Passed
from models.exchange.values import Duplicates, ImportOptions, ImportSource, ImportSummary, Skipped
from models.history import History, WholeConversation, WholeMessage
from models.presets import is_own

_MOST_NAMED = 50


class TakingIn:
    """Puts together what arrives in parts; `summary` tells what was done so far."""

    def __init__(self, history: History, options: ImportOptions) -> None:
        self._history = history
        self._options = options
        self._modes = {AUTO, *(mode.id for mode in modes())}
        self._seen: set[str] = set()
        self._begun: WholeConversation | None = None
        self._parts: list[WholeMessage] = []
        self._source: ImportSource | None = None
        self._imported: list[int] = []
        self._skipped: list[Skipped] = []
        self._skipped_count = 0
        self._known = 0
        self._messages = 0
        self._conversations = 0

    @property
    def conversations(self) -> int:
        """How many were taken in, or would be."""
        return self._conversations

    @property
    def found_something(self) -> bool:
        """Whether a conversation came out of the file, be it one that the history had already."""
        return bool(self._conversations or self._known)

    def take(self, message: Found | Begin | More | End | Passed) -> None:
        """Go on with what the reading process says. Raises UserError where the history cannot be written."""
        match message:
            case Found(source, folders):
                self._source = source
                if not self._options.dry_run and folders:
                    self._history.whole.add_folders(*folders)
            case Begin(conversation):
                self._begun, self._parts = conversation, []
            case More(messages):
                self._parts.extend(messages)
            case End():
                self._end()
            case Passed(title, reason):
                self._skipped_count += 1
                if len(self._skipped) < _MOST_NAMED:
                    self._skipped.append(Skipped(title, reason))

    def summary(self, *, cancelled: bool, problem: Text | None) -> ImportSummary:
        """Return what was done."""
        return ImportSummary(
            source=self._source,
            imported=tuple(self._imported),
            conversations=self._conversations,
            messages=self._messages,
            known=self._known,
            skipped=tuple(self._skipped),
            skipped_count=self._skipped_count,
            cancelled=cancelled,
            problem=problem,
        )

    def _end(self) -> None:
        if self._begun is None:
            raise AssertionError("the end of a conversation that was not begun")
        whole, self._begun = replace(self._begun, messages=tuple(self._parts)), None
        self._parts = []
        if self._options.duplicates is Duplicates.SKIP and self._is_known(whole.id):
            self._known += 1
            return
        if whole.mode not in self._modes and not is_own(whole.mode):
            whole = replace(whole, mode=default_mode().id)
        if not self._options.dry_run:
            self._imported.append(self._history.whole.add(whole))
        self._seen.add(whole.id)
        self._conversations += 1
        self._messages += len(whole.messages)

    def _is_known(self, identity: str) -> bool:
        return identity in self._seen or self._history.whole.known(identity) is not None
