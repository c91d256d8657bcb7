"""Checksums are right, can be cancelled, and are remembered across runs."""

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import UserError
from models.files import ChecksumCache, fingerprint, sha256
from models.files.checksum import _MOST_REMEMBERED

MIB = 1 << 20
ExpectedLog = Callable[[str], None]


def never() -> bool:
    return False


def forbidden() -> bool:
    pytest.fail("the file was read again")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file of two and a half MiB."""
    path = tmp_path / "model.gguf"
    path.write_bytes(bytes(range(256)) * 10_240)
    return path


@pytest.fixture
def kept_at(tmp_path: Path) -> Path:
    """Where the checksums are kept; neither the file nor its folder exists."""
    return tmp_path / "models" / "checksums.json"


@pytest.mark.parametrize("size", [1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_the_checksum_is_that_of_the_whole_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "model.gguf"
    content = os.urandom(size)
    path.write_bytes(content)
    assert sha256(path, cancelled=never) == hashlib.sha256(content).hexdigest()


def test_cancelling_ends_it_between_two_pieces(model: Path) -> None:
    answers = iter([False, True])
    assert sha256(model, cancelled=lambda: next(answers)) is None
    assert list(answers) == []


def test_a_missing_file_has_no_checksum(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        sha256(tmp_path / "gone.gguf", cancelled=never)
    assert caught.value.text.id == "error.file.missing"


def test_a_computed_checksum_is_known_from_then_on(model: Path, kept_at: Path) -> None:
    cache = ChecksumCache(kept_at)
    assert cache.known(model) is None
    checksum = cache.compute(model, cancelled=never)
    assert checksum == hashlib.sha256(model.read_bytes()).hexdigest()
    assert cache.known(model) == checksum
    assert cache.compute(model, cancelled=forbidden) == checksum


def test_the_next_run_knows_it_too_and_no_half_file_is_left(model: Path, kept_at: Path) -> None:
    checksum = ChecksumCache(kept_at).compute(model, cancelled=never)
    assert ChecksumCache(kept_at).known(model) == checksum
    assert [path.name for path in kept_at.parent.iterdir()] == [kept_at.name]


def test_a_changed_file_is_not_known(model: Path, kept_at: Path) -> None:
    cache = ChecksumCache(kept_at)
    before = cache.compute(model, cancelled=never)
    model.write_bytes(b"something else")
    assert cache.known(model) is None
    assert cache.compute(model, cancelled=never) != before


def test_a_cancelled_computation_leaves_nothing(model: Path, kept_at: Path) -> None:
    cache = ChecksumCache(kept_at)
    assert cache.compute(model, cancelled=lambda: True) is None
    assert cache.known(model) is None
    assert not kept_at.exists()


def test_the_checksum_of_a_file_that_changes_meanwhile_is_not_remembered(model: Path, kept_at: Path) -> None:
    def appending() -> bool:
        if model.stat().st_size < 3 * MIB:
            with model.open("ab") as file:
                file.write(bytes(MIB))
        return False

    cache = ChecksumCache(kept_at)
    assert cache.compute(model, cancelled=appending) is not None
    assert cache.known(model) is None
    assert not kept_at.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_ignored_and_written_anew(
    model: Path, kept_at: Path, content: bytes, expected_log: ExpectedLog
) -> None:
    kept_at.parent.mkdir()
    kept_at.write_bytes(content)
    expected_log("WARNING models.json_table: ignoring the checksums in .*checksums.json")
    cache = ChecksumCache(kept_at)
    assert cache.known(model) is None
    checksum = cache.compute(model, cancelled=never)
    assert json.loads(kept_at.read_text()) == {fingerprint(model): checksum}


def test_entries_that_are_no_checksums_are_passed_over(model: Path, kept_at: Path) -> None:
    kept_at.parent.mkdir()
    for sound in (None, "0" * 63, "0" * 64 + "\n", "g" * 64, "0" * 64):
        kept_at.write_text(json.dumps({"f" * 32: 7, fingerprint(model): sound}))
        assert ChecksumCache(kept_at).known(model) == (sound if sound == "0" * 64 else None)


def test_a_folder_that_cannot_be_written_costs_only_the_memory_of_it(
    model: Path, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    kept_at = tmp_path / "models" / "checksums.json"
    expected_log("cannot keep checksums in .*checksums.json")
    cache = ChecksumCache(kept_at)
    assert cache.compute(model, cancelled=never) == cache.known(model) is not None


def test_two_instances_keep_each_others_checksums(model: Path, tmp_path: Path, kept_at: Path) -> None:
    other_model = tmp_path / "other.gguf"
    other_model.write_bytes(b"other")
    one, other = ChecksumCache(kept_at), ChecksumCache(kept_at)
    one.compute(model, cancelled=never)
    other.compute(other_model, cancelled=never)
    later = ChecksumCache(kept_at)
    assert later.known(model) is not None
    assert later.known(other_model) is not None


def test_only_the_newest_are_kept(model: Path, kept_at: Path) -> None:
    kept_at.parent.mkdir()
    kept_at.write_text(json.dumps({f"{number:032x}": "0" * 64 for number in range(_MOST_REMEMBERED)}))
    ChecksumCache(kept_at).compute(model, cancelled=never)
    kept = json.loads(kept_at.read_text())
    assert len(kept) == _MOST_REMEMBERED
    assert f"{0:032x}" not in kept
    assert fingerprint(model) in kept


def test_threads_that_want_the_same_file_read_it_once(
    model: Path, kept_at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ChecksumCache(kept_at)
    computed: list[Path] = []
    results: list[str | None] = []
    reading, waiting = threading.Event(), threading.Semaphore(0)

    def counting(path: Path, *, cancelled: Callable[[], bool]) -> str | None:
        computed.append(path)
        reading.set()
        assert all(waiting.acquire(timeout=60) for _ in range(3))
        return sha256(path, cancelled=cancelled)

    def asked() -> bool:
        waiting.release()
        return False

    def work(cancelled: Callable[[], bool]) -> None:
        results.append(cache.compute(model, cancelled=cancelled))

    monkeypatch.setattr("models.files.checksum.sha256", counting)
    threads = [threading.Thread(target=work, args=(question,)) for question in (never, asked, asked, asked)]
    threads[0].start()
    assert reading.wait(60)
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert computed == [model]
    assert results == [hashlib.sha256(model.read_bytes()).hexdigest()] * 4


def test_waiting_for_another_file_can_be_cancelled_and_is_not_needed_for_a_known_one(
    model: Path, tmp_path: Path, kept_at: Path
) -> None:
    cache = ChecksumCache(kept_at)
    other_model = tmp_path / "other.gguf"
    other_model.write_bytes(b"other")
    known_model = tmp_path / "known.gguf"
    known_model.write_bytes(b"known")
    known = cache.compute(known_model, cancelled=never)
    reading, released = threading.Event(), threading.Event()

    def held() -> bool:
        reading.set()
        return released.wait(60)

    holder = threading.Thread(target=cache.compute, args=(model,), kwargs={"cancelled": held})
    holder.start()
    assert reading.wait(60)
    assert cache.compute(other_model, cancelled=lambda: True) is None
    assert cache.known(other_model) is None
    assert cache.compute(known_model, cancelled=forbidden) == known
    released.set()
    holder.join(60)
