"""What a report is made of: a table has lines of one length."""

import pytest

from mloss_econ.report.document import TableBlock


def test_a_line_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 cells"):
        TableBlock("c", ("a", "b"), (("1",),))
