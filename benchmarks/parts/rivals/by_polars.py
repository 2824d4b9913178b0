"""Written by hand in Polars: one lazy query, which Polars puts in order and runs on all cores."""

from __future__ import annotations

import polars as pl

from parts.rivals.flat import NONE, TIE, Columns, Outcome


def keeps(me: str, other: str) -> list[pl.Expr]:
    c = pl.col
    appealed = c(f"{me}_has_appeal") & (c(f"{me}_appeal") <= c("closed") + 3)
    first = ~c(f"{other}_has_record") | (c(f"{me}_record") < c(f"{other}_record"))
    return [
        c(f"{me}_named"),
        (c(f"{me}_signed") | appealed) & (c("a_signed") | c("b_signed")),
        c(f"{me}_signed") | (c(f"{me}_overdue") <= 2),
        c(f"{me}_has_record") & (c(f"{me}_contacts") >= 8) & first,
    ]


def points(me: str, other: str) -> pl.Expr:
    c = pl.col
    earlier = ~c(f"{other}_has_record") | (c(f"{me}_record") < c(f"{other}_record"))
    worth = [
        (c(f"{me}_contact") < c(f"{other}_contact"), 1),
        (c(f"{me}_has_record") & earlier, 1),
        (c(f"{me}_visits") > c(f"{other}_visits"), 1),
        (c(f"{me}_card"), 1),
        (c(f"{me}_rank") > c(f"{other}_rank"), 2),
        (c(f"{me}_describes"), 1),
        (c(f"{me}_reconnected"), 1),
        (c(f"{me}_visits") == 0, -2),
        (c(f"{me}_inflated"), -2),
    ]
    total = c(f"{me}_mark").clip(-3, 3).cast(pl.Int8)
    for which, given in worth:
        total = total + which.cast(pl.Int8) * pl.lit(given, pl.Int8)
    return total


def query(frame: pl.DataFrame) -> pl.LazyFrame:
    c = pl.col
    pairs = list(zip(keeps("a", "b"), keeps("b", "a"), strict=True))
    void = {who: c(f"{who}_outlet") & ~c(f"{who}_escorted") for who in "ab"}
    named = {"a_void": void["a"], "b_void": void["b"]}
    named |= {f"a_{place}": one for place, (one, _) in enumerate(pairs)}
    named |= {f"b_{place}": two for place, (_, two) in enumerate(pairs)}
    named |= {"a_points": points("a", "b"), "b_points": points("b", "a")}
    found = frame.lazy().with_columns(**named)

    def chain(first: int, values: list[pl.Expr]) -> pl.Expr:
        few = (c("a_contacts") <= 2) & (c("b_contacts") <= 2)
        conditions = [
            c("a_void") & c("b_void"),
            c("a_void") != c("b_void"),
            *(c(f"a_{place}") != c(f"b_{place}") for place in (0, 1, 2)),
            few,
            c("a_3") != c("b_3"),
            c("a_points") == c("b_points"),
        ]
        expression = pl.when(conditions[0]).then(pl.lit(first, pl.Int8))
        for condition, value in zip(conditions[1:], values, strict=False):
            expression = expression.when(condition).then(value)
        return expression.otherwise(values[-1])

    def number(value: int) -> pl.Expr:
        return pl.lit(value, pl.Int8)

    by = chain(NONE, [number(one) for one in (0, 1, 2, 3, 4, 5, TIE, 6)])
    kept = [c(f"b_{place}").cast(pl.Int8) for place in (0, 1, 2)]
    ahead = (c("b_points") > c("a_points")).cast(pl.Int8)
    left = [number(-1), c("b_3").cast(pl.Int8), number(-1), ahead]
    winner = chain(-1, [c("a_void").cast(pl.Int8), *kept, *left])
    return found.select(winner=winner, by=by)


def ready(columns: Columns) -> pl.DataFrame:
    return pl.DataFrame(columns)


def rule(frame: pl.DataFrame) -> pl.DataFrame:
    return query(frame).collect()


def outcome(result: pl.DataFrame) -> Outcome:
    return Outcome(result["winner"].to_numpy(), result["by"].to_numpy())
