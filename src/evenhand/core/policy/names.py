"""The names that an expression may read where it stands, and what each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.core.policy import guards
from evenhand.core.policy.complaints import Refusal, nearest
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.tree import Conditional, Literal, Node, Path
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

GROUPS = ("others", "claimants")
_ELSEWHERE = {
    "me": said("who is asked one by one"),
    "entry": said("a register entry"),
    "others": said("the other claimants"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A look-up by a text fact, e.g. the follow-up interval by grade."""

    name: str
    by: str
    type: Type
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may read where it stands.

    `facts` by full path (also defines, with their type); `scopes` the roots allowed here, such as
    `me`, `deal`, `others`; `lists` the params that are lists.
    """

    facts: Mapping[str, FactSpec]
    params: Mapping[str, Literal] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    defines: Mapping[str, Node] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset(
        {"me", "dispute", "deal", "params", "tables", "others", "claimants"}
    )
    lists: Mapping[str, Constants] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A path where it stands: `root.name`, its source, and what is known to be present there."""

    root: str
    name: str
    text: str
    known: frozenset[str]


def read(names: Names, written: Written, variable: str) -> Path | Constants:
    """What a path reads; `variable` is that of the quantifier around it. Raises Refusal."""
    root = written.root
    if root != variable and root not in names.scopes:
        raise _unknown_root(names, root)
    if root == "params":
        return _param(names, written)
    if root == "tables":
        return _table(names, written)
    owner = "other" if root == variable else root
    fact = f"me.{written.name}" if owner == "other" else f"{root}.{written.name}"
    spec = names.facts.get(fact)
    if spec is None:
        raise _unknown_fact(names, fact, root)
    nullable = spec.nullable and guards.key(owner, written.name) not in written.known
    return Path(spec.type, nullable, written.text, owner, written.name)


def _param(names: Names, written: Written) -> Path | Constants:
    if written.name in names.lists:
        return names.lists[written.name]
    literal = names.params.get(written.name)
    if literal is None:
        known = sorted({*names.params, *names.lists})
        raise Refusal(
            said("no param is called {name}", name=written.name), nearest(written.name, known)
        )
    return Path(literal.type, False, written.text, "params", written.name)


def _table(names: Names, written: Written) -> Path:
    table = names.tables.get(written.name)
    if table is None:
        hint = nearest(written.name, sorted(names.tables))
        raise Refusal(said("no table is called {name}", name=written.name), hint)
    scope = table.by.partition(".")[0]
    if scope not in names.scopes:
        message = said(
            "tables.{name} is looked up by {by}, which cannot be read here",
            name=written.name,
            by=table.by,
        )
        raise Refusal(message)
    spec = names.facts[table.by]
    present = not spec.nullable or guards.key(scope, spec.name) in written.known
    covered = set(spec.values) <= set(table.values)
    guarded = guards.key("tables", written.name) in written.known
    nullable = not (present and covered) and not guarded
    return Path(table.type, nullable, written.text, "tables", written.name)


def _unknown_root(names: Names, root: str) -> Refusal:
    roots = sorted(names.scopes - set(GROUPS))
    hint = nearest(root, roots) or said("known here: {roots}", roots=roots)
    if root not in _ELSEWHERE:
        return Refusal(said("{root} cannot be read here", root=root), hint)
    message = said(
        "{root} cannot be read here: {root} is {what}, and there is none here",
        root=root,
        what=_ELSEWHERE[root],
    )
    return Refusal(message, hint)


def _unknown_fact(names: Names, fact: str, root: str) -> Refusal:
    scope, _, name = fact.partition(".")
    elsewhere = sorted(path for path in names.facts if path.partition(".")[2] == name)
    if elsewhere:
        return Refusal(
            said("no fact is called {path}", path=fact),
            said("did you mean {name}?", name=elsewhere[0]),
        )
    known = sorted(path for path in names.facts if path.startswith(f"{scope}."))
    hint = nearest(fact, known, root) or said("declare it under facts, findings or define")
    return Refusal(said("no fact is called {path}", path=fact), hint)


def unreadable(names: Names, name: str, variable: str) -> Refusal:
    """What to say of a single word that is no value."""
    hint = nearest(name, sorted(names.facts))
    if name == "null":
        hint = said("null is not a value here: ask has(path)")
    elif name in names.lists or name in names.params:
        hint = said("did you mean params.{name}?", name=name)
    if name in names.scopes or name == variable:
        hint = said("name what of it, e.g. {name}.…", name=name)
    return Refusal(said("{name} is not a value", name=name), hint)


def closed_list(node: Node, names: Names) -> tuple[str, ...]:
    """Every text an expression can be, in order of declaration; empty when that is not known."""
    match node:
        case Literal(type=Type.TEXT, value=value):
            return (str(value),)
        case Path(owner="params", name=name) if name in names.params:
            return closed_list(names.params[name], names)
        case Path(type=Type.TEXT) if node.fact in names.facts:
            return names.facts[node.fact].values
        case Conditional(type=Type.TEXT, then=then, otherwise=otherwise):
            both = closed_list(then, names), closed_list(otherwise, names)
            return tuple(dict.fromkeys([*both[0], *both[1]])) if all(both) else ()
    return ()
