"""Getting one file whole: asking, reading, going on after a broken connection, checking what has arrived."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from models.downloads.values import Place, WantedFile
from models.downloads.worker.facts import FileFacts
from models.downloads.worker.faults import PassingError
from models.downloads.worker.hubs import file_facts
from models.downloads.worker.interruption import Interruption
from models.downloads.worker.network import Network
from models.downloads.worker.part_file import PartFile
from models.downloads.worker.reader import ChangedError, read
from models.downloads.worker.tries import Tries
from models.errors import Text, UserError, user_error

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Telling:
    """Who is told what happens: bytes that arrived, bytes that were lost, what is waited for (None: nothing)."""

    on_block: Callable[[int], None]
    on_start_over: Callable[[], None]
    on_trouble: Callable[[Text | None], None]


class Fetch:
    """One file of a download. Raises UserError, OSError."""

    def __init__(self, wanted: WantedFile, network: Network, interruption: Interruption, telling: Telling) -> None:
        self._wanted = wanted
        self._network = network
        self._interruption = interruption
        self._telling = telling
        self._places = [Place(wanted.hub, wanted.repository, wanted.path, wanted.revision), *wanted.others]
        self._only_whole = False

    def find(self, revision: str | None = None) -> FileFacts | None:
        """Return the facts from the first place that has the file, None where the download was interrupted.

        `revision` is that of an earlier run, as long as the first place has it.
        """
        problem: UserError | None = None
        for place in list(self._places):
            try:
                return self._facts(place, revision if place is self._places[0] else None)
            except UserError as error:
                _log.info("not from %s: %s %s", place, error.text.id, error.details)
                problem = problem or error
                self._places.remove(place)
        if problem is None:
            raise RuntimeError("a file without a place")
        raise problem

    def run(self, facts: FileFacts, part: PartFile) -> None:
        """Fetch what is missing and check the whole; return early where the download was interrupted."""
        self._adopt(facts, part)
        part.read_again(self._interruption.is_wanted)
        self._complete(facts, part)
        if self._interruption.is_wanted():
            return
        if not self._right(part):
            _log.warning("%s has a wrong checksum, once more", part.target.name)
            self._telling.on_trouble(Text("download.once_more"))
            self._start_over(part)
            self._complete(facts, part)
            if self._interruption.is_wanted():
                return
            if not self._right(part):
                self._start_over(part)
                raise user_error("download.wrong_checksum", f"expected {part.record.sha256}", name=part.target.name)
        part.sync()
        part.remember(replace(part.record, checked=True))

    def _facts(self, place: Place, revision: str | None) -> FileFacts | None:
        if revision and place.revision is None:
            try:
                return self._patiently(replace(place, revision=revision))
            except UserError as error:
                if error.text.id != "download.no_revision":
                    raise
                _log.info("the commit of an earlier run is gone: %s", revision)
        return self._patiently(place)

    def _patiently(self, place: Place) -> FileFacts | None:
        """Ask more than once; return None where the download was interrupted."""
        number = 0
        while not self._interruption.is_wanted():
            try:
                return self._same(file_facts(self._network, place))
            except PassingError as error:
                number += 1
                if number >= self._network.patience.first_tries:
                    raise
                self._wait(error, number - 1)
        return None

    def _same(self, facts: FileFacts) -> FileFacts:
        """Return `facts` where they are of the very file that is wanted. Raises UserError."""
        bytes_differ = None not in {self._wanted.bytes, facts.bytes} and self._wanted.bytes != facts.bytes
        hash_differs = None not in {self._wanted.sha256, facts.sha256} and self._wanted.sha256 != facts.sha256
        if bytes_differ or hash_differs:
            details = f"{facts.bytes} bytes {facts.sha256}, not {self._wanted.bytes} bytes {self._wanted.sha256}"
            raise user_error("download.replaced", details, name=self._wanted.name)
        return facts

    def _adopt(self, facts: FileFacts, part: PartFile) -> None:
        """Make the part file one of these facts: what belongs to another content is forgotten."""
        sha256 = self._wanted.sha256 or facts.sha256
        size = facts.bytes if facts.bytes is not None else self._wanted.bytes
        known = part.record.sha256 or part.record.identity
        same = known is not None and known == (sha256 if part.record.sha256 else facts.identity)
        too_long = size is not None and part.size > size
        if part.size and (not same or too_long):
            self._start_over(part)
        part.remember(
            replace(
                part.record,
                revision=facts.place.revision,
                identity=facts.identity,
                place=facts.place,
                validator=part.record.validator if same else None,
                bytes=size,
                sha256=sha256,
                hash_from_hub=self._wanted.sha256 is None and sha256 is not None,
                checked=False,
            )
        )

    def _complete(self, facts: FileFacts, part: PartFile) -> None:
        """Read until nothing is missing, as often as needed, but never in vain for ever."""
        tries = Tries(self._network.patience)
        while part.size != part.record.bytes and not self._interruption.is_wanted():
            before = part.size
            problem = self._read_on(facts, part, tries)
            if problem is None or self._interruption.is_wanted():
                return
            tries.count(problem, news=part.size - before)
            self._wait(problem, tries.in_vain)
            facts = self._asked_again(facts, part)

    def _read_on(self, facts: FileFacts, part: PartFile, tries: Tries) -> PassingError | None:
        """Read over one connection; return why the file is not complete, None where it is."""
        try:
            read(
                facts,
                part,
                self._network,
                interruption=self._interruption,
                on_block=self._on_block,
                on_start_over=self._on_start_over,
                trust_identity=tries.changes > 0,
            )
        except PassingError as error:
            return self._explained(error)
        except ChangedError as error:
            tries.changes += 1
            if tries.changes > 1:  # it is not the tag alone that differs
                self._start_over(part)
            return PassingError(Text("download.changed"), str(error))
        if part.record.bytes is None and not self._interruption.is_wanted():
            part.remember(replace(part.record, bytes=part.size))  # a whole answer without a length
        if part.size == part.record.bytes:
            return None
        return self._explained(
            PassingError(Text("download.connection_lost"), f"{part.size} of {part.record.bytes} bytes")
        )

    def _asked_again(self, facts: FileFacts, part: PartFile) -> FileFacts:
        """Return the facts as they are now: addresses run out, and files are replaced."""
        try:
            now = self._same(file_facts(self._network, facts.place))
        except PassingError as error:
            _log.info("asking again: %s %s", error.text.id, error.details)
            return facts
        if now.identity != facts.identity:
            self._adopt(now, part)
        return now

    def _right(self, part: PartFile) -> bool:
        return part.record.sha256 is None or part.sha256 == part.record.sha256

    def _start_over(self, part: PartFile) -> None:
        part.start_over()
        part.remember(replace(part.record, validator=None, checked=False))
        self._telling.on_start_over()

    def _explained(self, problem: PassingError) -> PassingError:
        """Return a problem, not saying that what has arrived is of use where it is not."""
        if self._only_whole and problem.text.id == "download.connection_lost":
            return PassingError(Text("download.starts_over"), problem.details, wait=problem.wait)
        return problem

    def _on_start_over(self) -> None:
        self._only_whole = True
        self._telling.on_start_over()

    def _on_block(self, count: int) -> None:
        self._telling.on_trouble(None)
        self._telling.on_block(count)

    def _wait(self, problem: PassingError, number: int) -> None:
        """Wait before the next try. Raises `problem` where the hub asks for more patience than there is."""
        patience = self._network.patience
        if problem.wait > patience.longest_asked_wait:
            raise problem
        self._telling.on_trouble(problem.text)
        own = min(patience.longest_wait, patience.first_wait * 2.0**number)
        self._interruption.wait(max(own, problem.wait))
