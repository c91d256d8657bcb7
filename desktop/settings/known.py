"""What is known about a temperature for a mode on a model: where it lies, and what was published or measured there."""

from desktop.settings.phrases import evidence
from models.sampling import Preset, Verdict, hint, judge
from models.texts import Phrasebook, figure

_NEAR = 0.025
"""Results count for temperatures as near as this."""


def known_at(say: Phrasebook, temperature: float, preset: Preset) -> tuple[str, ...]:
    """Return a sentence for each thing that is known, the strongest last: from a rule to runs on this machine."""
    sentences = [_rule(say, temperature, preset)]
    published = [point for point in preset.evidence.points if abs(point.temperature - temperature) <= _NEAR + 1e-9]
    sentences += [
        say("known.published", passed=point.passed, runs=point.runs, temperature=figure(point.temperature))
        for point in published
    ]
    measured = preset.measured.at(temperature, _NEAR) if preset.measured is not None else None
    if measured is not None and preset.measured is not None:
        sentences.append(
            say(
                "known.measured",
                passed=measured.passed,
                runs=measured.runs,
                temperature=figure(measured.temperature),
                tasks=preset.measured.tasks,
                when=preset.measured.when,
            )
        )
    if not published and measured is None:
        sentences.append(say("known.nothing", temperature=figure(temperature)))
    return tuple(sentences)


def _rule(say: Phrasebook, temperature: float, preset: Preset) -> str:
    """Say where a temperature lies, and how well that is known."""
    limits = {Verdict.CAUTION, Verdict.BREAKS_DOWN}
    known = preset.limits_evidence if judge(temperature, preset) in limits else preset.evidence
    return say("known.grade", hint=say.phrase(hint(temperature, preset)), grade=evidence(say, known))
