"""The jobs of the engine's thread: one after the other, and work that makes way for them."""

import threading
from functools import partial

import pytest

from desktop.control.engine_jobs import EngineJobs


class Work:
    """Goes on until it is asked to end."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.asked = threading.Event()
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        self.begun.set()
        self.asked.wait()


def run(jobs: EngineJobs) -> threading.Thread:
    thread = threading.Thread(target=jobs.run)
    thread.start()
    return thread


def test_jobs_are_done_in_their_order() -> None:
    jobs, done = EngineJobs(), list[int]()
    for number in range(3):
        jobs.put(partial(done.append, number))
    jobs.close()
    run(jobs).join()
    assert done == [0, 1, 2]


def test_lent_work_is_asked_to_end_when_a_job_comes() -> None:
    jobs, work, done = EngineJobs(), Work(), threading.Event()
    jobs.lend(work, work.asked.set)
    thread = run(jobs)
    work.begun.wait()
    jobs.put(done.set)
    assert done.wait(60)
    jobs.close()
    thread.join()


def test_lent_work_waits_for_the_jobs_that_are_there() -> None:
    jobs, work, order = EngineJobs(), Work(), list[str]()
    jobs.lend(lambda: order.append("lent"), work.asked.set)
    jobs.put(lambda: order.append("job"))
    thread = run(jobs)
    jobs.lend(lambda: None, lambda: None)
    reached = threading.Event()
    jobs.put(reached.set)
    assert reached.wait(60)
    jobs.close()
    thread.join()
    assert order[0] == "job"


@pytest.mark.parametrize("_round", range(20))
def test_work_that_begins_as_a_job_comes_makes_way_all_the_same(_round: int) -> None:
    jobs, work, done = EngineJobs(), Work(), threading.Event()
    thread = run(jobs)
    jobs.lend(work, work.asked.set)
    jobs.put(done.set)
    assert done.wait(60)
    jobs.close()
    work.asked.set()
    thread.join()


def test_closing_ends_lent_work() -> None:
    jobs, work = EngineJobs(), Work()
    jobs.lend(work, work.asked.set)
    thread = run(jobs)
    work.begun.wait()
    jobs.close()
    thread.join(60)
    assert not thread.is_alive()
