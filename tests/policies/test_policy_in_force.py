"""Reading the policy in force, in three languages, by those it is for."""

from datetime import date

import pytest
from django.utils import timezone

from evenhand.core.types import LANGUAGES
from evenhand.people.actions import prefer
from evenhand.policies.offers import IN_FORCE, SHIPPED, TAKEN_IN, offered, read_offer
from evenhand.policies.reading import read_written
from evenhand.policies.shipped import read_text, shipped
from evenhand.policies.telling import Telling
from tests.cast import Cast
from tests.policies.texts import OTHER, SMALL, adopted, taken_in


@pytest.mark.django_db
def test_every_article_stands_in_three_languages_with_its_steps_beside_it(cast: Cast) -> None:
    adopted(cast, day=date(2021, 1, 1))
    told = cast.client("salesperson").get("/policy/").content.decode()
    for wording in (
        "Whoever has the first record",
        "最先登记者得客户",
        "Ai ghi trước thì có khách",
    ):
        assert wording in told
    assert 'lang="zh-Hans"' in told
    assert 'href="#step-first"' in told
    assert "a wish" in told, "an article that nothing carries says why"


@pytest.mark.django_db
@pytest.mark.parametrize("language, words", [("zh", "步骤依次"), ("vi", "Các bước theo thứ tự")])
def test_the_page_speaks_the_readers_language(cast: Cast, language: str, words: str) -> None:
    adopted(cast, day=date(2021, 1, 1))
    prefer(cast["salesperson"], language=language)
    assert words in cast.client("salesperson").get("/policy/").content.decode()


@pytest.mark.django_db
def test_where_nothing_is_in_force_the_page_says_what_to_do(cast: Cast) -> None:
    told = cast.client("salesperson").get("/policy/").content.decode()
    assert "No policy is in force here yet" in told


@pytest.mark.django_db
def test_of_another_outlet_only_those_see_it_who_may(cast: Cast) -> None:
    adopted(cast, outlet=cast.there, day=date(2021, 1, 1))
    address = f"/policy/?outlet={cast.there.public_id}"
    assert cast.client("salesperson").get(address).status_code == 404
    assert "First come" in cast.client("auditor").get(address).content.decode()
    assert "First come" in cast.client("other_salesperson").get("/policy/").content.decode()


@pytest.mark.django_db
def test_a_text_is_open_to_those_it_was_decided_for(cast: Cast) -> None:
    text = adopted(cast, outlet=cast.there).text
    address = f"/policy/texts/{text.public_id}/"
    seen = {
        who: cast.client(who).get(address).status_code
        for who in ("salesperson", "other_head", "hr")
    }
    assert seen == {"salesperson": 404, "other_head": 200, "hr": 200}


@pytest.mark.django_db
def test_what_may_be_ruled_under_begins_with_what_is_in_force(cast: Cast) -> None:
    adopted(cast, day=date(2021, 1, 1))
    taken_in(cast, OTHER)
    user = cast["salesperson"]
    offers = offered(user, timezone.localdate())
    assert [one.source for one in offers] == [IN_FORCE, *([SHIPPED] * len(shipped()))]
    assert offered(cast["sales_operations"], timezone.localdate())[1].source == TAKEN_IN
    assert [read_offer(user, one.key).policy.id for one in offers[:1]] == ["small"]


@pytest.mark.django_db
def test_a_version_is_chosen_by_its_id(cast: Cast) -> None:
    text = taken_in(cast)
    client = cast.client("auditor")
    assert client.get(f"/policy/texts/{text.public_id}/?version=1").status_code == 200
    assert client.get(f"/policy/texts/{text.public_id}/?version=2").status_code == 404


@pytest.mark.parametrize("name", sorted(shipped()))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_shipped_policy_can_be_told_in_every_language(name: str, lang: str) -> None:
    policy = read_written(read_text(shipped()[name])).policy
    for version in policy.versions:
        telling = Telling(version, lang)
        articles = telling.articles()
        assert [one.id for one in articles] == list(version.articles)
        assert all(one.carriers or one.not_encoded for one in articles)
        steps = telling.steps()
        assert [one.number for one in steps] == list(range(1, len(steps) + 1))
        assert all(one.label and one.asks for one in steps)
        assert len(telling.limits()) == len(version.params) + len(version.tables)
        assert all(one.then for one in telling.conduct())
        clauses = (*telling.remedies(), *telling.conduct(), *telling.stages())
        anchors = (
            {one.anchor for one in steps}
            | {one.anchor for one in clauses}
            | {"ends", "steps", "limits"}
        )
        assert {one.anchor for each in articles for one in each.carriers} <= anchors


def test_two_texts_are_compared_by_what_a_reader_would_notice() -> None:
    from evenhand.policies.comparing import compare

    old, new = (read_written(text).policy.versions[0] for text in (SMALL, OTHER))
    found = compare(
        old, new, lang="en", ends={"tie": "", "none": "", "missing": ""}, texts=(SMALL, OTHER)
    )
    assert [(one.name, one.lang) for one in found.articles] == [("2", "en")]
    assert [piece.text for piece in found.articles[0].new if piece.kind == "new"] == ["very "]
    limit = found.limits[0]
    assert ("".join(one.text for one in limit.old), "".join(one.text for one in limit.new)) == (
        "3 days",
        "5 days",
    )
    assert not found.steps
    assert not found.order
    same = compare(
        old, old, lang="en", ends={"tie": "", "none": "", "missing": ""}, texts=(SMALL, SMALL)
    )
    assert same.is_empty
    assert same.lines == ()
