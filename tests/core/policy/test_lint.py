"""Each mistake that lint claims to find, planted: it is found where it stands, and no other is."""

import pytest

from evenhand.core.policy.lint import lint_text
from evenhand.core.policy.numerals import numbers, shown
from evenhand.core.policy.places import locate
from evenhand.core.policy.remarks import ERROR, NOTE, SEVERITIES, WARNING, Remark
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.lint import lint_rulings
from tests.core.policy.files import load, policy, unmarked, version

EXAMPLE = (
    '[{id: e, cites: ["1"], given: {claimants: {A: {signed: true}, B: {}}}, '
    "expect: {kind: refer, by: last}}]"
)
SOUND = {
    "tie": '{refer: company, cites: ["1"]}',
    "if_none_remain": '{refer: company, cites: ["1"]}',
    "examples": EXAMPLE,
}


def sound(**sections: str) -> str:
    """A version on which nothing is remarked, with other sections."""
    return version(**(SOUND | sections))


def remarks(text: str) -> list[Remark]:
    read, located = load(text), locate(text, "p.yaml")
    return lint_text(read, located) + lint_rulings(read, located, CATALOGUE)


def found(text: str) -> list[tuple[str, str, int, int]]:
    """Severity, check and place of every remark."""
    return [
        (one.severity, one.check, one.problem.line, one.problem.column) for one in remarks(text)
    ]


def only(marked: str, severity: str, check: str) -> Remark:
    """The one remark, which stands at the mark."""
    text, places = unmarked(marked)
    one, *others = remarks(text)
    assert not others, others
    assert (one.severity, one.check) == (severity, check)
    assert (one.problem.line, one.problem.column) == places[0]
    return one


def test_nothing_is_remarked_on_a_sound_policy() -> None:
    assert found(policy(sound())) == []


# Versions


def test_days_without_a_version_are_an_error() -> None:
    early = sound(effective="{from: 2000-01-01, until: 2001-01-01}")
    late = sound(id='"2"', effective="{from: 2001-01-03}")
    marked = policy(early, late.replace("effective", "‸effective"))
    one = only(marked, ERROR, "gap")
    assert "2001-01-01 to 2001-01-02" in one.problem.message


def test_versions_that_follow_one_another_leave_no_gap() -> None:
    early = sound(effective="{from: 2000-01-01, until: 2001-01-01}")
    assert found(policy(early, sound(id='"2"', effective="{from: 2001-01-01}"))) == []


# What nothing reads

BOOL = "{type: bool, missing: false, label: {en: x}}"
ASKED = '{type: bool, missing: false, label: {en: x}, question: {en: x}, cites: ["1"]}'


@pytest.mark.parametrize(
    "sections",
    [
        {"params": "{‸window: 3d}"},
        {"params": "{‸hot: [H, A]}"},
        {"tables": "{‸every: {by: me.grade, H: 3d, A: 7d, B: 15d, C: 30d}}"},
        {"facts": f"{{‸me.vip: {BOOL}}}"},
        {"findings": f"{{‸me.vip: {ASKED}}}"},
        {"define": '{‸me.closer: {is: me.signed, cites: ["1"]}}'},
        {"forums": '{‸board: {label: {en: x}, cites: ["1"]}}'},
        {"entries": "{fields: {‸visitors: {type: int, label: {en: x}}}}"},
    ],
    ids="-".join,
)
def test_what_nothing_reads_is_found(sections: dict[str, str]) -> None:
    only(policy(sound(**sections)), WARNING, "unused")


def test_what_only_an_unread_part_reads_is_unread_too() -> None:
    sections = {
        "params": "{few: 2}",
        "define": '{me.a: {is: me.visits > params.few, cites: ["1"]}, '
        'me.b: {is: me.a, cites: ["1"]}}',
    }
    unread = [one.problem.message for one in remarks(policy(sound(**sections)))]
    assert unread == [
        "nothing reads params.few",
        "nothing reads the definition me.a",
        "nothing reads the definition me.b",
    ]


@pytest.mark.parametrize(
    "reader",
    [
        {"conduct": '[{id: c, cites: ["1"], when: READS, consequence: {merit: true}}]'},
        {"remedies": "[{id: r, on: [award], when: READS, do: {transfer: true}}]"},
    ],
    ids="-".join,
)
def test_what_conduct_and_remedies_read_is_read(reader: dict[str, str]) -> None:
    scope = "me" if "conduct" in reader else "dispute"
    sections = {key: text.replace("READS", f"{scope}.vip") for key, text in reader.items()}
    text = policy(sound(facts=f"{{{scope}.vip: {BOOL}}}", **sections))
    assert not [one for one in remarks(text) if one.check == "unused"]


def test_a_list_read_through_in_is_read() -> None:
    steps = (
        '[{id: hot, cites: ["1"], keep: "has(me.grade) && me.grade in params.hot"}, '
        '{id: last, cites: ["1"], refer: company}]'
    )
    text = policy(sound(params="{hot: [H, A]}", steps=steps))
    assert not [one for one in remarks(text) if one.check == "unused"]


# What cites nothing, and what nothing carries


@pytest.mark.parametrize("ending", ["tie", "if_none_remain"])
def test_an_ending_that_cites_no_article_is_found(ending: str) -> None:
    only(
        policy(sound(**{ending: "{refer: company}"})).replace(f"{ending}:", f"‸{ending}:"),
        WARNING,
        "uncited",
    )


def test_an_article_that_only_unread_parts_cite_is_carried_by_nothing() -> None:
    articles = '{"1": {zh: 一}, ‸"2": {zh: 二}}'
    text = policy(
        sound(
            articles=articles,
            params='{few: {value: 2, cites: ["2"]}}',
            examples=EXAMPLE.replace('["1"]', '["1", "2"]'),
        )
    )
    clean, places = unmarked(text)
    assert (WARNING, "article", *places[0]) in found(clean)


def test_an_article_said_not_to_be_encoded_and_cited_all_the_same_is_found() -> None:
    only(policy(sound(articles='{"1": {zh: 一, ‸not_encoded: x}}')), WARNING, "article")


def test_an_article_that_no_example_cites_is_found() -> None:
    articles = '{"1": {zh: 一}, ‸"2": {zh: 二}}'
    steps = '[{id: last, cites: ["1", "2"], refer: company}]'
    only(policy(sound(articles=articles, steps=steps)), WARNING, "unshown")


def test_a_version_without_examples_is_found() -> None:
    checks = {one.problem.message for one in remarks(policy(sound(examples="[]")))}
    assert "this version has no examples" in checks


def test_an_article_that_lacks_a_language_of_the_others_is_found() -> None:
    articles = '{"1": {zh: 一, en: One}, ‸"2": {zh: 二}}'
    steps = '[{id: last, cites: ["1", "2"], refer: company}]'
    examples = EXAMPLE.replace('["1"]', '["1", "2"]')
    only(policy(sound(articles=articles, steps=steps, examples=examples)), WARNING, "language")


# Numbers of the three texts


@pytest.mark.parametrize(
    "zh, en, vi",
    [
        ("三天内申诉。", "Appeal within three days.", "Khiếu nại trong ba ngày."),
        ("3天内申诉。", "Appeal within 3 days.", "Khiếu nại trong 3 ngày."),
        ("十五个自然日。", "Fifteen calendar days.", "Mười lăm ngày lịch."),
        ("罚款一百元。", "A fine of 100 yuan.", "Phạt một trăm tệ."),
        ("分一半。", "They share half and half.", "Chia mỗi bên một nửa."),
        ("分百分之五十。", "They share 50 percent.", "Chia năm mươi phần trăm."),
        (
            "至多一次，双方协商。",
            "At most once; the two negotiate.",
            "Tối đa một lần, hai bên thương lượng.",
        ),
        ("满二十五万元。", "From 250,000 yuan.", "Từ 250.000 tệ."),
        ("一周内回访两次。", "Twice within seven days.", "Hai lần trong một tuần."),
        ("依照第六条第1项。", "Under article 6.1.", "Theo điều 6.1."),
        (
            "十分重要，万一延误。",
            "Very important, in case of delay.",
            "Rất quan trọng, phòng khi chậm trễ.",
        ),
    ],
)
def test_the_same_numbers_in_other_words_are_no_mistake(zh: str, en: str, vi: str) -> None:
    read = {lang: numbers(text, lang) for lang, text in (("zh", zh), ("en", en), ("vi", vi))}
    apart = {
        (one, other): list(shown(read[one].lacking(read[other])))
        for one in read
        for other in read
        if read[one].lacking(read[other])
    }
    assert not apart


@pytest.mark.parametrize(
    "zh, en",
    [
        ("三天内申诉。", "Appeal within five days."),
        ("两天内申诉。", "Appeal within three days."),
        ("十五天内。", "Within fifty days."),
        ("罚款一百元。", "A fine of 1,000 yuan."),
        ("分一半。", "They share a third."),
        ("七天内。", "Without delay."),
        ("及时。", "Within four days."),
    ],
)
def test_numbers_that_differ_between_languages_are_found(zh: str, en: str) -> None:
    articles = f'{{"1": {{zh: {zh}, en: ‸"{en}"}}}}'
    only(policy(sound(articles=articles)), WARNING, "numbers")


@pytest.mark.parametrize(
    "words, value",
    [
        ("mười", 10), ("mười một", 11), ("mười lăm", 15), ("hai mươi", 20), ("hai mươi mốt", 21),
        ("ba mươi tư", 34), ("bảy mươi lăm", 75), ("một trăm", 100), ("một trăm linh ba", 103),
        ("ba trăm nghìn", 300_000), ("hai triệu", 2_000_000), ("bẩy", 7), ("tám", 8),
    ],
)  # fmt: skip
def test_vietnamese_number_words_are_read(words: str, value: int) -> None:
    assert numbers(f"trong {words} cuộc", "vi").certain == {value}


@pytest.mark.parametrize(
    "words, value",
    [
        ("ten", 10), ("twelve", 12), ("twenty-one", 21), ("ninety", 90), ("one hundred", 100),
        ("a hundred and five", 105), ("three thousand", 3000), ("two hundred thousand", 200_000),
        ("the fourteenth", 14),
    ],
)  # fmt: skip
def test_english_number_words_are_read(words: str, value: int) -> None:
    assert numbers(f"Within {words} of them.", "en").certain == {value}


# What the examples show

STEPS = (
    '[{id: signed, cites: ["1"], keep: me.signed}, '
    '{id: work, cites: ["1"], keep: me.visits >= params.few}, '
    '{id: last, cites: ["1"], refer: company}]'
)


def shown_by(*dossiers: str, steps: str = STEPS) -> list[tuple[str, str]]:
    """Severity and message of what is remarked on a policy with these examples."""
    examples = ", ".join(
        f'{{id: e{number}, cites: ["1"], given: {{claimants: {given}}}, expect: {expect}}}'
        for number, (given, expect) in enumerate(one.split(" -> ") for one in dossiers)
    )
    text = policy(sound(steps=steps, params="{few: 3}", examples=f"[{examples}]"))
    return [(one.severity, one.problem.message) for one in remarks(text)]


BY_SIGNATURE = "{A: {signed: true}, B: {visits: 9}} -> {winner: A, by: signed}"
THREE_AND_TWO = "{A: {visits: 3}, B: {visits: 2}} -> {winner: A}"
EQUAL = "{A: {visits: 1}, B: {visits: 1}} -> {kind: refer, by: last}"


def test_examples_that_show_every_step_order_and_limit_leave_nothing_to_remark() -> None:
    assert shown_by(BY_SIGNATURE, THREE_AND_TWO, EQUAL) == []


def test_an_example_that_does_not_hold_is_an_error() -> None:
    (found_,) = shown_by("{A: {signed: true}, B: {}} -> {winner: B}")
    assert found_ == (ERROR, "the example e0 does not hold")


def test_a_step_that_no_example_needs_is_found() -> None:
    remarked = shown_by(THREE_AND_TWO, EQUAL)
    assert (WARNING, "every example holds without the step signed") in remarked


def test_an_order_that_no_example_needs_is_noted() -> None:
    remarked = shown_by(
        "{A: {signed: true}, B: {}} -> {winner: A, by: signed}", THREE_AND_TWO, EQUAL
    )
    assert (NOTE, "no example depends on the order: work before signed changes none") in remarked


@pytest.mark.parametrize(
    "visits, missing",
    [((3, 1), "just fails"), ((4, 2), "just holds"), ((9, 0), "just holds or just fails")],
)
def test_a_limit_that_no_example_comes_near_is_found(visits: tuple[int, int], missing: str) -> None:
    many, few = visits
    near = f"{{A: {{visits: {many}}}, B: {{visits: {few}}}}} -> {{winner: A}}"
    far = "{A: {visits: 0}, B: {visits: 0}} -> {kind: refer, by: last}"
    signed = "{A: {signed: true}, B: {visits: 9}} -> {winner: A, by: signed}"
    edge = "no example comes to the edge of `me.visits >= params.few`, where it "
    assert shown_by(signed, near, far) == [(WARNING, edge + missing)]


def test_an_example_outside_the_dates_of_its_version_is_found() -> None:
    dossier = EXAMPLE.replace("given: {", "given: {dispute: {as_of: 1999-12-31}, ")
    (one,) = remarks(policy(sound(examples=dossier)))
    assert (one.severity, one.check) == (WARNING, "example")
    assert "1999-12-31" in one.problem.message


def test_severities_are_told_gravest_first() -> None:
    assert SEVERITIES == (ERROR, WARNING, NOTE)
