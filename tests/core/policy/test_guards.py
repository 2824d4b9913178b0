"""A value that may be absent is compared only where it is certain to be there (§3)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from evenhand.core.policy.expression import Names, check
from evenhand.core.policy.tree import Node
from evenhand.core.types import Type
from tests.core.policy.refusals import complaints, is_accepted
from tests.core.policy.situations import (
    FACTS,
    GRADES,
    NAMES,
    TABLES,
    UNKNOWN,
    Answer,
    Situation,
    answers,
    ask,
    evaluate,
    fact,
    frame_of,
    version_for,
)

DEFINES = {
    "me.counted": "has(me.maybe_int)",
    "me.counted_twice": "me.counted && has(me.maybe_date)",
    "me.not_counted": "!has(me.maybe_int)",
    "me.perhaps_counted": "has(me.maybe_int) || me.flag",
    "me.deal_counted": "has(deal.maybe_int)",
    "me.has_interval": "has(tables.every)",
    "me.has_grade": "has(me.maybe_grade)",
    "me.others_counted": "others.all(o, has(o.maybe_int))",
    "deal.counted": "has(deal.maybe_int)",
}


def _with_defines() -> Names:
    names = NAMES
    for path, text in DEFINES.items():
        nodes: dict[str, Node] = {**names.defines, path: check(text, names)}
        facts = {**names.facts, path: fact(path, Type.BOOL, "unknown")}
        names = replace(names, facts=facts, defines=nodes)
    return names


WITH_DEFINES = _with_defines()

GUARDED = """
has(me.maybe_int) && me.maybe_int > 3
has(me.maybe_int) && 3 < me.maybe_int
has(me.maybe_int) && me.flag && me.maybe_int > 3
has(me.maybe_int) && (me.flag || me.maybe_int > 3)
has(me.maybe_int) && !(me.maybe_int > 3)
has(me.maybe_int) && has(deal.maybe_int) && me.maybe_int > deal.maybe_int
(has(me.maybe_int) && has(deal.maybe_int)) && me.maybe_int > deal.maybe_int
has(me.maybe_int) && (has(deal.maybe_int) && me.maybe_int > deal.maybe_int)
has(me.maybe_int) && -me.maybe_int + 2 > 3 - me.maybe_int
has(me.maybe_grade) && me.maybe_grade in ['A', 'H']
has(me.maybe_grade) && me.maybe_grade == 'A'
!has(me.maybe_int) || me.maybe_int > 3
!has(me.maybe_int) || me.flag || me.maybe_int > 3
!has(me.maybe_int) || !has(deal.maybe_int) || me.maybe_int > deal.maybe_int
!(has(me.maybe_int) && me.flag) || me.maybe_int > 3
!(!has(me.maybe_int)) && me.maybe_int > 3
!(!has(me.maybe_int) || me.flag) && me.maybe_int > 3
has(me.maybe_int) ? me.maybe_int > 3 : false
!has(me.maybe_int) ? true : me.maybe_int > 3
has(me.maybe_int) && me.flag ? me.maybe_int > 3 : true
!has(me.maybe_int) || me.flag ? true : me.maybe_int > 3
(has(me.maybe_int) ? me.maybe_int : 3) > 2
(!has(me.maybe_int) ? 3 : me.maybe_int) > 2
has(me.maybe_int) && (me.flag ? me.maybe_int : 3) > 2
has(me.maybe_int) && me.flag || has(me.maybe_int) && me.maybe_int > 3
(has(me.maybe_int) && me.flag || has(me.maybe_int) && me.sign) && me.maybe_int > 3
(!has(me.maybe_int) || !has(me.maybe_int)) || me.maybe_int > 3
others.all(o, has(o.maybe_int) && o.maybe_int > 3)
others.exists(o, !has(o.maybe_int) || o.maybe_int > me.int)
claimants.all(c, has(c.maybe_int) ? c.maybe_int > 3 : false)
has(me.maybe_int) && others.all(o, me.maybe_int > o.int)
has(me.maybe_int) && others.all(o, !has(o.maybe_int) || me.maybe_int > o.maybe_int)
has(tables.some) && tables.some > 3d
has(tables.every) && tables.every > 3d
has(me.maybe_grade) && tables.every > 3d
tables.always > 3d
has(tables.some) && others.all(o, tables.some > 3d)
me.counted && me.maybe_int > 3
!me.counted || me.maybe_int > 3
!me.not_counted && me.maybe_int > 3
me.not_counted || me.maybe_int > 3
me.counted ? me.maybe_int > 3 : false
me.counted_twice && me.maybe_int > 3 && me.maybe_date > params.start
others.exists(o, o.counted && o.maybe_int > 3)
others.all(o, o.not_counted || o.maybe_int > 3)
others.exists(o, o.counted_twice && o.maybe_int > 3)
others.exists(o, o.deal_counted && deal.maybe_int > 3)
deal.counted && deal.maybe_int > 3
others.exists(o, deal.counted && deal.maybe_int > 3)
me.has_interval && tables.every > 3d
me.has_grade && tables.every > 3d
""".strip().splitlines()

UNGUARDED = """
me.maybe_int > 3
me.maybe_int > 3 && has(me.maybe_int)
has(me.maybe_int) || me.maybe_int > 3
!has(me.maybe_int) && me.maybe_int > 3
!(!has(me.maybe_int)) || me.maybe_int > 3
has(me.maybe_int) && me.flag || me.maybe_int > 3
me.maybe_int > 3 || has(me.maybe_int) && me.flag
(has(me.maybe_int) || me.flag) && me.maybe_int > 3
(has(me.maybe_int) && me.flag || me.sign) && me.maybe_int > 3
!(has(me.maybe_int) || me.flag) || me.maybe_int > 3
!(has(me.maybe_int) && me.flag) && me.maybe_int > 3
has(me.maybe_int) ? me.flag : me.maybe_int > 3
!has(me.maybe_int) ? me.maybe_int > 3 : true
has(me.maybe_int) || me.flag ? me.maybe_int > 3 : true
(has(me.maybe_int) ? 3 : me.maybe_int) > 2
(me.flag ? me.maybe_int : 3) > 2
(me.flag ? has(me.maybe_int) : true) && me.maybe_int > 3
(has(me.maybe_int) ? true : me.flag) && me.maybe_int > 3
has(me.maybe_int) == true && me.maybe_int > 3
has(me.maybe_int) in [true] && me.maybe_int > 3
has(deal.maybe_int) && me.maybe_int > 3
has(me.maybe_date) && me.maybe_int > 3
me.maybe_int == 3
me.maybe_int != 3
me.maybe_int in [3]
!(me.maybe_int == 3)
me.maybe_grade == 'A'
me.maybe_int + 1 > 3
-me.maybe_int > 3
others.all(o, o.maybe_int > 3)
has(me.maybe_int) && others.all(o, o.maybe_int > 3)
others.all(o, has(o.maybe_int)) && others.all(o, o.maybe_int > 3)
others.all(o, has(o.maybe_int) && me.maybe_int > 3)
others.exists(o, has(o.maybe_int)) && me.maybe_int > 3
others.all(o, has(me.maybe_int)) && me.maybe_int > 3
claimants.all(c, has(c.maybe_int)) && me.maybe_int > 3
tables.some > 3d
tables.every > 3d
has(tables.some) && tables.every > 3d
has(me.grade) && tables.some > 3d
has(tables.every) && me.maybe_grade == 'A'
others.exists(o, has(o.maybe_grade) && tables.every > 3d)
others.exists(o, o.counted && me.maybe_int > 3)
others.exists(o, me.counted && o.maybe_int > 3)
me.not_counted && me.maybe_int > 3
me.counted || me.maybe_int > 3
me.perhaps_counted && me.maybe_int > 3
me.others_counted && me.maybe_int > 3
me.others_counted && others.all(o, o.maybe_int > 3)
others.exists(o, o.has_interval && tables.every > 3d)
others.exists(o, o.has_grade && tables.every > 3d)
""".strip().splitlines()


@pytest.mark.parametrize("text", GUARDED)
def test_this_makes_sure_that_the_value_is_there(text: str) -> None:
    assert not complaints(text, WITH_DEFINES)


@pytest.mark.parametrize("text", UNGUARDED)
def test_this_does_not_make_sure(text: str) -> None:
    found = complaints(text, WITH_DEFINES)
    assert len(found) == 1
    assert found[0].message.endswith(" may be absent")
    path = found[0].message.split()[0]
    assert found[0].hint == f"ask first: has({path}) && …"
    assert is_accepted(f"has({path})", WITH_DEFINES) or path.startswith("o.")


def test_the_complaint_names_what_may_be_absent_and_nothing_else() -> None:
    for text, absent in {
        "me.maybe_int > deal.maybe_int": ["me.maybe_int", "deal.maybe_int"],
        "has(me.maybe_int) && me.maybe_int > deal.maybe_int": ["deal.maybe_int"],
        "me.int + me.maybe_int > me.int_2": ["me.maybe_int"],
        "me.maybe_int + me.maybe_int > 3": ["me.maybe_int"],
        "(has(me.maybe_int) ? deal.maybe_int : 1) > 2": ["deal.maybe_int"],
        "(has(me.maybe_int) && me.maybe_int > 1 ? deal.maybe_int : 1) > 2": ["deal.maybe_int"],
    }.items():
        said = [complaint.message for complaint in complaints(text)]
        assert said == [f"{path} may be absent" for path in absent], text


def test_what_a_steps_when_makes_sure_of_guards_its_body() -> None:
    known = frozenset({"deal.maybe_int"})
    assert not complaints("me.int > deal.maybe_int", known=known)
    assert not complaints("others.all(o, o.int > deal.maybe_int)", known=known)
    assert complaints("me.int > me.maybe_int", known=known)


def test_a_value_that_is_not_compared_needs_no_guard() -> None:
    for text in ("me.maybe_int", "me.maybe_date + 3d", "me.flag ? me.maybe_int : deal.maybe_int"):
        assert check(text, NAMES).nullable
    assert not check("has(me.maybe_int) ? me.maybe_int : 3", NAMES).nullable
    assert not check("me.int + 3", NAMES).nullable


def test_a_table_without_a_row_for_every_value_may_be_absent() -> None:
    assert not check("tables.always", NAMES).nullable
    assert check("tables.some", NAMES).nullable
    assert check("tables.every", NAMES).nullable
    rows = {**TABLES["every"].values}
    del rows["C"]
    names = replace(NAMES, tables={"every": replace(TABLES["every"], values=rows)})
    assert complaints("has(me.maybe_grade) && tables.every > 3d", names)


@pytest.mark.parametrize("text", ["has(me.flag)", "others.all(o, has(o.flag))", "has(deal.sign)"])
def test_a_bool_is_never_absent_so_it_is_not_asked(text: str) -> None:
    [complaint] = complaints(text)
    assert "is a bool, which is never absent" in complaint.message
    assert complaint.hint == "ask for it directly, without has()"


def test_a_param_is_never_absent_so_it_is_not_asked() -> None:
    assert "a param always has a value" in complaints("has(params.limit)")[0].message


@pytest.mark.parametrize(
    "text",
    [
        "has()",
        "has(me)",
        "has(3)",
        "has(me.int + 1)",
        "has(me.int, me.int)",
        "has(has(me.maybe_int))",
    ],
)
def test_has_takes_one_path(text: str) -> None:
    assert complaints(text)[0].message == "has(…) takes one path"


# Soundness: an expression that is accepted never compares what is absent, whatever the situation.

ATOMS = (
    "has(me.maybe_int)",
    "has(me.maybe_grade)",
    "has(tables.every)",
    "me.maybe_int > 1",
    "me.maybe_int < deal.maybe_int",
    "tables.every > 3d",
    "me.flag",
    "me.counted",
    "me.perhaps_counted",
    "me.has_interval",
    "deal.counted",
)
FORMS = ("!({})", "{} && {}", "{} && {}", "({} || {})", "({} ? {} : {})")


def _condition(random: Random, depth: int, *, inner: bool = False) -> str:
    if depth == 0 or random.random() < 0.2:
        atom = random.choice(ATOMS)
        return atom.replace("me.", "o.") if inner and random.random() < 0.5 else atom
    if not inner and random.random() < 0.2:
        return f"others.exists(o, {_condition(random, depth, inner=True)})"
    form = random.choice(FORMS)
    parts = (_condition(random, depth - 1, inner=inner) for _ in range(form.count("{}")))
    return form.format(*parts)


def test_whatever_is_accepted_never_compares_what_is_absent() -> None:
    random = Random(2013)
    texts = sorted({_condition(random, 3) for _ in range(3_000)})
    accepted = [text for text in texts if is_accepted(text, WITH_DEFINES)]
    assert len(accepted) > 500
    assert len(texts) - len(accepted) > 500
    batch = [_present_or_absent(random) for _ in range(60)]
    version = version_for(check("true", NAMES), WITH_DEFINES)
    frame = frame_of(version, batch)
    for text in accepted:
        for row in answers(check(text, WITH_DEFINES), version, batch, frame):
            assert UNKNOWN not in row, text


def _present_or_absent(random: Random) -> Situation:
    """All is known: there, or known not to be there; and what the defines say of it."""
    of_deal = random.choice((None, 0, 2))
    claimants = []
    for _ in range(random.randint(1, 3)):
        number, grade = random.choice((None, 0, 2)), random.choice((None, *GRADES))
        values: dict[str, Answer] = {"flag": random.random() < 0.5, "maybe_int": number}
        values |= {"maybe_grade": grade, "has_interval": grade is not None}
        values |= {"counted": number is not None}
        values |= {"perhaps_counted": number is not None or values["flag"]}
        claimants.append(values)
    return Situation(claimants, {"deal.maybe_int": of_deal, "deal.counted": of_deal is not None})


def test_a_guard_that_was_forgotten_would_be_seen() -> None:
    """The test above rests on this: a comparison that reads what is absent gives unknown."""
    assert ask("!has(me.maybe_int) || me.maybe_int > 1", Situation([{"maybe_int": None}])) == [
        [True]
    ]
    node = check("me.maybe_int > 1", NAMES, known=frozenset({"me.maybe_int"}))
    assert evaluate(node, version_for(node), [Situation([{"maybe_int": None}])]) == [[UNKNOWN]]
    assert FACTS["me.maybe_int"].nullable
