"""A tiny transformer made on the spot, so that reading and batching are tested without the real model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORDS = ("query", "passage", ":", "the", "cat", "sat", "on", "mat", ".", "##s", "a", "b", "c")


def tiny_model(
    folder: Path,
    *,
    prompts: dict[str, str] | None = None,
    include_prompt: bool = True,
    pooling: str | tuple[str, ...] = "mean",
    after: tuple[Any, ...] = (),
) -> Path:
    """Save a BERT of one layer, 8 dimensions and 32 positions that reads 16 tokens; weights are seeded.

    `after` are modules behind the pooling.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    inner = folder / "inner"
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=16, **special).save_pretrained(inner)
    torch.manual_seed(0)
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(vocabulary), max_position_embeddings=32, **sizes)
    BertModel(config).save_pretrained(inner)
    from sentence_transformers.base.modules import Transformer

    modules = [Transformer(str(inner)), Pooling(8, pooling, include_prompt=include_prompt), *after]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    settings = folder / "model" / "config_sentence_transformers.json"
    known = json.loads(settings.read_text())
    settings.write_text(json.dumps({**known, "prompts": prompts or {}}))
    return folder / "model"
