"""Remedies as written → ready to be worked out, with what can be told of them beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.policy import schema
from evenhand.core.policy.complaints import nearest
from evenhand.core.policy.declare import Path
from evenhand.core.policy.guards import implied
from evenhand.core.policy.reading import EVERYBODY, NO_CLAIMANT, Reading
from evenhand.core.policy.steps import StepReader
from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Best, Otherwise, Remedy, Step
from evenhand.core.said import said
from evenhand.core.types import Text

STAKES: dict[str, Text] = {
    "commission": Text("commission", "佣金", "hoa hồng"),
    "bonus": Text("bonus", "奖金", "tiền thưởng"),
    "revenue": Text("sales credit", "业绩", "doanh số"),
    "deal": Text("value of the deal", "成交金额", "giá trị đơn hàng"),
}
"""What may be at stake in any dispute; a policy adds its own under `stakes`."""

FREEHOLD = ("refer", "pool")
"""Outcomes that nobody has won."""

OWNER = "me.owner"
"""Who held the customer: read where a customer is transferred."""


@dataclass(frozen=True, slots=True)
class RemedyReader:
    """Reads the remedies of one version; `steps` and `tie` have been read before."""

    reader: StepReader
    stakes: dict[str, Text]
    steps: list[Step]
    tie: Otherwise

    @property
    def reading(self) -> Reading:
        """What expressions may read."""
        return self.reader.reading

    def remedy(self, at: Path, written: schema.Remedy) -> Remedy:
        """One remedy; what is wrong with it is reported."""
        when = self.reading.optional((*at, "when"), written.when, NO_CLAIMANT)
        defines = self.reading.defines
        known = implied(when, truth=True, defines=defines) if when else frozenset()
        do, here = written.do, (*at, "do")
        self._fits(here, written)
        share = (*here, "share")
        roles: dict[str, Node] = {}
        for name, role in do.divide.roles.items() if do.divide else ():
            if role.who is not None:
                where = (*here, "divide", "roles", name, "who")
                roles[name] = self.reading.expression(where, role.who, EVERYBODY, known=known)
        with_: Node | None = None
        if do.share and do.share.with_ is not None:
            where = (*share, "with")
            with_ = self.reading.expression(where, do.share.with_, EVERYBODY, known=known)
        rank: Best | None = None
        if do.share and do.share.rank is not None:
            rank = self.reader.best((*share, "rank"), do.share.rank, known)
        return Remedy(
            written.id,
            written.cites,
            written.label.text() if written.label else Text(),
            written.on,
            do,
            when,
            with_,
            rank,
            roles,
            self._above(share, do.share) if do.share else None,
        )

    def _fits(self, at: Path, written: schema.Remedy) -> None:
        """What the outcome leaves nobody for, what is not at stake, points that nobody counts."""
        do, report = written.do, self.reading.report
        nobody = [kind for kind in written.on if kind in FREEHOLD]
        for name in ("transfer", "divide", "priority", "compensate"):
            if getattr(do, name) is not None and nobody:
                message = said(
                    "after {nobody} nobody has won, so there is no {name}",
                    nobody=nobody[0],
                    name=name,
                )
                report.add((*at, name), message, at_key=True)
        if do.share and "pool" in written.on:
            report.add((*at, "share"), said("after pool nobody has won, so there is no share"))
        if do.share and do.share.with_ is not None and "refer" in written.on:
            message = said("after refer nobody has won, so nobody shares with them")
            report.add((*at, "share", "with"), message, said("leave `with` or refer out"))
        if do.share and do.share.by == "score" and not any(one.items for one in self.steps):
            report.add(
                (*at, "share", "by"), said("no step counts points"), said("add a score step")
            )
        paid = (("compensate",), do.compensate), (("priority", "pay"), _pay(do))
        shared = (("share",), do.share)
        for where, part in (shared, *paid):
            for place, name in enumerate(part.of if part else ()):
                self._stake((*at, *where, "of", place), name)

    def _stake(self, at: Path, name: str) -> None:
        if name not in self.stakes:
            hint = nearest(name, list(self.stakes)) or said("declare it under stakes")
            self.reading.report.add(at, said("nothing at stake is called {name}", name=name), hint)

    def _above(self, at: Path, share: schema.Share) -> Otherwise:
        """Where more than may share go; never cut down silently."""
        if share.above is not None:
            above = self.reader.otherwise((*at, "above"), share.above)
            if above.kind != "refer":
                self.reading.report.add(
                    (*at, "above"), said("more people go to somebody who decides")
                )
            return above
        if self.tie.kind != "refer":
            message = said(
                "it must be said where more than {people} people go", people=share.people
            )
            self.reading.report.add(at, message, said("add `above: {{refer: …}}`"), at_key=True)
        return self.tie


def _pay(do: schema.RemedyDo) -> schema.Compensation | None:
    return do.priority.pay if do.priority else None
