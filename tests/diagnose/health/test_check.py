"""What checks need, and that each need can say why it is missing."""

from inspector.diagnose.health.check import LACKS, Need
from inspector.diagnose.health.subject import Subject
from tests.diagnose.health.indexes import index, subject


def test_every_need_can_say_why_it_is_missing():
    assert set(LACKS) == set(Need)


def test_queries_are_needed_only_where_there_is_a_structure_to_ask(tmp_path):
    without, having = (Subject(index(tmp_path / each, ann=ann), None) for each, ann in (("a", None), ("b", "flat")))
    assert LACKS[Need.QUERIES](without) == ""
    assert LACKS[Need.QUERIES](having) == "the model is not loaded"


def test_a_sound_folder_with_its_model_lacks_nothing(tmp_path):
    examined = subject(tmp_path)
    assert {LACKS[need](examined) for need in Need} == {""}
