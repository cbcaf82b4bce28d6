from __future__ import annotations

import pytest

from inspector.stores.secret_words import is_login, is_secret_name, secret_in


@pytest.mark.parametrize(
    "name", ["password", "PGPASSWORD", "ssl_password", "Api-Key", "access_token", "key", "to%6ben"]
)
def test_a_name_of_a_secret_is_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["max_tokens", "id", "sslkey", "passfile", "compass", "documents"])
def test_a_name_that_is_none_is_not(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("postgresql://a:b@c", "password"),
        ("postgresql://a:@c", ""),
        ("postgresql://a@c:5432/d", ""),
        ("https://a@c", "key before the host"),
        ("host=c PASSWORD = x", "password"),
        ("host=c password=", ""),
        ("x;Api_Key=1", "api key"),
        ("http://c/?KEY=1", "key"),
        ("pass=1", "pass"),
        ("bypass=1", ""),
        ("%2570assword%253D1", "password"),
    ],
)
def test_a_secret_is_found_and_named_by_a_word_of_ours(text: str, found: str) -> None:
    assert secret_in(text) == found


def test_a_login_is_a_user_and_a_password_before_anything_else() -> None:
    assert is_login("reader:x@db/support")
    assert not is_login("reader@db:5432/support")
    assert not is_login("/data/a:b@c")
