"""Reading the audit trail: in words, within reach, narrowed down, a page at a time."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evenhand.audit.actions import Subject, record_event
from evenhand.audit.models import Event
from evenhand.insight.cells import safe_cell
from evenhand.insight.events import details
from evenhand.people.actions import prefer
from tests.cast import Cast
from tests.policies.texts import adopted


def told(page: object) -> list[str]:
    """The sentences on a page."""
    content = page.content.decode()  # type: ignore[attr-defined]  # an answer
    links = re.findall(r'<a [^>]*href="/audit/\w{20}/">(.*?)</a>', content)
    return [unescape(one) for one in links]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "language, sentence",
    [
        ("en", "Sales_Operations proposed to adopt"),
        ("zh", "Sales_Operations提出采用"),
        ("vi", "Sales_Operations đã đề xuất ban hành"),
    ],
)
def test_an_event_is_told_in_the_readers_words(cast: Cast, language: str, sentence: str) -> None:
    adopted(cast)
    prefer(cast["auditor"], language=language)
    found = told(cast.client("auditor").get("/audit/?kind=policies.adoption_proposed"))
    assert len(found) == 1
    assert found[0].startswith(sentence)


@pytest.mark.django_db
def test_a_head_reads_of_their_own_outlet_and_nobody_elses(cast: Cast) -> None:
    auditor, client = cast.client("auditor"), cast.client("store_head")
    everything = Event.objects.count()
    kinds = {"store_head": cast.here.public_id, "other_head": cast.there.public_id}
    assert len(told(auditor.get("/audit/"))) == min(everything, 50)
    client_events = Event.objects.visible_to(cast["store_head"])
    assert 0 < client_events.count() < everything
    assert not client_events.filter(outlet=kinds["other_head"]).exists()
    foreign = Event.objects.filter(outlet=cast.there.public_id).first()
    assert foreign is not None
    assert client.get(f"/audit/{foreign.public_id}/").status_code == 404


@pytest.mark.django_db
def test_events_are_narrowed_down_by_who_what_when_and_where(cast: Cast) -> None:
    adopted(cast, outlet=cast.here)
    client = cast.client("auditor")
    assert len(told(client.get("/audit/?kind=policies"))) == 3
    assert len(told(client.get("/audit/?who=general"))) == 1
    assert len(told(client.get(f"/audit/?kind=policies&outlet={cast.here.public_id}"))) == 2
    assert told(client.get("/audit/?until_day=2000-01-01")) == []
    assert "No such event" in client.get("/audit/?until_day=2000-01-01").content.decode()
    assert len(told(client.get("/audit/?kind=policies&from_day=2000-01-01"))) == 3
    assert client.get("/audit/?from_day=nonsense").status_code == 200


@pytest.mark.django_db
def test_a_long_trail_comes_a_page_at_a_time_and_nothing_twice(cast: Cast) -> None:
    for number in range(60):
        record_event(
            "people.person_added", by=None, subject=Subject("x", str(number), f"P{number}")
        )
    client, address, seen = cast.client("auditor"), "/audit/?kind=people.person_added", []
    while address:
        page = client.get(address)
        seen += told(page)
        following = re.search(r'href="(\?[^"]*)" rel="next"', page.content.decode())
        address = f"/audit/{unescape(following[1])}" if following else ""
    assert len(seen) == Event.objects.filter(kind="people.person_added").count()


@pytest.mark.django_db
def test_what_was_changed_is_told_from_what_to_what(cast: Cast) -> None:
    changed = {
        "changed": {"name": {"from": "A", "to": "B"}, "theme": {"from": "auto", "to": "dark"}}
    }
    event = record_event("people.person_changed", by=None, details=changed)
    assert [(one.name, one.old, one.new) for one in details(event)] == [
        ("name", "A", "B"),
        ("theme", "As the device", "Dark"),
    ]
    page = cast.client("auditor").get(f"/audit/{event.public_id}/").content.decode()
    assert "<del>A</del>" in page
    assert "<ins>B</ins>" in page


@pytest.mark.django_db
def test_a_subject_is_linked_for_those_who_may_read_it(cast: Cast) -> None:
    adoption = adopted(cast, outlet=cast.there)
    event = Event.objects.get(kind="policies.adopted")
    address = f"/policy/adoptions/{adoption.public_id}/"
    assert address in cast.client("auditor").get(f"/audit/{event.public_id}/").content.decode()


@pytest.mark.django_db
def test_an_export_is_an_event_itself_and_holds_what_was_asked_for(cast: Cast) -> None:
    adopted(cast)
    answer = cast.client("auditor").post("/audit/export", {"kind": "policies"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # streamed
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 3
    assert {row[3].partition(".")[0] for row in rows[1:]} == {"policies"}
    event = Event.objects.get(kind="audit.exported")
    assert (event.actor, event.details) == (cast["auditor"].public_id, {"kind": "policies"})


@pytest.mark.django_db
def test_an_export_is_in_the_language_of_whoever_takes_it(cast: Cast) -> None:
    prefer(cast["auditor"], language="vi")
    answer = cast.client("auditor").post("/audit/export", {})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # as above
    assert text.startswith("Khi nào,Ai,")
    assert "Hệ thống" in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=1+1", " =1+1", "\ufeff=1+1", "＝1+1", "\t@SUM(A1)", "\u200b-2"])
def test_no_cell_of_an_export_runs_as_a_formula(cast: Cast, name: str) -> None:
    record_event("people.person_added", by=None, subject=Subject("person", "p", name))
    record_event("people.unheard_of", by=None, subject=Subject("person", "p", name))
    record_event("people.rank_added", by=None, details={"why": name})
    answer = cast.client("auditor").post("/audit/export", {})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # as above
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert cell == safe_cell(cell) or cell.startswith("'")


FORMULA = "=+-@＝＋－＠\t\r\n"


@given(st.text(alphabet=" \t\r\n\x00\x1f\u200b\ufeff\u2028=+-@＝＋－＠aé客"))
@example("")
def test_a_cell_is_safe_whatever_stands_before_its_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell in (text, f"'{text}")
    if cell == text:
        stripped = text.lstrip(" \x00\x1f\u200b\ufeff\u2028")
        assert not stripped or stripped[0] not in FORMULA


@pytest.mark.django_db
def test_what_anybody_wrote_is_shown_and_never_run(cast: Cast) -> None:
    attack = "<script>alert(1)</script>"
    event = record_event(
        "people.person_added",
        by=None,
        subject=Subject("person", "p", attack),
        details={"why": attack},
    )
    client = cast.client("auditor")
    for path in ("/audit/", f"/audit/{event.public_id}/"):
        assert attack not in client.get(path).content.decode()
    assert attack not in client.get("/audit/", {"who": attack}).content.decode()


@pytest.mark.django_db
def test_programs_read_the_same_events(cast: Cast) -> None:
    adopted(cast)
    client = cast.client("auditor")
    listed = client.get("/api/v1/events?kind=policies").json()
    assert [one["kind"] for one in listed["lines"]] == [
        "policies.adopted",
        "policies.adoption_proposed",
        "policies.text_taken_in",
    ]
    whole = client.get(f"/api/v1/events/{listed['lines'][0]['public_id']}").json()
    assert {"name": "from", "old": "", "new": date(2030, 1, 1).isoformat()} in whole["details"]
    assert cast.client("salesperson").get("/api/v1/events").status_code == 403
