"""House rule 3: nothing that is read can run code: no pickle and kin, no eval, no exec, no pickled arrays."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, calls, dotted, house, imports

RUNS_CODE = frozenset(
    {"pickle", "cPickle", "_pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle"}
)
EVALUATES = frozenset({"eval", "exec", "builtins.eval", "builtins.exec", "pandas.read_pickle", "pd.read_pickle"})
LOADS = frozenset({"np.load", "numpy.load", "np.lib.format.read_array", "numpy.lib.format.read_array"})
PICKLE_MACHINE = "inspector/stores/foreign/pickle_machine.py"
"""The one file that may cut a pickle into its operations; not even it may import pickle, which would run them."""


def code_runners(source: Source) -> list[str]:
    """Imports and calls through which data could run code."""
    refused = RUNS_CODE if source.path == PICKLE_MACHINE else RUNS_CODE | {"pickletools"}
    found = [
        source.at(one.node, f"{one.module} runs code that stands in data")
        for one in imports(source)
        if one.module.split(".")[0] in refused
    ]
    found += [
        source.at(call, f"{dotted(call.func)} runs text") for call in calls(source) if dotted(call.func) in EVALUATES
    ]
    return found


def unsafe_loads(source: Source) -> list[str]:
    """Calls of numpy.load and torch.load that leave pickle open."""
    found = []
    for call in calls(source):
        name, given = dotted(call.func), {word.arg: word.value for word in call.keywords}
        if name in LOADS and not _is(given.get("allow_pickle"), False):
            found.append(source.at(call, f"{name} without allow_pickle=False"))
        if name == "torch.load" and not _is(given.get("weights_only"), True):
            found.append(source.at(call, "torch.load without weights_only=True"))
    return found


def _is(node: ast.expr | None, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_no_file_runs_code_out_of_data(source: Source) -> None:
    assert code_runners(source) + unsafe_loads(source) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "def f():\n    import cloudpickle.cloudpickle",
        "import shelve",
        "import pickletools",
        "from marshal import loads",
        "eval('1 + 1')",
        "exec(text)",
    ],
)
def test_a_way_to_run_code_is_seen(line: str) -> None:
    assert len(code_runners(Source("inspector/build/x.py", line))) == 1


def test_the_reader_of_pickles_may_cut_them_up_and_not_run_them() -> None:
    assert code_runners(Source(PICKLE_MACHINE, "import pickletools")) == []
    assert len(code_runners(Source(PICKLE_MACHINE, "import pickle"))) == 1


@pytest.mark.parametrize(
    "line", ["np.load(p)", "numpy.load(p, allow_pickle=True)", "np.load(p, allow_pickle=flag)", "torch.load(p)"]
)
def test_an_array_read_with_pickle_open_is_seen(line: str) -> None:
    assert len(unsafe_loads(Source("inspector/build/x.py", line))) == 1


def test_a_model_may_be_switched_to_evaluation_and_an_array_read_safely() -> None:
    source = Source("inspector/build/x.py", "model.eval()\nnp.load(p, mmap_mode='r', allow_pickle=False)")
    assert code_runners(source) + unsafe_loads(source) == []
