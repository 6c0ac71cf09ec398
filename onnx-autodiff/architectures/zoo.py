"""Tiny random models of the architectures that onnx-autodiff is tried on, and how to feed them."""

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    MT5EncoderModel,
    T5EncoderModel,
    UMT5EncoderModel,
)

HIDDEN, HEADS, LAYERS, VOCABULARY, CLASSES, POSITIONS = 32, 4, 2, 200, 3, 64

# What every configuration is offered; each takes the names that it knows.
SIZES = dict(
    vocab_size=VOCABULARY, hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
    intermediate_size=2 * HIDDEN, max_position_embeddings=POSITIONS, num_labels=CLASSES,
    pad_token_id=0, bos_token_id=1, eos_token_id=2, use_cache=False, type_vocab_size=2,
    embedding_size=16, num_key_value_heads=2, head_dim=8, tie_word_embeddings=True,
    attention_dropout=0.0, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    n_embd=HIDDEN, n_layer=LAYERS, n_head=HEADS, n_positions=POSITIONS, n_ctx=POSITIONS,
    d_model=HIDDEN, n_heads=HEADS, n_layers=LAYERS, d_ff=2 * HIDDEN, ffn_dim=2 * HIDDEN,
    num_layers=LAYERS, num_heads=HEADS, d_kv=8, max_seq_len=POSITIONS, dim=HIDDEN,
    hidden_dim=2 * HIDDEN, d_head=8, d_inner=2 * HIDDEN, word_embed_proj_dim=HIDDEN,
    rotary_dim=4, sliding_window=4, emb_dim=HIDDEN,
)

ROTARY = dict(rope_theta=10000.0)
MOE = dict(moe_intermediate_size=16, num_experts=4, num_local_experts=4, num_experts_per_tok=2,
           shared_expert_intermediate_size=16, n_routed_experts=4, n_shared_experts=1)

# name: (task, model type, what differs from SIZES)
ZOO = {
    name: (task, (more or {}).pop("type", name), more or {})
    for task, family in {
        "classifier": {
            "bert": None, "distilbert": None, "roberta": None, "albert": None, "electra": None,
            "mpnet": None, "xlm-roberta": None, "camembert": None, "ernie": None, "rembert": dict(input_embedding_size=16),
            "deberta": dict(relative_attention=True, pos_att_type=["c2p", "p2c"]),
            "deberta-v2": dict(relative_attention=True, pos_att_type=["c2p", "p2c"],
                               position_buckets=8, share_att_key=True, norm_rel_ebd="layer_norm"),
            "modernbert": dict(global_attn_every_n_layers=2, local_attention=8),
            "xlnet": None, "squeezebert": dict(embedding_size=HIDDEN), "mobilebert": dict(intra_bottleneck_size=32),
            "roformer": None, "megatron-bert": None, "convbert": dict(head_ratio=2), "fnet": None,
            "nystromformer": None, "big_bird": dict(attention_type="original_full"),
            "xlm": None, "flaubert": None, "data2vec-text": None, "esm": dict(position_embedding_type="rotary", token_dropout=False),
            "funnel": dict(block_sizes=[1, 1]), "bart": dict(
                encoder_layers=LAYERS, decoder_layers=LAYERS, encoder_attention_heads=HEADS,
                decoder_attention_heads=HEADS, encoder_ffn_dim=64, decoder_ffn_dim=64),
            "bert-relative": dict(type="bert", position_embedding_type="relative_key_query"),
            "llama-classifier": dict(type="llama"), "qwen2-classifier": dict(type="qwen2"),
            "gpt2-classifier": dict(type="gpt2"), "mistral-classifier": dict(type="mistral"),
            "gemma-classifier": dict(type="gemma"), "opt-classifier": dict(type="opt"),
            "bloom-classifier": dict(type="bloom"), "phi3-classifier": dict(type="phi3"),
            "gemma3-classifier": dict(type="gemma3_text"), "qwen3-classifier": dict(type="qwen3"),
        },
        "encoder": {"t5": None, "mt5": None, "umt5": None},
        "language-model": {
            "gpt2": None, "gptj": None, "gpt_neox": None, "gpt_neo": dict(
                attention_types=[[["global", "local"], 1]], window_size=4),
            "codegen": None, "opt": None, "bloom": None,
            "falcon": dict(new_decoder_architecture=True, num_kv_heads=2),
            "falcon-alibi": dict(type="falcon", alibi=True),
            "falcon-7b": dict(type="falcon", multi_query=True, parallel_attn=True),
            "llama": None, "mistral": None, "mixtral": MOE, "qwen2": None, "qwen2_moe": MOE,
            "qwen3": None, "qwen3_moe": MOE, "gemma": None, "gemma2": None, "gemma3_text": None,
            "phi": None, "phi3": None, "cohere": None, "cohere2": None, "olmo": None, "olmo2": None,
            "stablelm": None, "glm": None, "glm4": None, "starcoder2": None, "mpt": None,
            "persimmon": None, "granite": None, "nemotron": None, "smollm3": None, "helium": None,
            "gpt_bigcode": None, "biogpt": None, "xglm": dict(attention_heads=HEADS), "ctrl": dict(dff=64), "openai-gpt": None,
            "gpt_oss": MOE, "deepseek_v3": dict(
                MOE, num_key_value_heads=HEADS, q_lora_rank=8, kv_lora_rank=8, qk_rope_head_dim=4, qk_nope_head_dim=4,
                v_head_dim=8, n_group=1, topk_group=1, first_k_dense_replace=1),
            "olmoe": MOE, "exaone4": None, "seed_oss": None, "arcee": None, "ernie4_5": None,
            "hunyuan_v1_dense": None, "mamba": dict(state_size=4), "diffllama": None, "modernbert-decoder": dict(
                global_attn_every_n_layers=2, local_attention=8),
            "llama-rope-scaled": dict(type="llama", rope_parameters=dict(
                rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                original_max_position_embeddings=32, rope_theta=10000.0)),
        },
    }.items()
    for name, more in family.items()
}

ENCODERS = {"t5": T5EncoderModel, "mt5": MT5EncoderModel, "umt5": UMT5EncoderModel}


def takes(config, key):
    """Says whether a configuration has `key` as something that can be set."""
    if key in ("num_labels", "pad_token_id"):
        return True
    if not hasattr(config, key):
        return False
    try:
        setattr(config, key, getattr(config, key))
    except (AttributeError, NotImplementedError):
        return False
    return not isinstance(getattr(type(config), key, None), property)


def model(name, attention="eager"):
    """Returns a model in double precision whose weights are wide enough for peaked attention."""
    task, kind, more = ZOO[name]
    known = AutoConfig.for_model(kind)
    wanted = {k: v for k, v in SIZES.items() if takes(known, k)}
    config = AutoConfig.for_model(kind, **{**wanted, **more})
    torch.manual_seed(1)
    make = {
        "classifier": AutoModelForSequenceClassification.from_config,
        "language-model": AutoModelForCausalLM.from_config,
        "encoder": lambda c, **_: ENCODERS[name](c),
    }[task]
    try:
        made = make(config, attn_implementation=attention, experts_implementation="eager")
    except (ValueError, TypeError):
        if attention != "eager":
            raise
        made = make(config)
    generator = torch.Generator().manual_seed(2)
    for parameter in made.parameters():
        spread = 0.25 if parameter.dim() > 1 else 0.1
        noise = torch.randn(parameter.shape, generator=generator) * spread
        parameter.data = noise if parameter.dim() > 1 else parameter.data + noise
    return made.eval()


def feeds(batch, length, seed=0):
    """Returns ids and a mask that pads the later rows on the right."""
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(3, VOCABULARY, (batch, length), generator=generator)
    mask = torch.ones_like(ids)
    for row in range(1, batch):
        mask[row, length - row:] = 0
    ids = ids * mask
    ids[torch.arange(batch), mask.sum(1) - 1] = 2
    return ids, mask
