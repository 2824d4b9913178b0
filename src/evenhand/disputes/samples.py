"""Disputes to start from: those of the demonstration, and the examples of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from evenhand.core.errors import NotFound
from evenhand.core.policy.places import Data, locate
from evenhand.core.said import said
from evenhand.core.types import Text
from evenhand.policies.shipped import ReadPolicy

DEMONSTRATION = Path(__file__).parents[1] / "demo" / "disputes"
"""Files, nothing that is imported: `evenhand tour` and the manual name them there."""
OF = "showroom"
MOST = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """A dispute to start from."""

    id: str
    told: Text
    text: str


def samples_of(read: ReadPolicy) -> tuple[Sample, ...]:
    """The disputes to start from under a policy: of its examples one for an article."""
    if read.policy.id == OF:
        return _demonstration()
    version = read.policy.versions[-1]
    base = read.located.version(version.id)
    found: dict[str, Sample] = {}
    for index, example in enumerate(version.examples):
        article = version.articles.get(example.cites[0])
        if article is None or article.id in found or len(found) == MOST:
            continue
        given = read.located.data
        for part in (*base, "examples", index, "given"):
            given = given[part]  # type: ignore[index]  # the policy was read from there
        found[article.id] = Sample(example.id, article.text, as_yaml(given))
    return tuple(found.values())


def sample_named(read: ReadPolicy, name: str) -> Sample:
    """One of them. Raises NotFound."""
    for sample in samples_of(read):
        if sample.id == name:
            return sample
    raise NotFound(said("there is no example {name}", name=name))


def as_yaml(data: Data) -> str:
    """A dossier as people write it: what is short on one line."""
    return yaml.dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)


@lru_cache(maxsize=1)
def _demonstration() -> tuple[Sample, ...]:
    found = []
    for path in sorted(DEMONSTRATION.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        data = locate(text, path.name).data
        about = data.get("about") if isinstance(data, dict) else None
        told = Text(**about) if isinstance(about, dict) else Text(en=path.stem)  # type: ignore[arg-type]  # written by us
        found.append(Sample(path.stem, told, text))
    return tuple(found)
