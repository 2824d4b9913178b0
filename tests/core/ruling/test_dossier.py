"""A dossier is read whole, or refused with everything that is wrong in it."""

import pytest

from evenhand.core.errors import DossierRefused
from tests.world import policy, rule, shipped, winners

FIRST = "- {id: first, cites: ['1'], prefer: {earliest: me.first_contact}}"


def refused(dossier: str, steps: str = FIRST) -> list[str]:
    with pytest.raises(DossierRefused) as caught:
        rule(policy(steps), dossier)
    return [str(problem) for problem in caught.value.problems]


def test_all_problems_of_a_dossier_are_told_at_once_with_their_places() -> None:
    problems = refused("""\
        claimants:
          A: {sined: true, contacts: many}
        deal: {closed_on: 2013-02-30}
        entries:
          - {who: A, kind: recption, at: 2013-03-01}
          - {who: A, kind: call, at: sometime}
          - {kind: call, at: 2013-03-01}
        """)
    assert [text.splitlines()[0].split(": ", 1)[0] for text in problems] == [
        "dossier.yaml:2:7",
        "dossier.yaml:2:30",
        "dossier.yaml:3:19",
        "dossier.yaml:5:20",
        "dossier.yaml:6:30",
        "dossier.yaml:7:5",
    ]
    assert "did you mean signed?" in problems[0]
    assert "did you mean reception?" in problems[3]


@pytest.mark.parametrize(
    "dossier,message",
    [
        ("[]", "a dossier is a mapping"),
        ("", "a dossier is a mapping"),
        ("claimants: [A, A]", "A stands twice"),
        ("claimants: {A: 3}", "the facts about A are a mapping"),
        ("claimants: 3", "claimants are a list of names"),
        ("entries: []", "nobody is a claimant here"),
        ("claimants: [A]\nentires: []", "did you mean entries?"),
        ("claimants: [A]\nentries: 3", "`entries` is a list"),
        ("claimants: [A]\nentries: [3]", "an entry is a mapping"),
        ("claimants: [A]\nentries: [{who: A, kind: call}]", "when it happened"),
        ("claimants: {A: {signed: null}}", "never absent"),
        ("claimants: {A: {signed: [1]}}", "one value is needed"),
        ("claimants: {A: {grade: X}}", "known: H, A, B, C"),
        ("claimants: [A]\ndeal: {closed_at: 2013-03-01}", "deal.closed_at needs a time of day"),
        ("claimants: {A: {contacts: 99999999999999999}}", "larger than any value"),
        ("claimants: [A]\ntime_zone: Mars/Base", "no known time zone"),
        ("claimants: [A]\nincomplete: [cal]", "did you mean call?"),
        (
            "claimants: [A]\ndeal: {closed_on: 2013-03-05}\ndispute: {as_of: 2013-03-01}",
            "closed after the date of assessment",
        ),
        (
            "claimants: [A]\ndeal: {closed_on: 2013-03-05, previous_closed_on: 2013-03-06}",
            "the previous deal closed after this one",
        ),
        (
            "claimants: [A]\nentries: [{who: A, kind: call, at: 2013-03-05, recorded: 2013-03-01}]",
            "recorded before it happened",
        ),
        (
            (
                "claimants: [A]\nentries: [{id: e, who: A, kind: call, at: 2013-03-05}, "
                "{id: e, who: A, kind: call, at: 2013-03-05}]"
            ),
            "the entry id e stands twice",
        ),
        (
            (
                "claimants: [A]\nentries: [{sequence: 4, who: A, kind: call, at: 2013-03-05}, "
                "{sequence: 4, who: A, kind: call, at: 2013-03-05}]"
            ),
            "two entries have the register number 4",
        ),
        (
            (
                "claimants: [A]\nentries: [{sequence: 4, who: A, kind: call, at: 2013-03-05}, "
                "{who: A, kind: call, at: 2013-03-05}]"
            ),
            "either every entry has a `sequence` or none",
        ),
        (
            (
                "claimants: [A]\nentries: [{who: A, kind: correction, at: 2013-03-05, "
                "corrects: e9, field: at}]"
            ),
            "there is no e9",
        ),
        (
            "claimants: [A]\nentries: [{who: A, kind: call, at: 2013-03-05, reched: true}]",
            "did you mean reached?",
        ),
    ],
)
def test_what_is_wrong_is_said_clearly(dossier: str, message: str) -> None:
    assert any(message in text for text in refused(dossier))


def test_a_fact_that_the_policy_defines_cannot_be_given() -> None:
    small = policy(
        "- {id: s, cites: ['1'], keep: me.closer}", "define: {me.closer: {is: me.signed}}\n"
    )
    with pytest.raises(DossierRefused, match="defined by the policy and cannot be given"):
        rule(small, "claimants: {A: {closer: true}, B: {}}")


def test_the_register_says_who_the_parties_are() -> None:
    ruling = rule(
        policy(FIRST),
        """\
        entries:
          - {who: B, kind: call, at: 2013-03-01}
          - {who: A, kind: call, at: 2013-03-01}
          - {who: C, kind: appeal, at: 2013-03-02}
        """,
    )
    assert ruling.dossier.claimants == ("A", "B")
    assert ruling.dossier.strangers == ("C",)
    assert winners(ruling) == ["B"], "first is the place in the register, not the clock"


def test_a_given_sequence_is_the_order_of_the_register() -> None:
    ruling = rule(
        policy(FIRST),
        """\
        entries:
          - {sequence: 9, who: B, kind: call, at: 2013-03-01}
          - {sequence: 2, who: A, kind: call, at: 2013-03-01}
        """,
    )
    assert winners(ruling) == ["A"]


def test_fifty_claimants_are_ruled_and_two_hundred_and_one_are_too_many() -> None:
    entries = "\n".join(f"- {{who: P{n:03}, kind: call, at: 2013-03-01}}" for n in range(50))
    assert winners(rule(policy(FIRST), f"entries:\n{entries}")) == ["P000"]
    names = ", ".join(f"P{n}" for n in range(201))
    assert any("more than the 200" in text for text in refused(f"claimants: [{names}]"))


def test_instants_become_dates_in_the_time_zone_of_the_dossier() -> None:
    dossier = """\
        time_zone: {zone}
        claimants: [A]
        entries: [{{who: A, kind: contract, at: "2013-03-01T23:30Z"}}]
        """
    for zone, date in (("UTC", "2013-03-01"), ("Asia/Shanghai", "2013-03-02")):
        ruling = rule(policy(FIRST), dossier.format(zone=zone))
        assert ruling.governing_date is not None
        from evenhand.core.policy.versions import day_text

        assert day_text(ruling.governing_date) == date


def test_an_empty_register_proves_absence_only_if_it_is_complete() -> None:
    steps = "- {id: calls, cites: ['1'], keep: me.calls > 0}"
    entries = (
        "entries: [{who: A, kind: visit, at: 2013-03-01}, {who: B, kind: call, at: 2013-03-01}]"
    )
    assert winners(rule(policy(steps), entries)) == ["B"]
    holes = rule(policy(steps), f"incomplete: [call]\n{entries}")
    assert holes.provisional
    assert {cell.path for cell in holes.depends_on} == {"me.calls"}


def test_a_correction_of_what_bears_on_the_claim_alters_the_entry_and_a_typo_does_not() -> None:
    dossier = """\
        claimants: {{A: {{}}, B: {{}}}}
        dispute: {{as_of: 2013-03-10}}
        entries:
          - {{id: e1, who: A, kind: reception, at: 2013-03-01}}
          - {{id: e2, who: A, kind: card, at: 2013-03-01}}
          - {{id: e3, who: B, kind: reception, at: 2013-03-02}}
          - {{id: e4, who: B, kind: card, at: 2013-03-02}}
          - {{who: A, kind: correction, at: 2013-03-03, corrects: e1, field: {field}}}
        """
    assert winners(rule(shipped("showroom"), dossier.format(field="note"))) == ["A"]
    assert winners(rule(shipped("showroom"), dossier.format(field="occurred_at"))) == ["B"]
