"""A tiny Qwen2 for the engine tests: real architecture, real tokenizer, random weights, 140,000 parameters.

It speaks gibberish of the village's own bytes, at once on any machine, so that what is tested is the engine. Made anew
by whoever needs it, in seconds; nothing is fetched.
"""

import json
import re
from pathlib import Path
from typing import Any

import gguf
import torch
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

ROOT = Path(__file__).parent.parent
VOCABULARY = 1024
CONTEXT_TOKENS = 4096
END, TURN, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{% for message in messages %}"
    f"{{{{ '{TURN}' + message['role'] + '\\n' + message['content'] + '{TURN_END}' + '\\n' }}}}"
    f"{{% endfor %}}{{% if add_generation_prompt %}}{{{{ '{TURN}assistant\\n' }}}}{{% endif %}}"
)
GGUF_PARTS = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LORA_RANK = 8
_COMMON, _OF_THE_QUOTE = 0.1, 0.78
"""How much of what all tokens have in common they have, and how much the quote has, which ends strings."""
_LARGE = 2.0
"""Spread of an adapter's weights, so that it is heard through the random ones."""


def make_model(folder: Path) -> Path:
    """A checkpoint as one from a hub, in `folder`."""
    torch.manual_seed(7)
    tokenizer = _tokenizer()
    ends = tokenizer.convert_tokens_to_ids([END, TURN_END])
    config = Qwen2Config(
        vocab_size=VOCABULARY,
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        intermediate_size=128,
        max_position_embeddings=CONTEXT_TOKENS,
        tie_word_embeddings=True,
        eos_token_id=ends,
        bos_token_id=ends[0],
    )
    model = Qwen2ForCausalLM(config).to(torch.float32)
    _incline_to_end(model.model.embed_tokens.weight, tokenizer.convert_tokens_to_ids('"'))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@torch.no_grad()
def _incline_to_end(embeddings: torch.Tensor, quote: int) -> None:
    """Make the token that ends a string likelier than others, or babble would fill every string to its limit.

    Embeddings and output weights are tied: what all tokens have in common stays in the stream, and speaks for the one
    that has most of it. A string of babble ends after some fifteen tokens.
    """
    embeddings[:, 0] = _COMMON
    embeddings[quote, 0] = _OF_THE_QUOTE


def make_adapter(folder: Path) -> Path:
    """A LoRA adapter for it, as peft saves them."""
    folder.mkdir(parents=True)
    torch.manual_seed(8)
    settings = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": "tiny",
        "r": LORA_RANK,
        "lora_alpha": LORA_RANK,
        "target_modules": ["q_proj", "v_proj"],
        "bias": "none",
    }
    (folder / "adapter_config.json").write_text(json.dumps(settings), encoding="utf-8")
    weights = {}
    for layer in range(2):
        for name, width in (("q_proj", 64), ("v_proj", 32)):
            key = f"base_model.model.model.layers.{layer}.self_attn.{name}"
            weights[f"{key}.lora_A.weight"] = torch.randn(LORA_RANK, 64) * _LARGE
            weights[f"{key}.lora_B.weight"] = torch.randn(width, LORA_RANK) * _LARGE
    save_file(weights, folder / "adapter_model.safetensors")
    return folder


def _tokenizer() -> PreTrainedTokenizerFast:
    """A byte-level BPE of the village's own Chinese, with a ChatML template: what it babbles is no other language."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END, TURN, TURN_END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "scenarios/casts/village").glob("*.yaml"))]
    bpe.train_from_iterator([words for text in texts for words in CHINESE.findall(text)], trainer)
    bpe.add_special_tokens([AddedToken(name, special=True) for name in (END, TURN, TURN_END)])
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        eos_token=TURN_END,
        pad_token=END,
        chat_template=TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


def make_gguf(checkpoint: Path, file: Path) -> Path:
    """The same model as llama.cpp wants it: one GGUF file, weights as they are."""
    config = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    vocabulary = json.loads((checkpoint / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    writer = gguf.GGUFWriter(str(file), "qwen2")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    _add_tokens(writer, vocabulary)
    for name, weights in load_file(checkpoint / "model.safetensors").items():
        writer.add_tensor(_tensor_name(name), weights.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _add_tokens(writer: gguf.GGUFWriter, vocabulary: dict[str, Any]) -> None:
    ids = vocabulary["vocab"]
    tokens = sorted(ids, key=ids.get)
    kinds = [gguf.TokenType.CONTROL if token in (END, TURN, TURN_END) else gguf.TokenType.NORMAL for token in tokens]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(merge) for merge in vocabulary["merges"]])
    writer.add_eos_token_id(ids[TURN_END])
    writer.add_bos_token_id(ids[END])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _tensor_name(name: str) -> str:
    """Its name in a GGUF file: `model.layers.0.mlp.up_proj.weight` is `blk.0.ffn_up.weight`."""
    whole = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}
    if name in whole:
        return whole[name]
    _, _, layer, rest = name.split(".", 3)
    part, kind = rest.rsplit(".", 1)
    return f"blk.{layer}.{GGUF_PARTS[part]}.{kind}"
