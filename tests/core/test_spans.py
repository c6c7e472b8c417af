import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockint.core.errors import BadInput
from mockint.core.spans import Span, gaps, merge, total_s

times = st.floats(0, 1000, allow_nan=False).map(lambda x: round(x, 3))
spans = st.lists(st.tuples(times, times).map(lambda p: Span(min(p), max(p))), max_size=12)


@given(spans)
def test_merged_spans_and_their_gaps_tile_the_extent(some):
    joined = merge(some)
    if joined:
        extent = joined[-1].end_s - joined[0].start_s
        assert total_s(joined) + total_s(gaps(joined)) == pytest.approx(extent)
    assert merge(joined) == joined


@given(spans, times)
def test_a_collar_only_joins(some, collar):
    assert len(merge(some, collar_s=collar)) <= len(merge(some))


def test_a_reversed_span_is_refused():
    with pytest.raises(BadInput, match="2"):
        Span(2.0, 1.0)


def test_overlap():
    assert Span(0, 3).overlap_s(Span(2, 5)) == 1
    assert Span(0, 1).overlap_s(Span(2, 5)) == 0
