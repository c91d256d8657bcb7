"""The modes' data: the figures of the evidence table, and what the file may not say."""

import pytest

from models.catalog import Band, Grade, default_mode, defaults, evidence, limits, mode, modes
from models.catalog.data import decode
from models.catalog.modes import ModesFile
from models.resources import resource

TABLE = {  # mode: (temperature, low, high) on R1, Qwen2.5 and all others
    "balanced": ((0.6, 0.5, 0.7), (0.7, 0.6, 0.8), (0.7, 0.5, 0.8)),
    "chat": ((0.6, 0.5, 0.7), (0.8, 0.7, 0.9), (0.8, 0.7, 0.9)),
    "math": ((0.55, 0.5, 0.6), (0.5, 0.4, 0.7), (0.4, 0.2, 0.6)),
    "code": ((0.55, 0.5, 0.6), (0.6, 0.5, 0.7), (0.4, 0.2, 0.6)),
    "grading": ((0.45, 0.4, 0.5), (0.4, 0.3, 0.5), (0.3, 0.2, 0.5)),
    "precise": ((0.3, 0.3, 0.4), (0.2, 0.1, 0.3), (0.2, 0.0, 0.3)),
    "json": ((0.4, 0.3, 0.5), (0.4, 0.3, 0.5), (0.3, 0.0, 0.5)),
    "summary": ((0.6, 0.5, 0.7), (0.6, 0.5, 0.7), (0.5, 0.3, 0.7)),
    "teaching": ((0.65, 0.6, 0.7), (0.7, 0.6, 0.8), (0.7, 0.6, 0.8)),
    "creative": ((0.75, 0.7, 0.8), (1.0, 0.9, 1.1), (0.9, 0.8, 1.1)),
}
FAMILIES = ("r1", "qwen2.5", "generic")
PROSE = {"chat", "teaching", "creative"}


def test_the_modes_come_in_the_order_of_the_table_with_the_digits_as_shortcuts() -> None:
    assert [item.id for item in modes()] == list(TABLE)
    assert [item.shortcut for item in modes()] == list("1234567890")


@pytest.mark.parametrize("mode_id", TABLE)
def test_a_mode_sets_the_figures_of_the_table(mode_id: str) -> None:
    cells = [mode(mode_id).values_for(family_id) for family_id in FAMILIES]
    assert tuple((cell.temperature, cell.band.low, cell.band.high) for cell in cells) == TABLE[mode_id]


@pytest.mark.parametrize("mode_id", TABLE)
def test_a_family_without_a_table_of_its_own_takes_the_generic_values(mode_id: str) -> None:
    assert mode(mode_id).values_for("smollm2") == mode(mode_id).values_for("generic")


def test_the_limits_are_those_of_the_table() -> None:
    found = {family_id: limits(family_id) for family_id in (*FAMILIES, "smollm2")}
    assert {name: (item.caution_from, item.breaks_down_from) for name, item in found.items()} == {
        "r1": (0.8, 1.0),
        "qwen2.5": (1.0, 1.2),
        "generic": (1.0, 1.3),
        "smollm2": (1.0, 1.3),
    }


def test_every_mode_starts_from_the_chain_of_the_published_tests() -> None:
    common = defaults()
    assert (common.top_k, common.top_p, common.min_p, common.repeat_last_n) == (50, 0.95, 0.0, 64)
    assert (common.repeat_penalty, common.frequency_penalty, common.presence_penalty) == (1.0, 0.0, 0.0)
    assert common.max_tokens == 2048


def test_only_prose_on_qwen_gets_penalties() -> None:
    for item in modes():
        for family_id in FAMILIES:
            values = item.values_for(family_id)
            given = (values.frequency_penalty, values.frequency_band, values.presence_penalty)
            if family_id == "qwen2.5" and item.id in PROSE:
                assert given == (0.4, Band(0.3, 0.5), 0.3)
            else:
                assert given == (None, None, None)


def test_tasks_with_digits_and_syntax_allow_no_repeat_penalty() -> None:
    strict = {item.id for item in modes() if item.repeat_penalty_limit == 1.0}
    assert strict == {"math", "code", "json", "grading"}
    assert {item.repeat_penalty_limit for item in modes() if item.id not in strict} == {1.1}


def test_what_goes_beyond_the_band_says_under_which_condition() -> None:
    wider = {
        (item.id, family_id): (values.wider.limit, values.wider.text)
        for item in modes()
        for family_id, values in item.values.items()
        if values.wider is not None
    }
    assert wider == {
        ("code", "r1"): (0.7, "hint.wider.assistant"),
        ("creative", "r1"): (0.9, "hint.wider.review"),
    }


def test_only_precise_fixes_the_seed_and_offers_greedy() -> None:
    assert [item.id for item in modes() if item.fixed_seed is not None] == ["precise"]
    assert [item.id for item in modes() if item.offers_greedy] == ["precise"]


def test_only_maths_instructs_the_model_and_only_creative_the_reader() -> None:
    assert [item.id for item in modes() if item.instruction] == ["math"]
    assert [item.id for item in modes() if item.reader_hint] == ["creative"]


def test_each_cell_says_how_well_it_is_known() -> None:
    grades = {
        (item.id, family_id): evidence(item.values_for(family_id).evidence).grade
        for item in modes()
        for family_id in FAMILIES
    }
    assert {grades[name, "generic"] for name in TABLE} == {Grade.JUDGEMENT}
    assert {name for name in TABLE if grades[name, "r1"] is Grade.AUTHORS} == {"balanced", "chat", "summary"}
    assert {name for name in TABLE if grades[name, "qwen2.5"] is Grade.AUTHORS} == {"balanced", "teaching"}
    assert Grade.MEASURED not in grades.values()


def test_published_tests_are_told_with_their_small_size() -> None:
    sizes = {name: (evidence(name).runs, evidence(name).prompts) for name in ("r1.math", "r1.code", "published")}
    assert sizes == {"r1.math": ((3, 3), 1), "r1.code": ((5, 5), 1), "published": ((3, 5), 1)}


def test_a_new_conversation_is_balanced() -> None:
    assert default_mode() == mode("balanced")


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(KeyError):
        mode("auto")
    with pytest.raises(KeyError):
        evidence("hearsay")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"id": "chat"', '"id": "balanced"', "mode given twice: balanced"),
        ('"shortcut": "2"', '"shortcut": "1"', "shortcut given twice: 1"),
        ('"shortcut": "2"', '"shortcut": "A"', "shortcut"),
        ('"default": "balanced"', '"default": "auto"', "default mode 'auto' does not exist"),
        ('"evidence": "r1.math"', '"evidence": "r1.hearsay"', "unknown evidence: r1.hearsay"),
        ('"temperature": 0.55', '"temperature": 0.65', "outside its band"),
        ('"temperature": 0.65, "band": [0.6, 0.7]', '"temperature": 0.85, "band": [0.8, 0.9]', "where the model fails"),
        ('"limit": 0.9', '"limit": 1.0', "where the model fails"),
        ('"limit": 0.9', '"limit": 0.8', "not above the band"),
        ('"frequency_penalty": 0.4', '"frequency_penalty": 0.6', "frequency penalty is outside"),
        ('"caution_from": 0.8', '"caution_from": 1.0', "caution must come before"),
        ('"repeat_penalty": 1.0', '"repeat_penalty": 1.05', "repeat penalty too high"),
        ('"generic": {"caution_from"', '"others": {"caution_from"', "no limits for 'generic'"),
        ('"generic": {"temperature": 0.7', '"others": {"temperature": 0.7', "no values for 'generic'"),
        ('"top_k": 50', '"top_k": -1', "top_k"),
        ('"offers_greedy"', '"offers_greed"', "offers_greed"),
    ],
)
def test_a_wrong_modes_file_is_refused(old: str, new: str, complaint: str) -> None:
    content = resource("modes.json").read_text("utf-8")
    assert old in content
    with pytest.raises(ValueError, match=complaint):
        decode(content.replace(old, new).encode(), ModesFile, "modes.json")
