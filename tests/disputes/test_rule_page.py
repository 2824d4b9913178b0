"""The page that rules a dispute: what is entered, what comes of it, and that nothing is kept."""

import json
import re
import time
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evenhand.audit.models import Event
from evenhand.disputes.samples import DEMONSTRATION
from evenhand.disputes.trial import MOST_BYTES
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LAPSE = (DEMONSTRATION / "1-lapse.yaml").read_text(encoding="utf-8")
LATE = (DEMONSTRATION / "2-late-card.yaml").read_text(encoding="utf-8")
NAMED = (DEMONSTRATION / "3-named.yaml").read_text(encoding="utf-8")
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}{% now 'Y' %}"


def rule(client: Client, text: str, **more: Any) -> Any:
    given = {"policy": "shipped:showroom", "way": "text", "text": text, "do": "rule", **more}
    return client.post("/rule/", given)


def told(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def fields(page: str) -> dict[str, str]:
    """Everything that a browser would send of the form."""
    form = page[page.index('id="dossier"') :]
    form = form[: form.index("</form>")]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "radio" and " checked" not in tag:
            continue
        if "name" in attributes and attributes["name"] != "csrfmiddlewaretoken":
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, inner in re.findall(
        r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def test_everybody_who_signed_in_may_rule_and_nobody_else(cast: Cast) -> None:
    for login in ("salesperson", "head", "auditor"):
        assert cast.client(login).get("/rule/").status_code == 200
    assert rule(Client(), LAPSE).status_code == 302


def test_the_ruling_says_who_has_the_customer_by_which_article_and_what_would_have_changed_it(
    cast: Cast,
) -> None:
    page = told(rule(cast.client("salesperson"), LAPSE))
    assert "Chen Jing has the customer." in page
    assert "Article 3 Whoever put the customer on file keeps in touch as the grade asks" in page
    assert "days overdue at closing: 6 days (asked: at most 0 days)" in page
    assert "named by the customer on arrival (Li Wei): yes (it is no)" in page


def test_what_is_struck_is_marked_where_it_stands_and_where_it_is_cited(cast: Cast) -> None:
    answer = rule(cast.client("head"), LATE)
    source = answer.content.decode()
    row = source[source.index('id="entry-2"') :]
    row = row[: row.index("</tr>")]
    assert "does not count" in row
    assert "3 days late" in row
    assert "entered on a later day" in row


def test_what_is_missing_stands_first_where_the_ruling_is_provisional(cast: Cast) -> None:
    page = told(rule(cast.client("head"), NAMED))
    assert "Provisional ruling" in page
    assert "What is missing ? named by the customer on arrival (Wang Lei)" in page
    assert "On what is known: Liu Yan has the customer." in page
    assert page.index("once it is known") < page.index("entry e1 did not count")


@pytest.mark.parametrize(
    "lang, said",
    [
        ("zh", "客户归Chen Jing。"),
        ("vi", "Khách hàng thuộc về Chen Jing."),
        ("en", "Chen Jing has"),
    ],
)
def test_it_may_be_read_in_another_language_for_once(cast: Cast, lang: str, said: str) -> None:
    client = cast.client("head")
    answer = rule(client, LAPSE, lang=lang)
    assert said in told(answer)
    assert "Rule a dispute" in told(client.get("/rule/"))


def test_nothing_of_it_is_kept(cast: Cast) -> None:
    client = cast.client("head")
    before = Event.objects.count()
    rule(client, LAPSE)
    assert Event.objects.count() == before


# Entering


def test_all_that_is_wrong_in_a_text_is_told_with_its_place_and_nothing_is_lost(cast: Cast) -> None:
    text = LAPSE.replace("kind: reception", "kind: recepton").replace("grade: H", "grade: Q")
    text = text.replace("2013-03-12T11:00", "the twelfth")
    answer = rule(cast.client("head"), text)
    assert answer.status_code == 422
    page = told(answer)
    assert "dossier refused: 3 problems" in page
    assert "line 11, column 29" in page
    assert "<mark>recepton</mark>" in answer.content.decode()
    assert unescape(answer.content.decode()).count(text.strip()) == 1


def test_what_is_no_yaml_is_told_with_its_place(cast: Cast) -> None:
    answer = rule(cast.client("head"), "claimants: {A: {, B: {}}\nentries: []")
    assert answer.status_code == 422
    assert "line 1" in told(answer)


def test_a_file_is_ruled_as_a_text_is(cast: Cast) -> None:
    file = SimpleUploadedFile("dossier.yaml", LAPSE.encode())
    answer = rule(cast.client("head"), "", file=file)
    assert "Chen Jing has the customer." in told(answer)


@pytest.mark.parametrize(
    "content, said",
    [(b"\xff\xfe", "this is not UTF-8"), (b"a" * (MOST_BYTES + 1), "is larger than the 262,144")],
)
def test_a_file_that_cannot_be_taken_is_refused_and_the_text_stays(
    cast: Cast, content: bytes, said: str
) -> None:
    answer = rule(cast.client("head"), LAPSE, file=SimpleUploadedFile("x.yaml", content))
    assert answer.status_code == 422
    assert said in told(answer)
    assert "Chen Jing closed." in told(answer)


def test_one_click_starts_from_an_example_and_another_rules_it(cast: Cast) -> None:
    client = cast.client("head")
    page = client.get("/rule/")
    links = re.findall(r'href="(/rule/\?policy=[^"]+)"', page.content.decode())
    assert len(links) == 10
    filled = client.get(unescape(links[0]))
    assert fields(filled.content.decode())["claimant-0-label"] == "Li Wei"
    assert "Chen Jing has the customer." in told(client.get(unescape(links[1])))


def test_a_form_goes_to_text_and_back_and_to_the_same_ruling(cast: Cast) -> None:
    client = cast.client("head")
    page = client.get("/rule/?policy=shipped:showroom&example=3-named").content.decode()
    form = {**fields(page), "policy": "shipped:showroom"}
    assert form["claimant-0-named_by_customer"] == "unknown"
    as_text = client.post("/rule/", {**form, "do": "text"}).content.decode()
    text = unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", as_text, re.DOTALL)[1])  # type: ignore[index]  # it is there
    assert "named_by_customer: unknown" in text
    back = client.post(
        "/rule/", {"policy": "shipped:showroom", "way": "text", "text": text, "do": "form"}
    )
    assert {**fields(back.content.decode()), "policy": "shipped:showroom"} == form
    decision = "On what is known: Liu Yan has the customer."
    assert decision in told(client.post("/rule/", {**form, "do": "rule"}))


def test_claimants_and_entries_are_added_and_removed_by_buttons(cast: Cast) -> None:
    client = cast.client("head")
    form = fields(client.get("/rule/").content.decode())
    assert {"claimant-0-id": "c1", "claimant-1-id": "c2"}.items() <= form.items()
    form["claimant-0-label"], form["claimant-1-label"] = "Ann", "Bob"
    form = fields(client.post("/rule/", {**form, "do": "add-claimant"}).content.decode())
    form["claimant-2-label"] = "Cy"
    form = fields(client.post("/rule/", {**form, "do": "add-entry"}).content.decode())
    assert "entry-0-kind" in form
    form = fields(client.post("/rule/", {**form, "do": "remove-claimant-0"}).content.decode())
    assert [form[f"claimant-{n}-label"] for n in (0, 1)] == ["Bob", "Cy"]
    form = fields(client.post("/rule/", {**form, "do": "remove-entry-0"}).content.decode())
    assert "entry-0-kind" not in form
    form = fields(client.post("/rule/", {**form, "do": "remove-claimant-0"}).content.decode())
    assert "claimant-1-id" in form, "two stay"


def test_what_is_wrong_in_a_form_stands_beside_its_field(cast: Cast) -> None:
    client = cast.client("head")
    page = client.get("/rule/?policy=shipped:showroom&example=1-lapse").content.decode()
    form = {**fields(page), "policy": "shipped:showroom", "entry-0-at": "yesterday"}
    answer = client.post("/rule/", {**form, "entry-3-kind": "", "do": "rule"})
    assert answer.status_code == 422
    source = answer.content.decode()
    wrong = source[source.index('id="entry-0-at-wrong"') :][:300]
    assert "is not a date or time" in unescape(wrong)
    assert "an entry needs its `kind`" in unescape(source)
    assert fields(source)["claimant-0-label"] == "Li Wei"


def test_a_fact_that_entries_would_tell_may_be_asked_for(cast: Cast) -> None:
    client = cast.client("head")
    form = fields(client.get("/rule/").content.decode())
    assert "claimant-0-first_record_on" not in form
    more = {"further": "me.first_record_on", "do": "add-fact"}
    page = client.post("/rule/", {**form, **more}).content.decode()
    assert "claimant-0-first_record_on" in fields(page)


@pytest.mark.parametrize("policy", ["", "shipped:five-step", "media-agency"])
def test_every_policy_offered_can_be_chosen(cast: Cast, policy: str) -> None:
    assert cast.client("head").get("/rule/", {"policy": policy}).status_code == 200


def test_a_policy_or_an_example_that_is_not_there_is_not_found(cast: Cast) -> None:
    client = cast.client("head")
    assert client.get("/rule/?policy=shipped:../../etc").status_code == 404
    assert client.get("/rule/?policy=shipped:showroom&example=nope").status_code == 404


def test_a_date_before_the_policy_is_told_and_the_dossier_stays(cast: Cast) -> None:
    answer = rule(cast.client("head"), LAPSE.replace("2013-", "2011-"))
    assert answer.status_code == 422
    assert "no version of policy" in told(answer)
    assert "Chen Jing" in told(answer)


def test_a_line_that_was_left_blank_is_no_claimant(cast: Cast) -> None:
    client = cast.client("head")
    text = "claimants: {A: {label: Ann}}\nentries: [{who: A, kind: call, at: 2013-03-01}]"
    given = {"policy": "shipped:showroom", "way": "text", "text": text, "do": "form"}
    form = fields(client.post("/rule/", given).content.decode())
    assert form["claimant-1-label"] == ""
    page = client.post("/rule/", {**form, "policy": "shipped:showroom", "do": "rule"})
    assert "Only one claimant came in." in told(page)


def test_an_example_is_ruled_as_it_is_written(cast: Cast) -> None:
    client = cast.client("head")
    source = client.get("/rule/?policy=shipped:media-agency").content.decode()
    for link in re.findall(r'href="(/rule/\?policy=[^"]+do=rule)"', source):
        page = client.get(unescape(link)).content.decode()
        assert "<bdi>c1</bdi>" not in page


# What comes with it


def test_the_record_that_is_downloaded_is_the_one_that_replays(cast: Cast) -> None:
    client = cast.client("head")
    given = {"policy": "shipped:showroom", "way": "text", "text": LAPSE}
    record = client.post("/rule/record", given)
    assert record.headers["Content-Disposition"] == 'attachment; filename="ruling.json"'
    sha = json.loads(record.content)["sha256"]
    assert sha in told(rule(client, LAPSE))
    file = SimpleUploadedFile("ruling.json", record.content)
    assert "Identical" in told(client.post("/replay/", {"file": file}))


def test_a_record_that_was_altered_is_refused_with_why(cast: Cast) -> None:
    client = cast.client("head")
    given = {"policy": "shipped:showroom", "way": "text", "text": LAPSE}
    content = client.post("/rule/record", given).content.replace(b"Li Wei", b"Li Bai")
    answer = client.post("/replay/", {"file": SimpleUploadedFile("r.json", content)})
    assert answer.status_code == 422
    assert "the record was altered" in told(answer)
    assert client.post("/replay/", {}).status_code == 422


def test_the_text_is_the_command_lines_markdown_in_the_language_asked_for(cast: Cast) -> None:
    given = {"policy": "shipped:showroom", "way": "text", "text": LAPSE, "lang": "vi"}
    text = cast.client("head").post("/rule/text", given).content.decode()
    assert text.startswith("## Phán quyết")


def test_paper_has_the_articles_and_the_hashes(cast: Cast) -> None:
    given = {"policy": "shipped:showroom", "way": "text", "text": LAPSE}
    page = told(cast.client("head").post("/rule/paper", given))
    assert "Whoever put the customer on file keeps in touch as the grade asks" in page
    assert len(re.findall(r"\b[0-9a-f]{64}\b", page)) == 2


# Harm, size, speed


def test_what_a_dossier_says_is_shown_and_does_nothing(cast: Cast) -> None:
    attack = json.dumps(ATTACK)
    text = f"""
about: {attack}
claimants:
  {attack}: {{label: {attack}}}
  b: {{label: "]]>--><b>x</b>"}}
dispute: {{as_of: 2013-03-14}}
entries:
  - id: {attack}
    who: {attack}
    kind: reception
    at: 2013-03-01T10:00
    recorded: 2013-03-04T10:00
    note: {attack}
  - {{id: "a b\\"c", who: {attack}, kind: card, at: 2013-03-01T10:10, customer: {attack}}}
  - {{who: "<svg/onload=alert(2)>", kind: contract, at: 2013-03-02T10:00}}
"""
    client = cast.client("head")
    given = {"policy": "shipped:showroom", "way": "text", "text": text}
    answers = [rule(client, text), client.post("/rule/paper", given)]
    answers += [client.post("/rule/", {**given, "do": "form"}), client.post("/rule/", given)]
    answers += [rule(client, text.replace("kind: card", f"kind: {attack}"))]
    for answer in answers:
        source = answer.content.decode()
        assert "<script>alert" not in source
        assert "<img src=x" not in source
        assert "<svg/onload" not in source
        assert "<b>x</b>" not in source
        assert "{{7*7}}" in unescape(source)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_twenty_claimants_and_two_thousand_entries_are_ruled_in_seconds(cast: Cast) -> None:
    people = "".join(f"  p{n}: {{label: Person {n}}}\n" for n in range(20))
    entries = "".join(
        f"  - {{who: p{n % 20}, kind: {('reception', 'follow_up', 'card')[n % 3]}, "
        f"at: 2013-03-{1 + n // 100:02}T10:00}}\n"
        for n in range(2_000)
    )
    text = f"claimants:\n{people}dispute: {{as_of: 2013-03-28}}\nentries:\n{entries}"
    began = time.perf_counter()
    answer = rule(cast.client("head"), text)
    assert answer.status_code == 200
    assert time.perf_counter() - began < 15
    assert "too large to look for that here" in told(answer)


@pytest.mark.parametrize(
    "text, said",
    [
        ("a: " + "x" * MOST_BYTES, "at most 262,144 bytes"),
        ("claimants: [" + ", ".join(f"p{n}" for n in range(41)) + "]", "41 claimants"),
        ("entries: [" + ", ".join("{}" for _ in range(4_001)) + "]", "4,001 entries"),
    ],
)
def test_what_is_too_large_is_told_with_the_limit(cast: Cast, text: str, said: str) -> None:
    answer = rule(cast.client("head"), text)
    assert answer.status_code == 413
    assert said in told(answer)


def test_a_dispute_between_two_is_on_the_page_within_the_time_that_is_claimed(cast: Cast) -> None:
    client = cast.client("head")
    rule(client, LAPSE)
    times = []
    for _ in range(5):
        began = time.process_time()
        rule(client, LAPSE)
        times.append(time.process_time() - began)
    print(f"rule_page_ms {min(times) * 1000:.0f}")  # noqa: T201 - the figure that is asked for
    assert min(times) < 0.3, "of processor time: other work beside it does not count"
