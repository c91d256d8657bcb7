"""The garbage collector while a long conversation is opened."""

import gc
import weakref

from desktop.control.collection import collection_paused, count_as_old


class _Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_nothing_is_collected_while_it_is_paused() -> None:
    assert gc.isenabled()
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_pausing_inside_a_pause_does_not_end_it() -> None:
    with collection_paused():
        with collection_paused():
            pass
        assert not gc.isenabled()


def test_what_counts_as_old_is_left_alone_by_collections_of_what_is_new() -> None:
    with collection_paused():
        watched = weakref.ref(_Knot())
        count_as_old()
        gc.collect(1)
        assert watched() is not None
        gc.collect()
        assert watched() is None
    assert gc.get_freeze_count() == 0
