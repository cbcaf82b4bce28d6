import pytest

from inspector.errors import RequestError
from inspector.stores.engines.address import checked_address


def test_what_follows_host_and_port_is_not_shown():
    assert checked_address("https://db.example:6333/path?token=abc", "Qdrant", "") == "https://db.example:6333"


@pytest.mark.parametrize(
    "address", ["http://root:secret@db", "ftp://secret", "http://secret:99999", "http://[secret", "http://:secret"]
)
def test_no_address_of_a_server_is_refused_without_being_repeated(address):
    with pytest.raises(RequestError, match="The address of a Qdrant server") as caught:
        checked_address(address, "Qdrant", "Write it so.")
    assert "secret" not in caught.value.message
    assert caught.value.hint == "Write it so."
