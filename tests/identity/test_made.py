"""Made customers: same seed, same customers; the truth beside them is true."""

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from stdnum.cn import uscc
from stdnum.vn import mst

from benchmarks.of_identity import contacts, corruptions, made, people
from benchmarks.of_identity.questions import fold, questions
from benchmarks.of_identity.record import Made

ROWS = 3000
EXAMPLES = [
    Made("zh", "person", "曾晓明", "13812345678", "", "", "", "上海"),
    Made("zh", "company", "上海明达科技有限公司", "", "", "", "", "上海"),
    Made("vi", "person", "Nguyễn Văn Hùng", "0912345678", "", "", "", "Hà Nội"),
    Made("vi", "company", "Công ty TNHH Xây Dựng Minh Long", "", "", "", "", "Hà Nội"),
    Made("en", "person", "Robert James Miller", "212-555-0123", "", "", "", "New York"),
    Made("en", "company", "Summit International Ltd", "", "", "", "", "Leeds"),
]
APPLIES = {
    "no_diacritics": {"vi"},
    "no_diacritics_one_typo": {"vi"},
    "traditional": {"zh"},
    "pinyin": {"zh"},
}


@pytest.fixture(scope="module")
def rows(data_dir: Path) -> list[made.Row]:
    return next(made.rows(ROWS, seed=1))


@pytest.mark.usefixtures("data_dir")
def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "again", "other")]
    told = [made.write(path, 500, seed) for path, seed in zip(paths, (7, 7, 8), strict=True)]
    one, again, other = (path.read_bytes() for path in paths)
    assert one == again != other
    entities = Counter(pq.read_table(paths[0]).column("entity").to_pylist())
    pairs = sum(count * (count - 1) // 2 for count in entities.values())
    assert told[0] == {"records": 500, "entities": len(entities), "true_pairs": pairs}


def test_truth_is_shuffled_and_of_the_promised_shares(rows: list[made.Row]) -> None:
    entities = Counter(entity for _, _, entity, _ in rows)
    assert 0.65 < len(entities) / ROWS < 0.75
    assert max(entities.values()) <= 5
    neighbours = sum(one[2] == next_[2] for one, next_ in pairwise(rows))
    assert neighbours < 10
    shares = Counter((record.language, record.kind) for _, record, _, _ in rows)
    assert len(shares) == 6
    assert all(0.12 < count / ROWS < 0.22 for count in shares.values())
    assert any(household for *_, household in rows)


def test_check_digits_are_valid() -> None:
    chance = random.Random(3)
    for _ in range(200):
        mst.validate(contacts.tax_code("vi", chance))
        uscc.validate(contacts.tax_code("zh", chance))


@pytest.mark.parametrize("kind", corruptions.NAME_KINDS)
def test_a_change_of_the_name_applies_where_it_says_and_changes_the_name(kind: str) -> None:
    change, chance = corruptions.NAME_KINDS[kind], random.Random(5)
    applied = {example: [change(example, chance) for _ in range(50)] for example in EXAMPLES}
    assert any(any(names) for names in applied.values())
    for example, names in applied.items():
        found = {name for name in names if name is not None}
        assert (found == {example.name}) if kind == "exact" else (example.name not in found)
        if example.language not in APPLIES.get(kind, {"zh", "vi", "en"}):
            assert not found


def test_names_are_read_as_their_bearers_read_them() -> None:
    assert people.sounds("曾晓明") == ["zeng", "xiao", "ming"]
    assert people.sounds("单伟")[0] == "shan"
    assert people.sounds("歐陽娜") == ["ouyang", "na"]


def test_a_name_that_two_customers_bear_is_not_asked_for_alone() -> None:
    names = ("Nguyễn Văn Hùng", "NGUYEN VAN HUNG", "Trần Thị Lan")
    base = [
        (str(number), Made("vi", "person", name, "", "", "", "", "Huế"), f"E{number}")
        for number, name in enumerate(names)
    ]
    alone = questions(base, 20, seed=1)[:12]
    assert {question.target_entity for question in alone} == {"E2"}


def test_questions_have_one_answer_or_none(rows: list[made.Row]) -> None:
    base = [(number, record, entity) for number, record, entity, _ in rows]
    asked = questions(base, 600, seed=2)
    assert asked == questions(base, 600, seed=2)
    bearers: dict[str, set[str]] = {}
    for _, record, entity in base:
        bearers.setdefault(fold(record.name), set()).add(entity)
    exact = [question for question in asked if question.kind_of_change == "exact"]
    assert len({(question.language, question.kind) for question in exact}) == 6
    assert all(bearers[fold(q.typed.name)] == {q.target_entity} for q in exact)
    absent = [question for question in asked if not question.target_entity]
    assert len(absent) == 120
    assert all(sum(bool(getattr(q.typed, field)) for field in ("phone", "email", "tax_code",
               "address", "city")) == 1 for q in absent)  # fmt: skip
