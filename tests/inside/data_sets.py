"""Small data sets of the other kinds, written as the course writes them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = tuple("abcdefghij")


def pictures(count: int, height: int, width: int, channels: int, seed: int = 3) -> np.ndarray:
    """(count, height, width, channels) uint8, or without the last axis for 0 channels: blobs on a black ground."""
    chance = np.random.default_rng(seed)
    images = np.zeros((count, height, width, max(1, channels)), dtype=np.uint8)
    inner = images[:, 4:-4, 4:-4]
    inner[...] = chance.integers(0, 256, inner.shape)
    return images if channels else images[..., 0]


def write_images(
    folder: Path, dataset: str, *, train: int = 300, test: int = 80, size: int = 32, channels: int = 3, seed: int = 3
) -> np.ndarray:
    """A labelled-images folder `<folder>/<dataset>`; `channels` 0 for grey ones. Returns: its images."""
    home = folder / dataset
    home.mkdir(parents=True)
    images = pictures(train + test, size, size, channels, seed)
    images[7] = images[3]  # a repeated picture
    codes = np.random.default_rng(seed + 1).integers(0, len(CLASSES), train + test).astype(np.uint8)
    codes[7] = codes[3]
    np.save(home / "images.npy", images)
    np.save(home / "labels.npy", codes)
    manifest = {
        "dataset": dataset,
        "kind": "labelled-images",
        "train_rows": train,
        "test_rows": test,
        "classes": list(CLASSES),
        "images": "images.npy",
        "labels": "labels.npy",
        "keras": {"module": dataset.replace("-", "_")},
        "torchvision": {"cifar10": "CIFAR10", "fashion-mnist": "FashionMNIST", "mnist": "MNIST"}[dataset],
    }
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return images


def reviews(count: int = 260) -> list[tuple[str, str, list[int]]]:
    """(label, text, word numbers) rows; the words of a text are named by their numbers."""
    chance = np.random.default_rng(11)
    rows = []
    for number in range(count):
        words = [int(word) for word in chance.integers(1, 400, chance.integers(20, 60))]
        label = "positive" if chance.random() < 0.5 else "negative"
        text = f"<br />Review {number}, " + " ".join(f"word{word}" for word in words)
        rows.append((label, text, words))
    return rows


def write_reviews(folder: Path, *, train: int = 200) -> list[tuple[str, str, list[int]]]:
    """An imdb folder with its forms, sequences and word index. Returns: its rows."""
    home = folder / "imdb"
    home.mkdir(parents=True)
    rows = reviews()
    with (home / "rows.jsonl").open("w", encoding="utf-8") as out:
        for label, text, _ in rows:
            out.write(json.dumps({"label": label, "text": text}) + "\n")
    np.savez(
        home / "sequences.npz",
        values=np.concatenate([np.asarray(words, dtype=np.int32) for _, _, words in rows]),
        lengths=np.asarray([len(words) for _, _, words in rows], dtype=np.int32),
    )
    index = {f"word{number}": number for number in range(1, 400)}
    (home / "imdb_word_index.json").write_text(json.dumps(index), encoding="utf-8")
    manifest = {
        "dataset": "imdb",
        "kind": "labelled-text",
        "train_rows": train,
        "test_rows": len(rows) - train,
        "classes": ["negative", "positive"],
        "positive": "positive",
        "rows": "rows.jsonl",
        "forms": [
            {"id": "kaggle", "file": "IMDB Dataset.csv", "names": ["IMDB Dataset.csv", "IMDB_Dataset.csv"],
             "delimiter": ",", "header": ["review", "sentiment"], "encoding": "utf-8", "order": ["text", "label"]},
            {"id": "labeled", "file": "labeledTrainData.tsv", "names": ["labeledTrainData.tsv"], "delimiter": "\t",
             "header": ["id", "sentiment", "review"], "encoding": "utf-8", "order": ["name", "label", "text"],
             "codes": ["negative", "positive"]},
        ],
        "keras": {"module": "imdb", "sequences": "sequences.npz", "word_index": "imdb_word_index.json"},
    }  # fmt: skip
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return rows


def write_memes(folder: Path) -> list[dict[str, object]]:
    """A captioned-images folder of 90 pictures in three parts. Returns: its lines."""
    home = folder / "memes"
    (home / "img").mkdir(parents=True)
    chance = np.random.default_rng(21)
    lines: list[dict[str, object]] = []
    for number, image in enumerate(pictures(90, 24, 24, 3, seed=22)):
        img = f"img/{1000 + 7 * number:05}.png"
        Image.fromarray(image).save(home / img)
        label = int(chance.random() < 0.4)
        lines.append({"id": 1000 + 7 * number, "img": img, "label": label, "text": f"look at number {number}"})
    parts = {"train": (0, 50), "dev": (50, 70), "test": (70, 90)}
    for name, (start, stop) in {"rows": (0, 90), **parts}.items():
        text = "".join(json.dumps(line) + "\n" for line in lines[start:stop])
        (home / f"{name}.jsonl").write_text(text, encoding="utf-8")
    manifest = {
        "dataset": "memes",
        "kind": "captioned-images",
        "train_rows": 70,
        "test_rows": 20,
        "classes": ["not-hateful", "hateful"],
        "rows": "rows.jsonl",
        "parts": {name: list(span) for name, span in parts.items()},
    }
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return lines
