"""What is done about policies: texts taken in, adoptions proposed and decided on.

Two people put a policy in force: whoever proposes it does not decide.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import (
    AlreadyThere,
    Conflict,
    ExamplesFail,
    NotAllowed,
    PolicyRefused,
    TooLarge,
)
from evenhand.core.policy.versions import Version, day_number, day_text
from evenhand.core.said import said
from evenhand.people.models import Outlet, User
from evenhand.policies.models import Adoption, AdoptionSet, PolicyText
from evenhand.policies.reading import judged, read_written
from evenhand.policies.shipped import read_text, shipped

LARGEST = 1_000_000
"""Characters of a text that is taken in; the largest that ships has an eighth of it."""


@transaction.atomic
def take_in_policy(text: str, *, by: User | None, note: str = "") -> PolicyText:
    """Take in the text of a policy, exactly as it is; that alone puts nothing in force.

    Examples that come out otherwise are counted and do not keep it out. Raises PolicyRefused with
    everything that is wrong with it, TooLarge, AlreadyThere.
    """
    if len(text) > LARGEST:
        raise TooLarge(said("A policy has at most {count:,} characters.", count=LARGEST))
    policy = read_written(text).policy
    if already := PolicyText.objects.filter(sha256=policy.sha256).first():
        raise _there_already(already)
    results = judged(text)
    try:
        with transaction.atomic():
            taken = PolicyText.objects.create(
                policy=policy.id,
                title=dict(policy.title.items()),
                versions=[_days_of(version) for version in policy.versions],
                text=text,
                sha256=policy.sha256,
                examples=results.examples,
                failing=len(results.failing),
                note=note.strip(),
                taken_in_at=timezone.now(),
                taken_in_by=by,
            )
    except IntegrityError:
        raise _there_already(PolicyText.objects.get(sha256=policy.sha256)) from None
    details = {"sha256": policy.sha256, "examples": taken.examples, "failing": taken.failing}
    record_event("policies.text_taken_in", by=by, subject=_subject_of(taken), details=details)
    return taken


def _there_already(text: PolicyText) -> AlreadyThere:
    return AlreadyThere(
        said(
            "This very text was taken in already: {name} ({mark}).", name=text.name, mark=text.mark
        )
    )


def _days_of(version: Version) -> dict[str, str]:
    until = version.effective_until
    return {
        "id": version.id,
        "from": day_text(version.effective_from),
        "until": "" if until is None else day_text(until - 1),
    }


@transaction.atomic
def take_in_shipped(*, by: User | None) -> list[PolicyText]:
    """Take in the policies that come with Evenhand, those that are not there yet."""
    taken = []
    for path in shipped().values():
        text = read_text(path, PolicyRefused)
        if not PolicyText.objects.filter(sha256=read_written(text).policy.sha256).exists():
            taken.append(take_in_policy(text, by=by))
    return taken


@transaction.atomic
def propose_adoption(
    text: PolicyText, *, outlet: Outlet | None, from_day: date, by: User, why: str = ""
) -> Adoption:
    """Propose that a text be in force at an outlet, or in the whole company, from a day on.

    Raises ExamplesFail, Conflict if no version of it governs that day or the outlet has closed,
    AlreadyThere if the same is proposed.
    """
    _is_fit(text, outlet, from_day)
    same = Adoption.objects.proposed().filter(text=text, outlet=outlet, from_day=from_day)
    if same.exists():
        raise AlreadyThere(said("The same is proposed already and waits for a decision."))
    adoption = Adoption.objects.create(
        text=text,
        outlet=outlet,
        from_day=from_day,
        proposed_by=by,
        proposed_at=timezone.now(),
        proposed_why=why.strip(),
    )
    _record("policies.adoption_proposed", adoption, by=by, why=why)
    return adoption


def _is_fit(text: PolicyText, outlet: Outlet | None, day: date) -> None:
    wrong = list(judged(text.text).failing)
    if wrong:
        raise ExamplesFail(
            said(
                "These examples of the policy come out otherwise than it says: {failing}. "
                "Mend them in a new text and take that in.",
                failing=wrong,
            )
        )
    policy = read_written(text.text).policy
    if not any(version.governs(day_number(day.isoformat())) for version in policy.versions):
        raise Conflict(
            said("No version of {policy} is in force on {day}.", policy=text.name, day=day)
        )
    if outlet is not None and outlet.closed_on is not None:
        raise Conflict(said("{outlet} has closed.", outlet=outlet.name))


@transaction.atomic
def adopt_policy(adoption: Adoption, *, by: User, why: str = "") -> Adoption:
    """Put in force what was proposed; whoever proposed it does not decide.

    A day that is past needs a reason. Raises NotAllowed, ExamplesFail, Conflict if it was decided
    on meanwhile, or another text is to be in force at the same place from the same day.
    """
    if adoption.proposed_by_id == by.id:
        raise NotAllowed(said("You proposed this yourself: somebody else has to decide on it."))
    _is_fit(adoption.text, adoption.outlet, adoption.from_day)
    if adoption.from_day < timezone.localdate() and not why.strip():
        raise Conflict(
            said("{day} is past. Give the reason why it holds from then on.", day=adoption.from_day)
        )
    before = Adoption.objects.in_force(adoption.outlet, adoption.from_day)
    try:
        with transaction.atomic():
            won = Adoption.objects.proposed().filter(id=adoption.id)
            count = won.update(adopted_by=by, adopted_at=timezone.now(), adopted_why=why.strip())
    except IntegrityError:
        raise Conflict(
            said(
                "Another policy is in force there from {day} on. End that first, or choose "
                "another day.",
                day=adoption.from_day,
            )
        ) from None
    _is_mine(count)
    adoption.refresh_from_db()
    held = before.text.name if before else ""
    _record("policies.adopted", adoption, by=by, why=why, before=held)
    return adoption


@transaction.atomic
def reject_adoption(adoption: Adoption, *, by: User, why: str) -> Adoption:
    """Decide against what was proposed. Raises Conflict if it was decided on meanwhile."""
    _end(adoption, Adoption.objects.proposed(), by=by, why=why, until_day=None)
    _record("policies.adoption_rejected", adoption, by=by, why=why)
    return adoption


@transaction.atomic
def withdraw_adoption(adoption: Adoption, *, by: User, why: str) -> Adoption:
    """Take back a proposal; or end what was adopted, from today on.

    What was in force before, or the company's, is in force again. Raises Conflict if it has ended.
    """
    if adoption.adopted_at is None:
        _end(adoption, Adoption.objects.proposed(), by=by, why=why, until_day=None)
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        current = Adoption.objects.adopted().filter(ended_at=None)
        _end(adoption, current, by=by, why=why, until_day=yesterday)
    _record("policies.adoption_withdrawn", adoption, by=by, why=why)
    return adoption


def _end(
    adoption: Adoption,
    among: AdoptionSet,
    *,
    by: User,
    why: str,
    until_day: date | None,
) -> None:
    if not why.strip():
        raise Conflict(said("Say why: it is kept with the decision."))
    now = timezone.now()
    _is_mine(
        among.filter(id=adoption.id).update(
            ended_by=by, ended_at=now, ended_why=why.strip(), until_day=until_day
        )
    )
    adoption.refresh_from_db()


def _is_mine(count: int) -> None:
    """Whoever changed no row came after somebody else."""
    if not count:
        raise Conflict(said("This was decided on meanwhile. Open it again to see how."))


def _subject_of(text: PolicyText) -> Subject:
    return Subject("policy_text", text.public_id, str(text))


def _record(kind: str, adoption: Adoption, *, by: User, why: str, before: str = "") -> None:
    outlet = adoption.outlet
    details = {
        "policy": adoption.text.name,
        "titles": adoption.text.title,
        "sha256": adoption.text.sha256,
        "place": outlet.name if outlet else "",
        "from": adoption.from_day.isoformat(),
    }
    details |= {"why": why.strip()} if why.strip() else {}
    details |= {"before": before} if before else {}
    label = f"{adoption.text.name} ({adoption.text.mark})"
    where = outlet.public_id if outlet else ""
    subject = Subject("adoption", adoption.public_id, label, where)
    record_event(kind, by=by, subject=subject, details=details)
