"""Which article carries what: everything cited exists, and every article is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from evenhand.core.policy import schema
from evenhand.core.policy.complaints import nearest
from evenhand.core.policy.declare import Path, Report
from evenhand.core.said import said


class Citing(Protocol):
    """A part of a version that cites articles."""

    @property
    def cites(self) -> tuple[str, ...]: ...


class Citations:
    """Checks what cites an article of one version."""

    def __init__(self, report: Report, articles: Mapping[str, schema.Article]) -> None:
        self.report = report
        self.articles = articles

    def check(self, at: Path, cites: Iterable[str]) -> None:
        """Each is an article of the version."""
        for place, article in enumerate(cites):
            if article not in self.articles:
                named = len(article) > 2  # of short numbers each is like any other
                hint = nearest(article, sorted(self.articles)) if named else ""
                hint = hint or said("articles: {articles}", articles=self.articles)
                self.report.add(
                    (*at, "cites", place),
                    said("there is no article {article}", article=article),
                    hint,
                )

    def check_all(self, written: schema.Version) -> None:
        """What is cited outside steps, definitions, conduct and endings; and what nothing cites."""
        params = {
            name: param for name, param in written.params.items() if isinstance(param, schema.Param)
        }
        places: list[tuple[Path, Citing]] = [
            *((("forums", name), part) for name, part in written.forums.items()),
            *((("params", name), part) for name, part in params.items()),
            *((("findings", name), part) for name, part in written.findings.items()),
            *((("remedies", place), part) for place, part in enumerate(written.remedies)),
            *((("examples", place), part) for place, part in enumerate(written.examples)),
        ]
        places += [
            (("procedure", "stages", place), part)
            for place, part in enumerate(written.procedure.stages)
        ]
        for at, part in places:
            self.check(at, part.cites)
        self._everything_is_carried(written, params)

    def _everything_is_carried(
        self, written: schema.Version, params: Mapping[str, schema.Param]
    ) -> None:
        """Every article is cited by something that acts, or says why it is not."""
        acting: list[Citing] = [
            *written.steps,
            *(item for step in written.steps for item in step.score or ()),
            written.tie,
            written.if_none_remain,
            *written.define.values(),
            *written.conduct,
            *written.remedies,
            *written.forums.values(),
            *params.values(),
            *written.procedure.stages,
        ]
        cited = {article for part in acting for article in part.cites}
        for key, article in written.articles.items():
            if key not in cited and not article.not_encoded:
                hint = said("cite it from a step, or say `not_encoded: why`")
                self.report.add(
                    ("articles", key),
                    said("nothing cites article {key}", key=key),
                    hint,
                    at_key=True,
                )
