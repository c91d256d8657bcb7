"""Letting the temperature follow what an answer is writing.

`AnswerSampler` chooses the tokens of one answer: with the chain of the section that its `SectionTracker` names, where
it has one. `stream_seed` is the seed of a section's random numbers.
"""

from models.engine.worker.sections.answer_sampler import AnswerSampler, stream_seed
from models.engine.worker.sections.reader import SectionReader
from models.engine.worker.sections.tracker import SectionTracker

__all__ = ["AnswerSampler", "SectionReader", "SectionTracker", "stream_seed"]
