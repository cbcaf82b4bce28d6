from dataclasses import replace

import numpy as np
import pytest

from tests.explain.test_rating import SOUND


def test_the_residual_is_what_is_missing_by_what_is_explained():
    assert replace(SOUND, missing=0.06, span=-0.6).residual == pytest.approx(0.1)
    assert np.isnan(replace(SOUND, span=0.0).residual)
