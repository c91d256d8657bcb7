"""The messages of the download process: what is sent is what is read, and nothing else is taken for a message."""

import io

import pytest

from models.catalog import Hub
from models.downloads import DownloadState, DownloadStatus, ListedFile, Listing
from models.downloads.messages import (
    AnyOrder,
    AnyReport,
    AskToken,
    Cancel,
    Changed,
    Configure,
    Listed,
    ListRepository,
    MessageError,
    Pause,
    Quit,
    Refused,
    SaveToken,
    Start,
    TokenKnown,
    line_of,
    read_order,
    read_report,
)
from models.errors import Text
from models.settings import ModelSource, NetworkSettings
from tests.downloads.watching import request

WANTED = request("模型.gguf", "b.gguf", sha256="0" * 64)
STATUS = DownloadStatus(WANTED, DownloadState.FAILED, 7, 9, 1.5, None, problem=Text("a.b", {"c": 1, "d": "e\n"}))
LISTING = Listing(Hub.MODELSCOPE, "a/b", None, gated=True, licence=None, files=(ListedFile(("x",), "", None, (None,)),))


@pytest.mark.parametrize(
    "order",
    [
        Configure("/模型", NetworkSettings(offline=True, source=ModelSource.CUSTOM, endpoint="http://a", proxy=None)),
        Start(WANTED),
        Pause("a"),
        Cancel(WANTED),
        ListRepository(1, Hub.HUGGINGFACE, "a/b", "main"),
        SaveToken(2, "t"),
        AskToken(3),
        Quit(),
    ],
    ids=lambda order: type(order).__name__,
)
def test_orders_arrive_as_they_were_sent(order: AnyOrder) -> None:
    assert read_order(io.BytesIO(line_of(order))) == order


@pytest.mark.parametrize(
    "report",
    [Changed(STATUS), Listed(1, LISTING), TokenKnown(2, known=True), Refused(3, Text("a.b"), "why")],
    ids=lambda report: type(report).__name__,
)
def test_reports_arrive_as_they_were_sent(report: AnyReport) -> None:
    assert read_report(io.BytesIO(line_of(report))) == report


def test_end_of_the_pipe_is_no_message() -> None:
    assert read_order(io.BytesIO()) is None
    assert read_order(io.BytesIO(line_of(Quit())[:-1])) is None


@pytest.mark.parametrize("line", [b"\n", b"{}\n", b"hello\n", b'{"type":"Start"}\n', b"[" * 5000 + b"\n", b"\xff\n"])
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(MessageError):
        read_order(io.BytesIO(line))
