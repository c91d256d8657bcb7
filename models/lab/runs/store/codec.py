"""Between the values of a sweep and the JSON that its file holds of them."""

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec

from models.lab.checks.values import Finding
from models.lab.runs.values import SweepPlan
from models.record import AnswerRecord


def encode_plan(plan: SweepPlan) -> str:
    """Return a plan as JSON."""
    return _encoder.encode(plan).decode()


def decode_plan(text: str) -> SweepPlan:
    """Read what `encode_plan` wrote. Raises msgspec.DecodeError where it is none."""
    return _plans.decode(text)


def encode_record(record: AnswerRecord) -> str:
    """Return a record as JSON; what is no text in the name of the model's file becomes a `?`."""
    path = record.model.path.encode("utf-8", "replace").decode()
    return _encoder.encode(replace(record, model=replace(record.model, path=path))).decode()


def decode_record(text: str) -> AnswerRecord:
    """Read what `encode_record` wrote. Raises msgspec.DecodeError where it is none."""
    return _records.decode(text)


def encode_finding(finding: Finding) -> str:
    """Return a finding as JSON."""
    return _encoder.encode(finding).decode()


def decode_finding(text: str) -> Finding:
    """Read what `encode_finding` wrote. Raises msgspec.DecodeError where it is none."""
    return _findings.decode(text)


def _encode_path(value: object) -> str:
    """Write a file's name, which need not be text, as that of an address."""
    if isinstance(value, Path):
        return quote_from_bytes(os.fsencode(value), safe="/:\\ ")
    raise NotImplementedError(type(value))


def _decode_path(kind: type, value: object) -> Path:
    if kind is Path and isinstance(value, str):
        return Path(os.fsdecode(unquote_to_bytes(value)))
    raise NotImplementedError(kind)


_encoder = msgspec.json.Encoder(enc_hook=_encode_path)
_plans = msgspec.json.Decoder(SweepPlan, dec_hook=_decode_path)
_records = msgspec.json.Decoder(AnswerRecord)
_findings = msgspec.json.Decoder(Finding)
