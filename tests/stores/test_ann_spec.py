import pytest

from inspector.errors import RequestError
from inspector.stores.ann_spec import BUILDABLE, SETTINGS, AnnKind, AnnSpec, parse_ann


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("flat", AnnSpec(AnnKind.FLAT)),
        ("hnsw,m=16,efSearch=100", AnnSpec(AnnKind.HNSW, m=16, ef_search=100)),
        ("ivf,nlist=64,nprobe=8", AnnSpec(AnnKind.IVF, nlist=64, nprobe=8)),
        (" IVFPQ , m=8 , NBITS=4", AnnSpec(AnnKind.IVFPQ, m=8, nbits=4)),
    ],
)
def test_a_spec_is_read_as_written(text, spec):
    assert parse_ann(text) == spec


def test_every_setting_of_every_kind_survives_writing_and_reading():
    for kind in BUILDABLE:
        spec = AnnSpec(kind, **{setting.field: 4 for setting in SETTINGS if kind in setting.kinds})
        assert parse_ann(spec.text) == spec


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tree", "flat, hnsw, ivf, ivfpq"),
        ("", "flat, hnsw, ivf, ivfpq"),
        ("file", "flat, hnsw, ivf, ivfpq"),
        ("ivf,efSearch=3", "nlist, nprobe"),
        ("flat,nlist=3", "has no settings"),
        ("ivf,nlist", "whole number from 1"),
        ("ivf,nlist=0", "whole number from 1"),
        ("ivf,nlist=2.5", "whole number from 1"),
        ("ivfpq,nbits=16", "from 1 to 12"),
        ("ivf,nlist=2,nlist=3", "twice"),
    ],
)
def test_a_wrong_spec_says_what_there_is(text, says):
    with pytest.raises(RequestError) as caught:
        parse_ann(text)
    assert says in str(caught.value)
