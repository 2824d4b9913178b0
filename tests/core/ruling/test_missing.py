"""What a provisional ruling depends on is what would change it, and nothing that was not read."""

from tests.world import policy, rule

STEPS = """\
    - {id: owner, cites: ['1'], award: "me.owner || me.absent_that_day"}
    - {id: guarded, cites: ['1'], when: deal.lost, keep: "me.unaware"}
    """


def test_a_fact_behind_a_guard_that_is_known_false_is_not_named() -> None:
    ruling = rule(
        policy(STEPS),
        """\
        claimants:
          A: {owner: true}
          B: {owner: unknown, unaware: unknown}
        deal: {lost: false}
        """,
    )
    assert ruling.provisional
    assert {cell.path for cell in ruling.depends_on} == {"me.owner"}


def test_a_ruling_that_waits_for_what_would_not_change_it_names_what_it_waits_for() -> None:
    ruling = rule(
        policy("- {id: a, cites: ['1'], award: 'me.owner && deal.lost == deal.lost'}"),
        "claimants: {A: {owner: true}, B: {}}\ndeal: {lost: unknown}",
    )
    assert ruling.provisional
    assert {cell.path for cell in ruling.depends_on} == {"deal.lost"}
