"""Files that changed after the build are named."""

from inspector.diagnose.health.checks.files import CHECK
from inspector.records.findings import Severity
from tests.diagnose.health.indexes import subject


def test_untouched_files_are_no_finding(tmp_path):
    outcome = CHECK.run(subject(tmp_path))
    assert outcome.finding is None
    assert outcome.measured[0].value == "2 of 2"


def test_a_changed_byte_is_a_failure_that_names_the_file(tmp_path):
    examined = subject(tmp_path)
    path = examined.folder / "vectors.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    finding = CHECK.run(examined).finding
    assert finding.severity is Severity.FAILURE
    assert "vectors.npy" in finding.summary
    assert finding.evidence[0].value == "1 of 2"
