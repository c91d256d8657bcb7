"""Records of answers as the history keeps them."""

import json
from collections.abc import Callable

from models.history.records import decode_record, encode_record
from tests.history.samples import RECORD


def test_a_record_comes_back_equal() -> None:
    assert decode_record(encode_record(RECORD), message=1) == RECORD


def test_a_record_of_before_there_were_sections_has_none() -> None:
    document = json.loads(encode_record(RECORD) or "")
    del document["sections"], document["settings"]["sections"]
    found = decode_record(json.dumps(document), message=1)
    assert found is not None
    assert (found.sections, found.settings.sections) == ((), None)
    assert not found.settings.to_settings().follow_text


def test_a_record_of_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    document = json.loads(encode_record(RECORD) or "")
    document["moods"] = ["calm"]
    document["settings"]["patience"] = 3
    assert decode_record(json.dumps(document), message=1) == RECORD


def test_a_record_that_cannot_be_read_is_none(expected_log: Callable[[str], None]) -> None:
    expected_log("cannot be read")
    assert decode_record(None, message=1) is None
    assert decode_record('{"sections": [{"section": "poetry"}]}', message=1) is None
