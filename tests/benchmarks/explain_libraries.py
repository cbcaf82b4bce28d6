"""Other libraries that explain a similarity by the words of the query, each behind the same small function.

All of them ask one `Scorer`: the same model, the stored vector of one document. All of them remove the same words in
the same way: a set of words is the text that `Game.text` gives. What is set, and what each would do by itself:

- shap: a `Text` masker cuts at its tokenizer's tokens, puts its mask token in their place and sends batches of 5.
  "As it comes" is that, with the model's own tokenizer, and the tokens of a word are added up. In the other rows the
  masker's tokens are our words, cut out, in batches of 32, which is faster; the tree for Partition is its own.
  Partition takes at most 500 evaluations and stops before where its tree is done. Permutation takes 500, its default;
  its orders are free and not bound to that tree, so that it estimates Shapley values.
- lime: would split at every non-word character, count equal words as one, or put "UNKWORDZ" in their place, and take
  5,000 samples. Here: our words, each by itself, cut out, 1,000 samples. Words are not selected: all are wanted.
- captum: works on tensors, one perturbation a call. Here the tensor is the mask of words, up to 32 perturbations a
  call (of one order at a time in ShapleyValueSampling, 25 orders, its default).
- txtai: explains a document for a query, word by word, by leaving it out. Here the two change places: the "query" is
  the document, whose vector is given and not made again, and the "text" is the list of our words, which it joins by
  spaces, so that punctuation is lost and its whole may differ from the others' by that.
- shapiq: all subsets, Shapley values; the oracle. At most ten words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import captum.attr
import lime.lime_text
import numpy as np
import shap
import shapiq
import torch
import txtai
from transformers import AutoTokenizer

from inspector.embedders.resolve import resolve
from inspector.explain.game import Game
from inspector.vectors import Float32Array, cosine_similarity

BATCH = 32
SHAP_EVALUATIONS = 500
LIME_SAMPLES = 1_000


class Scorer:
    """Similarities of texts to one document, and how many texts that took.

    Attributes:
        vector: The document's.
        model: Name of the model.
        asked: How many texts it was asked about.
        distinct: The different ones.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Float32Array], vector: Float32Array, model: str) -> None:
        self.vector, self.model = vector, model
        self.asked = 0
        self.distinct: set[str] = set()
        self._encode = encode

    def vectors(self, texts: Sequence[str]) -> Float32Array:
        texts = [str(text) for text in texts]
        self.asked += len(texts)
        self.distinct.update(texts)
        return self._encode(texts)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        return cosine_similarity(self.vectors(texts), self.vector[None])[:, 0]


Answer = tuple[np.ndarray, float]
"""The weights of the words, and what they predict for a query without words."""
Method = Callable[[Game, Scorer], Answer]


def texts_of(game: Game, present: np.ndarray) -> list[str]:
    """The texts of subsets given as rows of zeros and ones."""
    return [game.text(sum(1 << place for place, there in enumerate(row) if there)) for row in present]


class Words(shap.maskers.Text):
    """The text masker with the words of a game for tokens, cut out as the game cuts them out."""

    def __init__(self, game: Game, tree: bool = True) -> None:
        self._game = game
        super().__init__(self._tokens, mask_token="...", collapse_mask_token=False)
        if not tree:
            self.clustering = None

    def _tokens(self, text: str, return_offsets_mapping: bool = True) -> dict[str, list]:
        if text != self._game.query:  # the library asks what its own marks are made of
            return {"input_ids": [text] if text else [], "offset_mapping": [(0, len(text))] if text else []}
        spans = [(unit.start, unit.end) for unit in self._game.units]
        return {"input_ids": [unit.text for unit in self._game.units], "offset_mapping": spans}

    def __call__(self, mask, s):
        return (np.array(texts_of(self._game, [self._standardize_mask(mask, s)])),)


def shap_partition(game: Game, scorer: Scorer) -> Answer:
    explainer = shap.PartitionExplainer(scorer, Words(game))
    found = explainer([game.query], max_evals=SHAP_EVALUATIONS, batch_size=BATCH, silent=True)
    return np.asarray(found.values[0]), float(np.ravel(found.base_values)[0])


@cache
def _tokenizer(name: str) -> Any:
    return AutoTokenizer.from_pretrained(resolve(name).folder)


def shap_partition_as_it_comes(game: Game, scorer: Scorer) -> Answer:
    tokenizer = _tokenizer(scorer.model)
    explainer = shap.PartitionExplainer(scorer, shap.maskers.Text(tokenizer))
    found = explainer([game.query], max_evals=SHAP_EVALUATIONS, silent=True)
    spans = tokenizer(game.query, return_offsets_mapping=True)["offset_mapping"]
    weights = np.zeros(len(game.units))
    for (start, end), value in zip(spans, found.values[0], strict=True):
        for place, unit in enumerate(game.units):
            weights[place] += value if unit.start < end and start < unit.end and start < end else 0.0
    return weights, float(np.ravel(found.base_values)[0])


def shap_permutation(game: Game, scorer: Scorer) -> Answer:
    explainer = shap.PermutationExplainer(scorer, Words(game, tree=False), seed=0)
    found = explainer([game.query], max_evals=SHAP_EVALUATIONS, batch_size=BATCH, silent=True)
    return np.asarray(found.values[0]), float(np.ravel(found.base_values)[0])


def lime_text(game: Game, scorer: Scorer) -> Answer:
    explainer = lime.lime_text.LimeTextExplainer(
        split_expression=lambda text: [unit.text for unit in game.units],
        bow=False,
        mask_string="",
        feature_selection="none",
        random_state=0,
    )
    count = len(game.units)
    found = explainer.explain_instance(
        game.query, lambda texts: scorer(texts)[:, None], labels=(0,), num_features=count, num_samples=LIME_SAMPLES
    )
    weights = np.zeros(count)
    for place, weight in found.local_exp[0]:
        weights[place] = weight
    return weights, float(found.intercept[0])


def _forward(game: Game, scorer: Scorer) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda present: torch.from_numpy(scorer(texts_of(game, present.numpy() > 0.5)))


def captum_ablation(game: Game, scorer: Scorer) -> Answer:
    ones = torch.ones(1, len(game.units))
    method = captum.attr.FeatureAblation(_forward(game, scorer))
    weights = method.attribute(ones, perturbations_per_eval=BATCH)[0].double().numpy()
    return weights, float("nan")


def captum_sampling(game: Game, scorer: Scorer) -> Answer:
    torch.manual_seed(0)
    ones = torch.ones(1, len(game.units))
    method = captum.attr.ShapleyValueSampling(_forward(game, scorer))
    weights = method.attribute(ones, n_samples=25, perturbations_per_eval=BATCH)[0].double().numpy()
    return weights, float("nan")


_DOCUMENT = "the document"


def txtai_explain(game: Game, scorer: Scorer) -> Answer:
    def transform(texts: Sequence[str]) -> np.ndarray:
        unknown = [text for text in texts if text != _DOCUMENT]
        made = iter(scorer.vectors(unknown)) if unknown else iter(())
        return np.array([scorer.vector if text == _DOCUMENT else next(made) for text in texts], dtype=np.float32)

    embeddings = txtai.Embeddings({"method": "external", "transform": transform})
    found = embeddings.explain(_DOCUMENT, [[unit.text for unit in game.units]])
    return np.array([weight for _, weight in found[0]["tokens"]]), float("nan")


def shapiq_exact(game: Game, scorer: Scorer) -> Answer:
    exact = shapiq.ExactComputer(lambda present: scorer(texts_of(game, present)), n_players=len(game.units))
    found = exact("SV", 1)
    return np.array([found[(place,)] for place in range(len(game.units))]), float(exact.baseline_value)


AS_IT_COMES = "shap Partition 500, as it comes"
LIBRARIES: dict[str, Method] = {
    "shap Partition 500": shap_partition,
    AS_IT_COMES: shap_partition_as_it_comes,
    "shap Permutation": shap_permutation,
    "lime 1000": lime_text,
    "captum FeatureAblation": captum_ablation,
    "captum ShapleyValueSampling": captum_sampling,
    "txtai explain": txtai_explain,
}
ORACLE = "shapiq, all subsets"
