"""What a derivation may not say, because it would mean nothing."""

from tests.core.policy.files import policy, problems, version

STEPS = '[{id: z, cites: ["1"], refer: company}]'
STREAK = "{reduce: live_since, kinds: [call], every: 7d, until: deal.closed_on}"


def told(facts: str, steps: str = STEPS) -> str:
    found = problems(policy(version(facts=facts, steps=steps)))
    return "\n".join(problem.message for problem in found)


def test_a_span_of_days_ends_on_a_date_and_not_at_a_place_in_the_register() -> None:
    derive = STREAK.replace("deal.closed_on", "deal.closing")
    assert "one of date, instant" in told(f"{{me.live_since: {{derive: {derive}}}}}")


def test_a_streak_may_be_broken_whatever_nothing_on_record_means() -> None:
    fact = f"{{me.live_since: {{missing: 2013-01-01, derive: {STREAK}}}}}"
    steps = '[{id: s, cites: ["1"], keep: "me.live_since == me.live_since"}]'
    assert "me.live_since may be absent" in told(fact, steps)


def test_a_day_that_no_calendar_has_is_no_text_in_disguise() -> None:
    found = problems(policy(version(params="{start: 2013-02-30}")))
    assert [problem.message for problem in found] == ["2013-02-30 is not a date of the calendar"]


def test_a_step_is_not_named_like_what_a_ruling_says_without_one() -> None:
    steps = '[{id: tie, cites: ["1"], refer: company}]'
    assert "tie is what a ruling says where no step decided" in told("{}", steps)
