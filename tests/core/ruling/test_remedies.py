"""Remedies follow the outcome that was decided, as orders that can be carried out and checked."""

from textwrap import dedent

import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.orders import OPEN, Compensated, Order, RemedyFound, Sharing, TooMany
from evenhand.core.ruling.ruling import Ruling
from evenhand.core.ruling.text import as_markdown, as_text
from evenhand.core.ruling.wording import TEXTS
from tests.world import policy, rule

SHARE = """\
- id: marks
  cites: ['1']
  when: deal.lost
  score: [{id: mark, cites: ['1'], points_from: me.accompanied_mark, range: [-9, 9]}]
- {id: signers, cites: ['1'], award: me.signed, as: share}
- {id: first, cites: ['1'], award: me.has_card, as: priority}
"""
THREE = "{A: {signed: true}, B: {signed: true}, C: {signed: true}}"


def ruled(do: str, dossier: str, on: str = "share", extra: str = "", when: str = "") -> Ruling:
    guard = f", when: {when}" if when else ""
    remedy = f"remedies: [{{id: r, cites: ['1'], on: [{on}]{guard}, do: {do}}}]\n"
    return rule(policy(SHARE, remedy + extra), dossier)


def orders(ruling: Ruling) -> tuple[Order, ...]:
    (found,) = ruling.remedies
    return found.orders


def shares(by: str, dossier: str, on: str = "share") -> Sharing:
    (order,) = orders(ruled(f"{{share: {by}}}", dossier, on))
    assert isinstance(order, Sharing)
    return order


def paid(do: str, dossier: str) -> Compensated:
    found = orders(ruled(do, dossier, "priority"))
    return next(one for one in found if isinstance(one, Compensated))


# Which apply


def test_a_remedy_follows_the_outcome_it_is_for() -> None:
    assert not ruled("{note: x}", "claimants: {A: {}}").remedies
    assert ruled("{note: x}", "claimants: {A: {}}", on="award").remedies
    assert ruled("{note: x}", "claimants: {A: {}, B: {}}", on="refer").remedies


@pytest.mark.parametrize("lost,truth", [("true", 2), ("unknown", 1)])
def test_a_condition_that_is_not_known_is_told_as_may_apply(lost: str, truth: int) -> None:
    ruling = ruled("{note: x}", f"claimants: {{A: {{}}}}\ndeal: {{lost: {lost}}}", "award",
                   when="deal.lost")  # fmt: skip
    assert [found.truth for found in ruling.remedies] == [truth]
    assert ("may apply, which is not known yet" in as_text(ruling, "en")) is (truth == 1)


def test_a_condition_that_is_false_leaves_nothing() -> None:
    ruling = ruled("{note: x}", "claimants: {A: {}}", "award", when="deal.lost")
    assert ruling.remedies == ()
    assert "What is to be done" not in as_text(ruling, "en")


def test_a_fact_that_only_a_remedy_reads_is_derived_for_it_alone() -> None:
    dossier = """
        entries:
          - {id: a1, who: A, kind: call, at: 2013-03-01}
          - {id: x1, who: Z, kind: change_request, at: 2013-03-02}
    """
    ruling = ruled("{note: x}", dedent(dossier), "award", when="dispute.change_demanded")
    (found,) = ruling.remedies
    assert found.reasons[0].entries == ("x1",)
    assert "dispute.change_demanded" not in ruling.version.reads
    assert "dispute.change_demanded" not in ruling.ruled.derived.facts.columns


def test_while_evidence_is_gathered_nothing_is_to_be_done() -> None:
    extra = "remedies: [{id: r, on: [refer, award], do: {note: x}}]\n"
    under = policy("- {id: k, cites: ['1'], keep: me.signed}", extra, "{refer: gather}")
    ruling = rule(under, "claimants: {A: {signed: unknown}, B: {signed: true}}")
    assert (ruling.outcome.by, ruling.remedies) == ("on-missing", ())
    assert "First it is found out: signed the contract (A)." in as_text(ruling, "en")


# Shares


def test_equal_shares_of_one_minor_unit_go_to_the_first() -> None:
    dossier = f"claimants: {THREE}\nstake: {{commission: {{amount: 0.01, currency: CNY}}}}"
    found = shares("{by: equal}", dossier)
    assert found.percent == (3334, 3333, 3333)
    assert found.portions[0].amounts == (1, 0, 0)


def test_only_what_is_named_is_shared() -> None:
    stake = "{commission: {amount: 9, currency: CNY}, bonus: {amount: 7, currency: VND}}"
    dossier = f"claimants: {THREE}\nstake: {stake}"
    assert [one.stake for one in shares("{by: equal, of: [bonus]}", dossier).portions] == ["bonus"]
    assert len(shares("{by: equal}", dossier).portions) == 2


@pytest.mark.parametrize(
    "marks,floor,percent",
    [
        ((6, 3, -2), 0, (6667, 3333, 0)), ((6, 3, -2), 10, (6000, 3000, 1000)),
        ((-1, -2, 0), 0, (3334, 3333, 3333)), ((9, 0, 0), 33, (3400, 3300, 3300)),
    ],
)  # fmt: skip
def test_shares_by_score_follow_the_points_below_nought_none(
    marks: tuple[int, ...], floor: int, percent: tuple[int, ...]
) -> None:
    steps = SHARE.replace("as: share", "as: share, among: everyone")
    do = f"{{share: {{by: score, floor_percent: {floor}}}}}"
    under = policy(steps, f"remedies: [{{id: r, on: [share], do: {do}}}]\n")
    people = ", ".join(
        f"{name}: {{signed: true, accompanied_mark: {mark}}}"
        for name, mark in zip("ABC", marks, strict=True)
    )
    (order,) = orders(rule(under, f"claimants: {{{people}}}\ndeal: {{lost: true}}"))
    assert isinstance(order, Sharing)
    assert order.percent == percent


def test_points_that_were_not_counted_are_not_made_up() -> None:
    assert shares("{by: score}", f"claimants: {THREE}").open == "points-not-counted"


def test_points_that_are_not_known_leave_the_ratio_open() -> None:
    people = THREE.replace("A: {", "A: {accompanied_mark: unknown, ")
    dossier = f"claimants: {people}\ndeal: {{lost: true}}"
    assert shares("{by: score}", dossier).open == "points-unknown"


@pytest.mark.parametrize(
    "agreed,settled",
    [
        ("{A: 60, B: 40, C: 0}", (6000, 4000, 0)), ("{C: 1, B: 1, A: 1}", (3334, 3333, 3333)),
        ("{A: 60, B: 40}", "agreed-by-others"), ("{A: 1, B: 1, C: 1, D: 1}", "agreed-by-others"),
        ("{A: 1, B: 1, C: 1, D: 0}", (3334, 3333, 3333)), ("", "not-agreed"),
    ],
)  # fmt: skip
def test_an_agreement_counts_if_it_is_between_exactly_those_who_share(
    agreed: str, settled: object
) -> None:
    people = THREE.replace("}}", "}, D: {}}")
    found = shares("{by: agreed}", f"claimants: {people}\nagreed: {agreed}")
    assert (found.open or found.percent) == settled


def test_an_agreement_below_the_floor_is_not_carried_out() -> None:
    dossier = f"claimants: {THREE}\nagreed: {{A: 60, B: 31, C: 9}}"
    assert shares("{by: agreed, floor_percent: 10}", dossier).open == "agreed-below-floor"
    assert shares("{by: agreed, floor_percent: 9}", dossier).percent == (6000, 3100, 900)


def test_fixed_shares_go_by_rank_and_equal_ranks_alike() -> None:
    by = "{by: fixed, percent: [50, 30, 20], rank: {earliest: me.registered_on}}"
    dated = THREE.replace("A: {", "A: {registered_on: 2013-03-03, ").replace(
        "C: {", "C: {registered_on: 2013-03-01, "
    )
    found = shares(by, f"claimants: {dated}")
    assert (found.people, found.percent) == ((2, 0, 1), (5000, 3000, 2000))
    alike = dated.replace("2013-03-01", "2013-03-03")
    assert shares(by, f"claimants: {alike}").percent == (4000, 4000, 2000)
    unknown = dated.replace("2013-03-01", "unknown")
    assert shares(by, f"claimants: {unknown}").open == "rank-unknown"


def test_who_else_shares_is_asked_of_those_who_did_not_win() -> None:
    by = "{by: fixed, percent: [80, 20], with: me.has_card, at_most: 4}"
    people = "{A: {signed: true}, S: {has_card: true}, T: {has_card: true}, U: {}}"
    found = shares(by, f"claimants: {people}")
    assert (found.people, found.percent) == ((0, 1, 2), (8000, 1000, 1000))
    unknown = people.replace("S: {has_card: true}", "S: {has_card: unknown}")
    assert shares(by, f"claimants: {unknown}").open == "people-unknown"
    alone = shares(by, "claimants: {A: {signed: true}, U: {}}")
    assert alone.percent == (10000,)


def test_who_lost_is_held_to_what_each_winner_has() -> None:
    by = "{by: fixed, percent: [60, 40], with: me.has_card, at_most: 4}"
    people = "{A: {signed: true}, B: {signed: true}, S: {has_card: true}}"
    found = shares(by, f"claimants: {people}")
    assert found.cut
    assert found.percent == (3334, 3333, 3333)
    agreed = shares("{by: agreed, with: me.has_card}", f"claimants: {people}\n"
                    "agreed: {A: 30, B: 30, S: 40}")  # fmt: skip
    assert agreed.open == "agreed-loser-more"


@pytest.mark.parametrize("above,forum", [("", "negotiation"), (", above: {refer: head}", "head")])
def test_more_people_than_may_share_go_to_somebody_who_decides(above: str, forum: str) -> None:
    people = THREE.replace("}}", "}, D: {signed: true}}")
    (order,) = orders(ruled(f"{{share: {{by: equal{above}}}}}", f"claimants: {people}"))
    assert isinstance(order, TooMany)
    assert (len(order.people), order.at_most, order.referral.forum) == (4, 3, forum)


def test_after_a_referral_those_still_in_share_as_they_agree() -> None:
    found = shares("{by: agreed}", "claimants: {A: {}, B: {}}\nagreed: {A: 3, B: 1}", "refer")
    assert found.percent == (7500, 2500)


# Transfer, roles, compensation


def test_the_customer_passes_from_whoever_held_it() -> None:
    text = as_text(ruled("{transfer: true}", "claimants: {A: {signed: true}, B: {owner: true}}"),
                   "en")  # fmt: skip
    assert "passes from B to A" in text
    kept = ruled("{transfer: true}", "claimants: {A: {signed: true, owner: true}, B: {}}")
    assert "The customer stays with A" in as_text(kept, "en")


def test_a_role_is_taken_by_whoever_fits_it_and_else_still_to_be_settled() -> None:
    do = "{divide: {roles: {one: {en: calls, who: me.has_card}, two: {en: visits}}}}"
    people = "{A: {signed: true, has_card: true}, B: {signed: true}}"
    text = as_text(ruled(do, f"claimants: {people}"), "en")
    assert "A: calls" in text
    assert "still to be settled between A, B: visits" in text
    unknown = people.replace("B: {", "B: {has_card: unknown, ")
    assert "still to be settled between A, B: calls" in as_text(
        ruled(do, f"claimants: {unknown}"), "en"
    )


FIRST = "claimants: {A: {has_card: true}, B: {}, C: {}}"
STAKE = "\nstake: {commission: {amount: 100.00, currency: CNY}}"


def test_who_stands_back_is_paid_in_money_or_in_kind() -> None:
    found = paid("{priority: {compensation: {en: prospects}, pay: {percent: 30}}}", FIRST + STAKE)
    assert (found.people, found.percent, found.in_kind.en) == ((1, 2), (1500, 1500), "prospects")
    (portion,) = found.portions
    assert (portion.amounts, portion.rest) == ((1500, 1500), 7000)


def test_a_fixed_compensation_is_cut_to_what_the_winner_has_left_and_the_cut_told() -> None:
    ruling = ruled("{compensate: {amount: 1000000, currency: CNY}}", FIRST + STAKE, "priority")
    (order,) = orders(ruling)
    assert isinstance(order, Compensated)
    assert order.portions[0].amounts == (3333, 3333)
    assert order.portions[0].rest == 3334
    assert "This was cut" in as_text(ruling, "en")


def test_without_a_stake_a_percentage_is_told_and_no_amount_invented() -> None:
    found = paid("{compensate: {percent: 30, of: [commission]}}", FIRST)
    assert (found.percent, found.portions) == ((1500, 1500), ())


def test_who_was_barred_lost_nothing_and_is_not_compensated() -> None:
    steps = "- {id: void, cites: ['1'], bar: me.hid_original}"
    extra = "remedies: [{id: r, on: [award], do: {compensate: {amount: 5, currency: CNY}}}]\n"
    ruling = rule(policy(steps, extra), "claimants: {A: {}, B: {hid_original: true}}")
    assert orders(ruling) == ()


def test_who_went_out_before_the_deciding_step_is_not_compensated() -> None:
    steps = "- {id: early, cites: ['1'], keep: me.signed}\n" + dedent(SHARE)
    extra = "remedies: [{id: r, on: [priority], do: {compensate: {amount: 5, currency: CNY}}}]\n"
    people = "{A: {signed: true, has_card: true}, B: {signed: true}, C: {}}"
    under = policy(steps.replace("award: me.signed, as: share", "keep: me.signed"), extra)
    (order,) = orders(rule(under, f"claimants: {people}"))
    assert isinstance(order, Compensated)
    assert order.people == (1,)


# Told


def test_every_reason_for_an_open_ratio_is_told_in_three_languages() -> None:
    assert all(all(TEXTS[f"open-{code}"]) for code in OPEN)


@pytest.mark.parametrize(
    "lang,part",
    [("en", "CN¥33.34 (33.34%)"), ("zh", "¥33.34（33.34%）"), ("vi", "33,34 CN¥ (33,34%)")],
)
def test_money_is_told_as_the_language_writes_it(lang: str, part: str) -> None:
    ruling = ruled("{share: {by: equal}}", f"claimants: {THREE}{STAKE}")
    assert part in as_text(ruling, lang).replace("\xa0", " ")
    assert "CN¥33.34" in as_markdown(ruling, "en")


def test_the_articles_of_a_remedy_are_among_those_told() -> None:
    written = dedent("""\
        policy: small
        title: {en: Small}
        versions:
          - id: "1"
            effective: {from: 2000-01-01}
            articles: {"1": {en: One}, "2": {en: Of remedies}}
            tie: {refer: negotiation}
            if_none_remain: {pool: true}
            on_missing: proceed
            steps: [{id: k, cites: ["1"], keep: me.signed}]
            remedies: [{id: r, cites: ["2"], on: [award], do: {note: x}}]
        """)
    under = load_policy(written, source="small.yaml", catalogue=CATALOGUE)
    assert "2: Of remedies" in as_text(rule(under, "claimants: {A: {}}"), "en")


def test_a_remedy_found_says_what_it_is() -> None:
    (found,) = ruled("{note: x}", "claimants: {A: {}}", on="award").remedies
    assert isinstance(found, RemedyFound)
    assert (found.id, found.cites) == ("r", ("1",))
