import pytest

from inspector.errors import StoreError
from inspector.records.documents import Document, FieldType, MetadataField
from inspector.stores import writer
from inspector.stores.documents import DocumentTable
from inspector.stores.writer import DocumentWriter
from tests.stores.samples import DOCUMENTS, FIELDS


def written(tmp_path, documents=DOCUMENTS, fields=FIELDS):
    path = tmp_path / "documents.arrow"
    with DocumentWriter(path, fields) as file:
        file.write(documents)
    return DocumentTable(path)


def test_large_texts_are_written_before_many_are_held(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "_BATCH_BYTES", 1000)
    path = tmp_path / "documents.arrow"
    with DocumentWriter(path, ()) as file:
        for number in range(5):
            file.write([Document(str(number), "", "x" * 2000)])
            assert file.count == number + 1
    assert DocumentTable(path).count == 5


def test_values_are_widened_to_the_type_of_their_field(tmp_path):
    fields = (MetadataField("n", FieldType.NUMBER), MetadataField("t", FieldType.TEXT))
    documents = [Document("1", "", "", {"n": 3, "t": 7}), Document("2", "", "", {"n": 0.5, "t": True, "other": 1})]
    table = written(tmp_path, documents, fields)
    assert [document.metadata for document in table.documents(["1", "2"])] == [
        {"n": 3.0, "t": "7"},
        {"n": 0.5, "t": "true"},
    ]


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (FieldType.INTEGER, "x", "which holds integer values"),
        (FieldType.INTEGER, True, "which holds integer values"),
        (FieldType.INTEGER, 2**63, "more than 64 bits"),
        (FieldType.BOOLEAN, 1, "which holds boolean values"),
        (FieldType.TEXT, "half \ud83d", "half of a character"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_leaves_no_file(tmp_path, kind, value, says):
    with pytest.raises(StoreError) as caught:
        written(tmp_path, [Document("1", "", "", {"f": value})], (MetadataField("f", kind),))
    assert says in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_writer_leaves_the_old_file(tmp_path):
    written(tmp_path)
    with pytest.raises(KeyboardInterrupt), DocumentWriter(tmp_path / "documents.arrow", FIELDS) as file:
        file.write(DOCUMENTS[:1])
        raise KeyboardInterrupt
    assert DocumentTable(tmp_path / "documents.arrow").count == 6
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    with pytest.raises(StoreError, match="could not be written"), DocumentWriter(tmp_path / "no" / "x.arrow", ()):
        pass
