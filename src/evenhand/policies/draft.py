"""Answers → the text of a policy that passes its own tests, with comments and examples."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from evenhand.base.language import spoken
from evenhand.core.errors import AlreadyThere
from evenhand.core.ruling.examples import check_examples
from evenhand.core.ruling.writing import example_text
from evenhand.core.said import said
from evenhand.policies.answers import FIRST, Answers, Intervals
from evenhand.policies.draft_examples import Examples
from evenhand.policies.linting import lint_file, summary
from evenhand.policies.shipped import read_policy_file

_LANGUAGES = ("en", "zh", "vi")


def write_draft(answers: Answers, folder: Path) -> str:
    """Write the policy into a folder, and say what it is like. Raises AlreadyThere."""
    path = folder / "policy.yaml"
    if path.exists():
        raise AlreadyThere(said("{path} is there already; name another folder", path=path))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(draft(answers, str(folder)), encoding="utf-8")
    read = read_policy_file(path)
    results = list(check_examples(read.policy, read.located))
    held = sum(not one.failures for one in results)
    lines = [
        said("wrote {path}", path=path),
        said(
            "{held} of {count} examples passed; {summary}",
            held=held,
            count=len(results),
            summary=summary(lint_file(path)),
        ),
        said(
            "next: put your own words into the articles, then `evenhand policy test {folder}`",
            folder=folder,
        ),
    ]
    return "\n".join(map(spoken, lines))


def draft(answers: Answers, folder: str) -> str:
    """The text of the policy file that will stand in `folder`."""
    languages = sorted(set(answers.languages), key=_LANGUAGES.index)
    follow_up = answers.follow_up
    numbers = _numbers(answers)
    made = Examples(answers, numbers).all()
    template = _environment().get_template("policy.yaml.j2")
    return template.render(
        answers.model_dump(exclude={"title", "languages", "follow_up"})
        | {
            "follow_up": follow_up.model_dump() if isinstance(follow_up, Intervals) else follow_up,
            "languages": list(dict.fromkeys([answers.languages[0], *languages])),
            "last_language": languages[-1],
            "title": answers.titles,
            "number": numbers,
            "folder": folder,
            "forum_names": answers.forum_names,
            "first_fact": f"me.{FIRST[answers.first_contact]}",
            "examples": [example_text(example).rstrip("\n") for example in made],
        }
    )


def _environment() -> Environment:
    """Plain text: nothing is escaped for a page."""
    environment = Environment(  # noqa: S701 - YAML, not HTML; texts are quoted
        loader=PackageLoader("evenhand.policies"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment


def _numbers(answers: Answers) -> dict[str, str]:
    """The number of each article that the policy has."""
    names = ["first"]
    names += ["follow_up"] if answers.follow_up else []
    names += ["registration"] if answers.registration_days else []
    names += ["appeal"] if answers.appeal_days else []
    return {name: str(place) for place, name in enumerate([*names, "open"], start=1)}
