"""Which bytes are read as which text, and which are not read at all."""

import codecs

import pytest

from models.attachments.encodings import decoded

CHINESE = "温度决定了模型的回答有多大胆。写代码时请用较低的温度，写故事时可以高一些。\n"
FRENCH = "Le modèle a été chargé, mais la réponse n’est pas très précise à 90 °C.\n"
GERMAN = "Größere Modelle brauchen mehr Speicher; für kurze Sätze genügt das kleine.\n"
RUSSIAN = "Температура определяет, насколько смело отвечает модель.\n"
JAPANESE = "温度によってモデルの答えの大胆さが決まります。\n"
POLISH = "Zażółć gęślą jaźń; łódź płynie, a źdźbło trawy drży na wietrze.\n"
TRADITIONAL = "溫度決定了模型的回答有多大膽，寫程式時請用較低的溫度。\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"plain\n", "plain\n", "utf-8"),
        ((CHINESE + "😀").encode(), CHINESE + "😀", "utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), CHINESE, "utf-8"),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), CHINESE, "utf-16-le"),
        (codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), FRENCH, "utf-16-be"),
        (codecs.BOM_UTF32_LE + FRENCH.encode("utf-32-le"), FRENCH, "utf-32-le"),
        (CHINESE.encode("gb18030"), CHINESE, "gb18030"),
        ((CHINESE + "def answer() -> int: return 42\n" * 50).encode("gb18030"), None, "gb18030"),
        (FRENCH.encode("cp1252"), FRENCH, "cp1252"),
        (GERMAN.encode("cp1252"), GERMAN, "cp1252"),
    ],
)
def test_text_is_read_in_its_encoding(data: bytes, text: str | None, encoding: str) -> None:
    read = decoded(data)
    assert read is not None
    assert read[1] == encoding
    assert text is None or read[0] == text


@pytest.mark.parametrize(
    "data",
    [
        RUSSIAN.encode("cp1251"),
        RUSSIAN.encode("koi8-r"),
        JAPANESE.encode("shift-jis"),
        JAPANESE.encode("euc-jp"),
        TRADITIONAL.encode("big5"),
        POLISH.encode("cp1250"),
        bytes(range(128, 256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        codecs.BOM_UTF16_LE + b"odd",
    ],
)
def test_what_is_not_certain_is_not_guessed(data: bytes) -> None:
    assert decoded(data) is None
