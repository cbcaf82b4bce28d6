"""The filters that are offered: values of fields with few of them, most frequent first."""

from inspector.ui.parts.query_bar import filter_options
from tests.toy_index import toy_index


def test_fields_of_text_are_offered_by_frequency_and_numbers_are_left_to_typing(tmp_path):
    # ten of the twelve are howto, two have a dash in their id
    assert filter_options(toy_index(tmp_path).collection) == ("kind=howto", "kind=code")
