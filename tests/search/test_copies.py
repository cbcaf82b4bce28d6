from inspector.search.copies import copies

ARTICLE = " ".join(f"word{number}" for number in range(104))  # 104 words = 100 shingles of five


def test_same_text_but_for_case_and_spaces_is_a_copy():
    assert copies(["Reset  your password", "reset your\nPASSWORD"]) == (None, 0)


def test_a_copy_of_a_copy_points_at_the_original():
    assert copies([ARTICLE, "other", ARTICLE, ARTICLE]) == (None, None, 0, 0)


def test_four_fifths_of_shared_shingles_are_enough_and_less_is_not():
    # A tail of n new words: 100 shingles shared, n of 100 + n not.
    assert copies([ARTICLE, ARTICLE + " x" * 25]) == (None, 0)  # 100 / 105: " x" repeats one shingle and four borders
    tail = " ".join(f"new{number}" for number in range(26))
    assert copies([ARTICLE, f"{ARTICLE} {tail}"]) == (None, None)  # 100 / 126 < 0.8
    assert copies([ARTICLE, f"{ARTICLE} {tail.rsplit(' ', 1)[0]}"]) == (None, 0)  # 100 / 125 = 0.8


def test_empty_texts_copy_nothing():
    assert copies(["", "", " \n"]) == (None, None, None)


def test_short_texts_are_compared_whole():
    assert copies(["a b", "a c", "A b"]) == (None, None, 0)
