"""Requests for known models: the right files, the user's source first, and every other place behind it."""

import pytest

from models.catalog import Hub, KnownModel, known_model, known_models
from models.downloads import address_of, files_for, request_for, request_for_listed
from models.downloads.listing import RepositoryFile, listed
from models.downloads.values import Listing, Place, WantedFile
from models.errors import UserError
from models.settings import ModelSource, NetworkSettings

USUAL = NetworkSettings()
MIRROR = NetworkSettings(source=ModelSource.HF_MIRROR)
SCOPE = NetworkSettings(source=ModelSource.MODELSCOPE)
R1_SHA256 = "1741e5b2d062b07acf048bf0d2c514dadf2a48f94e2b4aa0cfe069af3838ee2f"
R1_UNSLOTH_SHA256 = "f3bdf9cf31dee4b57ae4e455a1cb0d01b5c2c1b50d72d3112141c195506c2840"


def model(name: str) -> KnownModel:
    found = known_model(name)
    assert found is not None
    return found


def wanted(name: str, quantization: str, network: NetworkSettings) -> tuple[WantedFile, ...]:
    return request_for(model(name), files_for(model(name), quantization, network), network).files


def test_known_model_is_wanted_with_all_that_is_known_of_it() -> None:
    request = request_for(model("qwen2.5-7b-instruct"), files_for(model("qwen2.5-7b-instruct"), "", USUAL), USUAL)
    (file,) = request.files
    assert (request.id, request.title) == ("qwen2.5-7b-instruct:Q4_K_M", "Qwen2.5 7B Instruct Q4_K_M")
    assert (file.hub, file.repository) == (Hub.HUGGINGFACE, "bartowski/Qwen2.5-7B-Instruct-GGUF")
    assert file.revision == "8911e8a47f92bac19d6f5c64a2e2095bd2f7d031"
    assert (file.name, file.bytes) == ("Qwen2.5-7B-Instruct-Q4_K_M.gguf", 4_683_074_240)
    assert file.sha256 == "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423"
    assert [place.hub for place in file.others] == [Hub.MODELSCOPE]


def test_users_source_comes_first() -> None:
    (file,) = wanted("qwen2.5-7b-instruct", "q4_k_m", SCOPE)
    assert (file.hub, file.repository) == (Hub.MODELSCOPE, "bartowski/Qwen2.5-7B-Instruct-GGUF")
    assert [place.hub for place in file.others] == [Hub.HUGGINGFACE]


def test_upload_that_the_users_source_has_is_preferred() -> None:
    assert wanted("deepseek-r1-distill-qwen-1.5b", "Q4_K_M", USUAL)[0].sha256 == R1_SHA256
    assert wanted("deepseek-r1-distill-qwen-1.5b", "Q4_K_M", SCOPE)[0].sha256 == R1_UNSLOTH_SHA256


def test_copy_under_the_same_name_is_tried_where_the_checksum_can_tell() -> None:
    (file,) = wanted("deepseek-r1-distill-qwen-1.5b", "Q4_0", SCOPE)
    assert file.sha256 is not None
    assert (file.hub, file.repository, file.revision) == (Hub.MODELSCOPE, file.others[0].repository, None)
    assert file.others == (Place(Hub.HUGGINGFACE, "bartowski/DeepSeek-R1-Distill-Qwen-1.5B-GGUF", file.path),)


@pytest.mark.parametrize("network", [USUAL, MIRROR, SCOPE], ids=lambda network: network.source.value)
def test_every_quantization_that_is_offered_can_be_had(network: NetworkSettings) -> None:
    for one in known_models():
        for quantization in one.quantizations:
            if any(source.hub is not Hub.PYPI for file in one.files_of(quantization) for source in file.sources):
                files = files_for(one, quantization, network)
                assert {file.quantization for file in files} == {quantization}
                assert len(files) == files[0].parts
                assert not any(file.superseded for file in files)


def test_quantization_that_is_not_offered_names_those_that_are() -> None:
    with pytest.raises(UserError, match=r"download\.not_offered") as caught:
        files_for(model("qwen2.5-7b-instruct"), "Q1_0", USUAL)
    assert "Q4_K_M" in str(caught.value.text.fields["choices"])


def test_starter_comes_with_the_program_and_is_not_downloaded() -> None:
    with pytest.raises(UserError, match=r"download\.comes_along"):
        files_for(model("smollm2-135m-instruct"), "", USUAL)


def test_listed_model_is_wanted_at_the_listed_revision() -> None:
    names = [f"sub/model-Q8_0-0000{number}-of-00002.gguf" for number in (1, 2)]
    files = listed([RepositoryFile(name, 10, None) for name in names])
    listing = Listing(Hub.HUGGINGFACE, "owner/models", "abc", gated=False, licence=None, files=files)
    request = request_for_listed(listing, files[0])
    assert request.title == "model-Q8_0"
    assert [(file.path, file.name, file.revision) for file in request.files] == [
        (name, name.removeprefix("sub/"), "abc") for name in names
    ]
    assert request.files[0].sha256 is None  # so the hub's own counts, and is said to be so


@pytest.mark.parametrize(
    ("network", "huggingface", "modelscope"),
    [
        (USUAL, "https://huggingface.co", "https://modelscope.cn"),
        (MIRROR, "https://hf-mirror.com", "https://modelscope.cn"),
        (SCOPE, "https://huggingface.co", "https://modelscope.cn"),
        (NetworkSettings(endpoint="http://a.b"), "https://huggingface.co", "https://modelscope.cn"),
        (NetworkSettings(source=ModelSource.CUSTOM, endpoint="a.b/hub/"), "https://a.b/hub", "https://modelscope.cn"),
        (NetworkSettings(source=ModelSource.CUSTOM), "https://huggingface.co", "https://modelscope.cn"),
        (
            NetworkSettings(source=ModelSource.MODELSCOPE, endpoint="https://modelscope.ai"),
            "https://huggingface.co",
            "https://modelscope.ai",
        ),
    ],
)
def test_addresses_are_the_users(network: NetworkSettings, huggingface: str, modelscope: str) -> None:
    assert address_of(Hub.HUGGINGFACE, network) == huggingface
    assert address_of(Hub.MODELSCOPE, network) == modelscope


def test_hub_is_where_the_variable_of_its_own_client_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:8080/")
    assert address_of(Hub.HUGGINGFACE, USUAL) == "http://127.0.0.1:8080"
    assert address_of(Hub.HUGGINGFACE, MIRROR) == "https://hf-mirror.com"
    assert address_of(Hub.MODELSCOPE, USUAL) == "https://modelscope.cn"
