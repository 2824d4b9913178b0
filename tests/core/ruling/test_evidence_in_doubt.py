"""An entry that an unknown could strike is told with the step that could do it."""

from tests.world import rule, shipped

DOSSIER = """\
    claimants: [A, B]
    dispute: {as_of: 2013-03-10}
    entries:
      - {id: e1, who: A, kind: reception, at: 2013-03-01}
      - {id: e2, who: A, kind: card, at: 2013-03-01, altered: unknown}
      - {id: e3, who: B, kind: reception, at: 2013-03-02}
      - {id: e4, who: B, kind: card, at: 2013-03-02}
      - {id: e5, who: B, kind: visit, at: 2013-03-03, on_behalf_of: a}
    """


def test_the_doubt_is_that_of_the_strike_that_waits() -> None:
    ruling = rule(shipped("showroom"), DOSSIER)
    assert [(one.entry, one.step.id, one.doubtful) for one in ruling.struck] == [
        ("e2", "altered", True)
    ]
    assert ruling.provisional


def test_somebody_stood_in_for_who_is_no_party_is_told() -> None:
    assert rule(shipped("showroom"), DOSSIER).dossier.strangers == ("a",)
