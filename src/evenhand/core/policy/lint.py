"""What is remarked on a policy from its text alone: gaps, what nothing reads, texts that differ.

What no rule may do without is refused when the file is loaded: a step that cites nothing, an
article that nothing carries, versions that overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from evenhand.core.policy.numerals import numbers, shown
from evenhand.core.policy.places import Data, Key, Located
from evenhand.core.policy.remarks import ERROR, NOTE, WARNING, Remark, Remarks
from evenhand.core.policy.usage import Usage, usage
from evenhand.core.policy.versions import Article, Policy, Version, day_text
from evenhand.core.said import Said, said, together

_NAMES = {"en": said("English"), "zh": said("Chinese"), "vi": said("Vietnamese")}


def lint_text(policy: Policy, located: Located) -> list[Remark]:
    """Every remark that follows from the policy alone. `located` is the text of its file."""
    found = [*_between_versions(policy, located)]
    for version in policy.versions:
        remarks = Remarks(located, located.version(version.id))
        _VersionLint(version, remarks).run()
        found += remarks.found
    return found


def _between_versions(policy: Policy, located: Located) -> list[Remark]:
    """Days on which no version is in force."""
    remarks = Remarks(located)
    for earlier, later in pairwise(policy.versions):
        if earlier.effective_until is None or earlier.effective_until == later.effective_from:
            continue
        first, before = day_text(earlier.effective_until), day_text(later.effective_from - 1)
        at = (*located.version(later.id), "effective")
        message = said(
            "no version is in force from {first} to {before}", first=first, before=before
        )
        hint = said(
            "`until` is exclusive: end {earlier} on the day {later} begins",
            earlier=earlier.id,
            later=later.id,
        )
        remarks.add(ERROR, "gap", at, message, hint)
    last = policy.versions[-1]
    if last.effective_until is not None:
        at = (*located.version(last.id), "effective")
        message = said(
            "no version is in force from {first} on", first=day_text(last.effective_until)
        )
        remarks.add(NOTE, "gap", at, message)
    return remarks.found


class _VersionLint:
    def __init__(self, version: Version, remarks: Remarks) -> None:
        self.version = version
        self.remarks = remarks
        self.used: Usage = usage(version)
        self.written = _mapping(_inside(remarks.located.data, remarks.base))

    def run(self) -> None:
        self._unread()
        self._uncited()
        self._articles()
        self._examples()

    def _part(self, *path: str) -> dict[str, Data]:
        return _mapping(_inside(self.written, path))

    # What nothing reads

    def _unread(self) -> None:
        read, warn = self.used.names, self._warn
        for section in ("params", "tables"):
            for name in self._part(section):
                if f"{section}.{name}" not in read:
                    warn(
                        "unused",
                        (section, name),
                        said("nothing reads {section}.{name}", section=section, name=name),
                    )
        for section in ("facts", "findings", "define"):
            for path in self._part(section):
                if path not in read:
                    warn("unused", (section, path), _unread(section, path))
        for name in self._part("entries", "fields"):
            if f"entry.{name}" not in read:
                warn(
                    "unused",
                    ("entries", "fields", name),
                    said("nothing reads the field {name}", name=name),
                )
        self._unnamed()

    def _unnamed(self) -> None:
        for name in self._part("forums"):
            if name not in self.used.forums:
                self._warn(
                    "unused", ("forums", name), said("nothing is referred to {name}", name=name)
                )
        for name in self._part("entries", "kinds"):
            if name not in self.used.kinds and not self.version.kinds[name].contact:
                message = said("no rule reads entries of kind {name}", name=name)
                self.remarks.add(NOTE, "unused", ("entries", "kinds", name), message)

    def _warn(self, check: str, path: Key, message: str, hint: str = "") -> None:
        self.remarks.add(WARNING, check, path, message, hint)

    # What cites nothing

    def _uncited(self) -> None:
        endings = {"tie": self.version.tie, "if_none_remain": self.version.if_none_remain}
        for name, ending in endings.items():
            if not ending.cites:
                message = said("`{name}` cites no article", name=name)
                self._warn("uncited", (name,), message, said("add `cites:`, what it rests on"))
        for path, finding in self._part("findings").items():
            if not _mapping(finding).get("cites"):
                self._warn(
                    "uncited",
                    ("findings", path),
                    said("the finding {path} cites no article", path=path),
                )
        for section in ("define", "forums"):
            for name, part in self._part(section).items():
                if not _mapping(part).get("cites"):
                    message = said("{name} cites no article", name=name)
                    self.remarks.add(NOTE, "uncited", (section, name), message)

    # Articles

    def _articles(self) -> None:
        carried, cited = self._carried(), self._cited_by_examples()
        spoken = {lang for one in self.version.articles.values() for lang, _ in one.text.items()}
        for key, article in self.version.articles.items():
            self._carrying(article, carried)
            if key not in cited and not article.not_encoded:
                message = said("no example cites article {key}", key=key)
                self._warn("unshown", ("articles", key), message, said("add one that turns on it"))
            lacking = spoken - {lang for lang, _ in article.text.items()}
            for lang in sorted(lacking):
                message = said(
                    "article {key} has no {language} text, as others have",
                    key=key,
                    language=_NAMES[lang],
                )
                self._warn("language", ("articles", key), message)
            self._numbers(article)

    def _carrying(self, article: Article, carried: Mapping[str, str]) -> None:
        carrier = carried.get(article.id)
        if article.not_encoded and carrier:
            message = said(
                "article {article} is said not to be encoded, yet {carrier} cites it",
                article=article.id,
                carrier=carrier,
            )
            self._warn("article", ("articles", article.id, "not_encoded"), message)
        elif not article.not_encoded and carrier is None:
            message = said("article {article} is carried by nothing that acts", article=article.id)
            hint = said(
                "what cites it is read by nothing; cite it from a step, or say `not_encoded: …`"
            )
            self._warn("article", ("articles", article.id), message, hint)

    def _carried(self) -> dict[str, str]:
        """Articles, and a part that acts and cites them."""
        version, used = self.version, self.used
        acting: list[tuple[str, tuple[str, ...]]] = [
            *(
                (said("step {step}", step=step.id), step.cites)
                for step in (*version.strikes, *version.steps)
            ),
            *((item.id, item.cites) for step in version.steps for item in step.items),
            ("`tie`", version.tie.cites),
            ("`if_none_remain`", version.if_none_remain.cites),
            *(
                (said("conduct {clause}", clause=clause.id), clause.cites)
                for clause in version.conduct
            ),
            *(
                (said("remedy {remedy}", remedy=remedy.id), remedy.cites)
                for remedy in version.remedies
            ),
            *(
                (said("stage {stage}", stage=stage.id), stage.cites)
                for stage in version.procedure.stages
            ),
            *((one.path, one.cites) for one in version.defines if one.path in used.names),
        ]
        for section, names in (("params", used.names), ("forums", used.forums)):
            for name, part in self._part(section).items():
                if name in names or f"{section}.{name}" in names:
                    cites = _mapping(part).get("cites")
                    texts = tuple(map(str, cites)) if isinstance(cites, list) else ()
                    acting.append((f"{section}.{name}", texts))
        return {article: name for name, cites in reversed(acting) for article in cites}

    def _numbers(self, article: Article) -> None:
        """The numbers of every text beside those of the authoritative one."""
        main = article.text.authoritative
        expected = numbers(article.text.in_(main), main)
        for lang, text in article.text.items():
            found = numbers(text, lang)
            here, there = expected.lacking(found), found.lacking(expected)
            if here or there:
                told = together(_told(_NAMES[lang], here, _NAMES[main], there), said(" and "))
                message = said(
                    "the numbers of article {article} differ: {told}", article=article.id, told=told
                )
                path = ("articles", article.id, lang)
                self.remarks.add(WARNING, "numbers", path, message, key=False)

    # Examples

    def _cited_by_examples(self) -> set[str]:
        return {article for example in self.version.examples for article in example.cites}

    def _examples(self) -> None:
        if not self.version.examples:
            hint = said("`evenhand policy mutate` proposes some")
            self._warn("unshown", ("steps",), said("this version has no examples"), hint)


def _unread(section: str, path: str) -> Said:
    match section:
        case "facts":
            return said("nothing reads the fact {path}", path=path)
        case "findings":
            return said("nothing reads the finding {path}", path=path)
    return said("nothing reads the definition {path}", path=path)


def _told(lang: str, own: list[Fraction], main: str, others: list[Fraction]) -> Iterator[str]:
    if own:
        yield said("{own} in {lang} alone", own=shown(own), lang=lang)
    if others:
        yield said("{own} in {lang} alone", own=shown(others), lang=main)


def _inside(data: Data, path: Key) -> Data:
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        else:
            data = data[part] if isinstance(data, list) and isinstance(part, int) else None
    return data


def _mapping(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}
