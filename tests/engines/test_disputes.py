"""Who disputes which customer, by what the mapping makes of a contact file."""

import pytest

from evenhand.core.errors import ContactsRefused
from tests.engines.desk import HEADER, Desk
from tests.world import policy

PHASES = """\
    columns: {customer: customer, who: who, at: at, activity: activity, phase: phase}
    kinds:
      call: [A_*, {activity: W_*, phase: [START, COMPLETE]}]
      visit: W_Visit
      contract: A_SIGNED
    ignore: [{activity: "W_*", phase: SCHEDULE}]
    """


def _kinds(rows: str, mapping: str = PHASES) -> list[str]:
    desk = Desk("customer,who,at,activity,phase\n" + rows, mapping)
    found = desk.find()
    counted = desk.rows("SELECT activity, phase, kind FROM verdict ORDER BY activity, phase")
    return [
        f"{activity} {phase}: {found.kinds[kind] if kind >= 0 else '-'}"
        for activity, phase, kind in counted
    ]


def test_exact_beats_beginning_and_a_phase_beats_none() -> None:
    rows = "".join(
        f"c,An,2013-03-01,{activity},{phase}\n"
        for activity, phase in (
            ("A_X", ""),
            ("A_SIGNED", ""),
            ("W_Visit", "START"),
            ("W_Other", "START"),
            ("W_Other", "SCHEDULE"),
        )
    )
    assert _kinds(rows) == [
        "A_SIGNED : contract",
        "A_X : call",
        "W_Other SCHEDULE: -",
        "W_Other START: call",
        "W_Visit START: visit",
    ]


def test_every_activity_that_is_not_mapped_is_told_with_its_count() -> None:
    desk = Desk(HEADER + "c,An,2013-03-01,dance\n" * 3 + "c,An,2013-03-01,sing\n")
    with pytest.raises(ContactsRefused) as refused:
        desk.find()
    told = [problem.message for problem in refused.value.problems]
    assert told == [
        "activity “dance” is not mapped; it occurs 3 times",
        "activity “sing” is not mapped; it occurs once",
    ]


def test_other_activities_may_be_ignored_by_name_or_all_together() -> None:
    rows = HEADER + "c,An,2013-03-01,call\nc,Bea,2013-03-01,dance\n"
    base = (
        "columns: {customer: customer, who: who, at: at, activity: activity}\nkinds: {call: call}\n"
    )
    for more in ("ignore: dance", "ignore: [d*]", "ignore_other: true"):
        found = Desk(rows, base + more).find()
        assert (found.disputes, found.ignored) == (0, 1)


def test_an_activity_mapped_to_two_kinds_is_refused() -> None:
    mapping = """\
        columns: {customer: customer, who: who, at: at, activity: activity}
        kinds: {call: [x], visit: [x]}
        """
    with pytest.raises(ContactsRefused, match="mapped twice, to different kinds"):
        Desk(HEADER + "c,An,2013-03-01,x\n", mapping).find()


def test_without_kinds_the_words_are_the_kinds_themselves() -> None:
    mapping = "columns: {customer: customer, who: who, at: at, activity: activity}"
    desk = Desk(HEADER + "c,An,2013-03-01,call\nc,Bea,2013-03-02,visit\n", mapping)
    assert desk.find().disputes == 1


def test_every_row_may_be_of_one_kind() -> None:
    mapping = "columns: {customer: customer, who: who, at: at}\nevery_row_is: follow_up"
    assert Desk(HEADER + "c,An,2013-03-01,\nc,Bea,2013-03-02,\n", mapping).find().disputes == 1


def test_systems_are_left_out_and_others_stay_without_a_claim() -> None:
    rows = "c,system,2013-03-01,call\nc,bot-7,2013-03-01,call\nc,An,2013-03-02,call\n"
    rows += "c,Bea,2013-03-03,call\nd,An,2013-03-03,call\nd,system,2013-03-03,call\n"
    base = """\
        columns: {customer: customer, who: who, at: at, activity: activity}
        kinds: {call: call}
        """
    desk = Desk(HEADER + rows, base + "not_persons: [system, bot-*]\n")
    found = desk.find()
    assert (found.disputes, found.not_persons, found.people) == (1, 3, 2)
    assert desk.rows("SELECT count(*) FROM entry") == [(2,)]
    desk = Desk(HEADER + rows, base + "never_claim: [system, bot-*]\n")
    found = desk.find()
    assert (found.disputes, found.not_persons, found.people) == (1, 0, 2)
    assert desk.rows("SELECT made_by FROM entry ORDER BY place") == [(-1,), (-1,), (0,), (1,)]


def test_a_stand_in_claims_nothing_and_the_colleague_does() -> None:
    mapping = """\
        columns: {customer: customer, who: who, at: at, activity: activity, on_behalf_of: for}
        kinds: {call: call}
        """
    rows = "customer,who,at,activity,for\nc,An,2013-03-01,call,Cas\nc,Bea,2013-03-02,call,\n"
    desk = Desk(rows, mapping)
    ruling = desk.rulings()[0]
    assert ruling["claimant_names"] == ["Bea", "Cas"]
    assert ruling["winners"] == ["Cas"]
    assert desk.rows("SELECT made_by, on_behalf_of FROM entry ORDER BY place") == [(-1, 1), (0, 0)]


def test_a_card_alone_makes_nobody_a_claimant() -> None:
    mapping = """\
        columns: {customer: customer, who: who, at: at, activity: activity}
        kinds: {call: call, card: card}
        """
    rows = "c,An,2013-03-01,call\nc,Bea,2013-03-01,card\n"
    assert Desk(HEADER + rows, mapping).find().disputes == 0


def test_words_of_fields_are_read_and_unknown_ones_told() -> None:
    grades = policy("- {id: grade, cites: ['1'], keep: \"has(me.grade) && me.grade == 'H'\"}")
    mapping = """\
        columns: {customer: customer, who: who, at: at, activity: activity,
                  grade: level, reached: spoke}
        kinds: {call: call}
        values: {grade: {hot: H, cold: C, "-": null}, reached: {talked: true}}
        """
    header = "customer,who,at,activity,level,spoke\n"
    rows = (
        "c,An,2013-03-01,call,hot,是\nc,Bea,2013-03-02,call,-,talked\nc,Bea,2013-03-02,call,C,?\n"
    )
    ruling = Desk(header + rows, mapping).rulings(grades)[0]
    assert (ruling["winners"], ruling["by"]) == (["An"], "grade")
    with pytest.raises(ContactsRefused) as refused:
        Desk(header + rows + "c,Bea,2013-03-02,call,lukewarm,maybe\n", mapping).find(grades)
    told = [problem.message for problem in refused.value.problems]
    assert told[0] == "grade is one of H, A, B, C, not “lukewarm”, which occurs once"
    assert told[1].startswith("reached is yes or no, not “maybe”")


def test_fifty_claimants_on_one_customer_are_one_dispute() -> None:
    rows = "".join(f"c,P{number:02},2013-03-{1 + number % 28:02},call\n" for number in range(50))
    ruling = Desk(HEADER + rows + "d,An,2013-03-01,call\nd,Bea,2013-03-01,call\n").rulings()
    assert [row["claimants"] for row in ruling] == [50, 2]
    assert ruling[0]["winners"] == ["P00"]
    assert len(ruling[0]["claimant_names"]) == 50


def test_the_register_is_the_order_of_the_file_unless_it_has_a_sequence() -> None:
    rows = "c,An,2013-03-02,call,2\nc,Bea,2013-03-01,call,1\n"
    header = "customer,who,at,activity,no\n"
    base = (
        "columns: {customer: customer, who: who, at: at, activity: activity%s}\nkinds: {call: call}"
    )
    assert Desk(header + rows, base % "").rulings()[0]["winners"] == ["An"]
    assert Desk(header + rows, base % ", sequence: 'no'").rulings()[0]["winners"] == ["Bea"]
