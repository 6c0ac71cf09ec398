"""Integrated gradients of the shipped model by PyTorch's autograd, to compare with.

  path_integral.py MODEL.onnx QUESTIONS.jsonl [--attention sdpa|eager] [--threads 1] [--tokens 512]

MODEL is a BERT encoder with mean pooling and dense layers behind it; the weights are read from its initialisers into transformers'
BertModel. Each line of QUESTIONS holds `ids`, `masked` (the ids where the path begins) and `weights` (of the logits). For every number
of uniform steps on standard input one line of JSON comes out: process CPU and wall seconds for all questions, and for each question the
scores and the completeness gap. The steps of a question run as batches of at most `--tokens` tokens. Needs torch, transformers, onnx.
"""

import argparse
import json
import re
import sys
import time

import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

HEADS = 12
SMALLEST_CHANGE = 1e-3


class Classifier(torch.nn.Module):
    """The encoder on given embeddings, the mean over its tokens, and dense layers with tanh between them."""

    def __init__(self, tensors, products, attention):
        super().__init__()
        words = tensors["embeddings.word_embeddings.weight"]
        inner = tensors["encoder.layer.0.intermediate.dense.bias"].shape[0]
        layers = 1 + max(int(m[1]) for m in (re.match(r"encoder\.layer\.(\d+)\.", name) for name in tensors) if m)
        self.encoder = BertModel(
            BertConfig(
                vocab_size=words.shape[0], hidden_size=words.shape[1], num_hidden_layers=layers, num_attention_heads=HEADS,
                intermediate_size=inner, hidden_act="gelu", attn_implementation=attention,
                max_position_embeddings=tensors["embeddings.position_embeddings.weight"].shape[0]),
            add_pooling_layer=False)
        known = {}
        for name, parameter in self.encoder.named_parameters():
            known[name] = tensors[name] if name in tensors else products[name.removesuffix(".weight")].T
            assert known[name].shape == parameter.shape, name
        self.encoder.load_state_dict(known, strict=False)
        self.dense = [
            (tensors[f"pooled_head/weight_{i}"], tensors[f"pooled_head/bias_{i}"])
            for i in range(sum(name.startswith("pooled_head/weight_") for name in tensors))
        ]
        self.words = words

    def forward(self, embeddings):
        value = self.encoder(inputs_embeds=embeddings).last_hidden_state.mean(1)
        for i, (weight, bias) in enumerate(self.dense):
            value = (value if i == 0 else value.tanh()) @ weight + bias
        return value


def read(file, attention):
    graph = onnx.load(file).graph
    tensors = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    products = {}
    for node in graph.node:
        constants = [name for name in node.input if name in tensors]
        if node.op_type == "MatMul" and constants:
            products[node.name.strip("/").removesuffix("/MatMul").replace("/", ".")] = tensors[constants[0]]
    return Classifier(tensors, products, attention).eval().requires_grad_(False)


def scores(model, question, steps, tokens):
    """The midpoint rule between the masked text and the text, summed over the width of the embeddings."""
    begin, end, weights = question["begin"], question["end"], question["weights"]
    alphas = (torch.arange(steps) + 0.5) / steps
    total = torch.zeros_like(begin)
    for some in alphas.split(max(1, tokens // len(begin))):
        points = (begin + some[:, None, None] * (end - begin)).requires_grad_()
        (gradient,) = torch.autograd.grad((model(points) @ weights).sum(), points)
        total += gradient.sum(0)
    return (total * (end - begin)).sum(1) / steps


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("model")
    options.add_argument("questions")
    options.add_argument("--attention", default="sdpa", choices=["sdpa", "eager"])
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--tokens", type=int, default=512)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    model = read(given.model, given.attention)
    questions = []
    with torch.no_grad():
        for line in open(given.questions):
            row = json.loads(line)
            question = {
                "begin": model.words[row["masked"]], "end": model.words[row["ids"]], "weights": torch.tensor(row["weights"]),
            }
            values = model(torch.stack([question["begin"], question["end"]])) @ question["weights"]
            questions.append(question | {"change": float(values[1] - values[0])})
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        found = [scores(model, question, int(line), given.tokens) for question in questions]
        took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        gaps = [
            abs(float(own.sum()) - question["change"]) / max(abs(question["change"]), SMALLEST_CHANGE)
            for own, question in zip(found, questions)
        ]
        print(json.dumps(took | {"gaps": gaps, "scores": [own.tolist() for own in found]}), flush=True)


if __name__ == "__main__":
    main()
