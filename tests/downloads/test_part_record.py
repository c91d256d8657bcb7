"""Records beside part files that a newer version wrote."""

import json
from pathlib import Path

from models.downloads.part_record import PartRecord, part_path, read_record, record_path, unfinished, write_record
from tests.downloads.watching import request


def test_record_with_more_in_it_is_used_as_far_as_it_is_known(tmp_path: Path) -> None:
    target = tmp_path / "a.gguf"
    record = PartRecord(request("a.gguf"), 0, revision="abc")
    write_record(record_path(target), record)
    document = json.loads(record_path(target).read_text("utf-8"))
    document["mirrors"] = ["b"]
    document["request"]["files"][0]["torrent"] = "c"
    record_path(target).write_text(json.dumps(document), "utf-8")
    assert read_record(record_path(target)) == record


def test_record_of_a_kind_that_is_not_known_is_offered_to_nobody_and_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.gguf"
    write_record(record_path(target), PartRecord(request("a.gguf"), 0))
    content = record_path(target).read_text("utf-8").replace('"hub":"', '"hub":"new-')
    record_path(target).write_text(content, "utf-8")
    part_path(target).write_bytes(b"half")
    assert read_record(record_path(target)) is None
    assert unfinished(tmp_path) == {}
    assert part_path(target).read_bytes() == b"half"
    assert record_path(target).read_text("utf-8") == content
