"""Reading a policy file: every fault is told at its place, with what to do, all of them at once."""

from __future__ import annotations

import hashlib
import time
from itertools import pairwise

import pytest

from tests.core.policy.files import load, policy, problems, unmarked, version

LAST = '{id: last, cites: ["1"], refer: company}'
LABEL = "label: {en: x}"
NOTE = "{note: {en: x}}"

Sections = dict[str, str]


def steps(*written: str) -> Sections:
    return {"steps": f"[{', '.join((*written, LAST))}]"}


def step(rest: str) -> Sections:
    """A step with these options, marked where it begins if the rest bears no mark."""
    return steps(f'{"" if "‸" in rest else "‸"}{{id: a, cites: ["1"], {rest}}}')


def scored(item: str) -> Sections:
    return step(f'score: [{{id: x, cites: ["1"], {item}}}]')


def derived(rest: str) -> Sections:
    """A fact that follows from entries."""
    return {"facts": f"{{me.a: {{{LABEL}, derive: {{{rest}}}}}}}"}


def declared(rest: str, mark: str = "") -> Sections:
    return {"facts": f"{{{mark}me.a: {{{LABEL}, {rest}}}}}"}


def clause(rest: str) -> Sections:
    return {"conduct": f'[{{id: c, cites: ["1"], {rest}}}]'}


FAULTS: dict[str, tuple[Sections, list[str]]] = {
    # Keys
    "a misspelt section": (
        {"‸defin": "{}"},
        ["`defin` is not known here | did you mean define?"],
    ),
    "a misspelt verb": (
        step("‸bra: me.signed"),
        ["`bra` is not known here | did you mean bar?"],
    ),
    "a misspelt option of a derivation": (
        derived("reduce: count, ‸knds: [call]"),
        ["`knds` is not known here | did you mean kinds?"],
    ),
    "a misspelt option of a define": (
        {"define": "{me.a: {is: me.signed, ‸lable: {en: x}}}"},
        ["`lable` is not known here | did you mean label?"],
    ),
    "a name that is no name": (
        {
            "params": "{‸B: 3}",
            "forums": f'{{‸"a b": {{{LABEL}}}}}',
            "define": "{‸a: {is: me.signed}}",
        },
        [
            "'B' is not a name of small letters",
            "'a b' is not a name of letters",
            "'a' is not a path such as me.first_record",
        ],
    ),
    "what is missing": (
        {"tie": "‸{}", "findings": f"{{me.a: ‸{{type: bool, {LABEL}}}}}"},
        ["exactly one of refer, pool, as is needed", "`question` is missing"],
    ),
    # Articles
    "an article that does not exist": (
        {
            **steps('{id: a, cites: ["1", ‸"2"], bar: me.signed}'),
            "tie": '{refer: company, cites: [‸"3"]}',
            "define": '{me.a: {is: me.signed, cites: [‸"4"]}}',
            "conduct": f'[{{id: c, cites: [‸"5"], when: me.signed, consequence: {NOTE}}}]',
            "remedies": '[{id: r, cites: [‸"6"], on: [award], do: {note: x}}]',
            "procedure": f'{{stages: [{{id: s, {LABEL}, cites: [‸"7"]}}]}}',
            "examples": '[{id: e, cites: [‸"8"], given: {}, expect: {winner: A}}]',
            "forums": f'{{heads: {{{LABEL}, cites: [‸"9"]}}}}',
            "findings": f'{{me.f: {{type: bool, {LABEL}, question: {{en: q}}, cites: [‸"10"]}}}}',
            "params": '{p: {value: 3, cites: [‸"11"]}}',
        },
        [f"there is no article {number} | articles: 1" for number in range(2, 12)],
    ),
    "an article that does not exist, under a score": (
        step('score: [{id: x, cites: [‸"1.a"], points: 1, when: me.signed}]'),
        ["there is no article 1.a | articles: 1"],
    ),
    "an article that nothing cites": (
        {"articles": '{"1": {zh: 一}, ‸"2": {zh: 二}, "3": {zh: 三, not_encoded: why}}'},
        ["nothing cites article 2 | cite it from a step, or say `not_encoded: why`"],
    ),
    "an article that only an example cites": (
        {
            "articles": '{"1": {zh: 一}, ‸"2": {zh: 二}}',
            "examples": '[{id: e, cites: ["2"], given: {}, expect: {winner: A}}]',
        },
        ["nothing cites article 2"],
    ),
    "an article without its authoritative text": (
        {"articles": '{"1": ‸{en: One, vi: Một}}'},
        [
            (
                "the authoritative text (zh) is missing: "
                "write it, or say which of the others is `authoritative`"
            )
        ],
    ),
    "an article without any text": (
        {"articles": '{"1": ‸{}}'},
        ["a text is needed in at least one language"],
    ),
    "a step that cites nothing": (
        steps("{id: a, cites: ‸[], bar: me.signed}"),
        [""],
    ),
    # Defines
    "definitions in a circle": (
        {
            "define": '{‸me.a: {is: me.b}, me.b: {is: "others.all(o, o.c)"}, '
            'me.c: {is: "!me.a"}, me.d: {is: me.a}}'
        },
        ["these definitions go round in a circle: me.a, me.b, me.c"],
    ),
    "a definition of itself, through another claimant": (
        {"define": '{‸me.a: {is: "others.exists(o, o.a)"}}'},
        ["these definitions go round in a circle: me.a"],
    ),
    "a definition under the name of a fact or of an entry": (
        {"define": '{‸me.signed: {is: "true"}, ‸entry.a: {is: "true"}}'},
        ["me.signed is the name of a fact already", "an entry has fields, not defines"],
    ),
    "a definition about the deal that reads a claimant": (
        {"define": "{deal.a: {is: deal.lost && ‸me.signed}}"},
        ["me cannot be read here"],
    ),
    "a text compared with what its definition can never be": (
        {
            "define": "{me.a: {is: \"me.signed ? 'x' : 'y'\"}, "
            'me.b: {is: "me.signed ? me.party_kind : deal.outlet_tier"}}',
            **step(
                "bar: \"‸me.a == 'z' || me.a == 'y' || ‸me.b == 'z' || me.b in ['person', 'main']\""
            ),
        },
        ["me.a is never 'z' | known: x, y", "me.b is never 'z' | known: person, outlet, main"],
    ),
    # Steps
    "two verbs in a step": (
        step("bar: me.signed, keep: me.signed"),
        [
            (
                "a step has exactly one of strike, bar, keep, prefer, score, award, refer; "
                "here are bar, keep"
            )
        ],
    ),
    "a step without a verb": (
        step("note: x"),
        ["a step has exactly one of strike, bar, keep, prefer, score, award, refer"],
    ),
    "an option of another verb": (
        steps(
            '‸{id: a, cites: ["1"], keep: me.signed, among: everyone}',
            '‸{id: b, cites: ["1"], bar: me.signed, as: share}',
            '‸{id: c, cites: ["1"], bar: me.signed, within: 3d}',
            '‸{id: d, cites: ["1"], keep: me.signed, kinds: [call]}',
        ),
        [
            "`among` goes with award, not with keep",
            "`as` goes with award, not with bar",
            "`within` goes with refer, not with bar",
            "`kinds` goes with strike, not with keep",
        ],
    ),
    "a limit without what lies above it": (
        step("award: me.signed, at_most: 3"),
        ["`at_most` and `above` go together"],
    ),
    "two ids that are one": (
        {
            **steps(
                '{id: a, cites: ["1"], bar: me.signed}', '{id: ‸a, cites: ["1"], keep: me.signed}'
            ),
            "conduct": f'[{{id: c, cites: ["1"], when: me.signed, consequence: {NOTE}}}, '
            f'{{id: ‸c, cites: ["1"], when: me.signed, consequence: {NOTE}}}]',
            "remedies": "[{id: r, on: [award], do: {note: x}}, "
            "{id: ‸r, on: [share], do: {note: x}}]",
            "procedure": f"{{stages: [{{id: s, {LABEL}}}, {{id: ‸s, {LABEL}}}]}}",
            "examples": '[{id: e, cites: ["1"], given: {}, expect: {winner: A}}, '
            '{id: ‸e, cites: ["1"], given: {}, expect: {winner: A}}]',
        },
        [f"the id {one} stands twice" for one in "acrse"],
    ),
    "two items of a score that are one": (
        step(
            'score: [{id: x, cites: ["1"], points: 1, when: me.signed}, '
            '{id: ‸x, cites: ["1"], points: 2, when: me.signed}]'
        ),
        ["the id x stands twice"],
    ),
    "an id that is no id": (
        steps('{id: ‸"a b", cites: ["1"], bar: me.signed}'),
        ["'a b' is not a name of letters, digits, hyphens, dots"],
    ),
    "two ways of ranking": (
        step("prefer: ‸{earliest: me.first_contact, latest: me.first_contact}"),
        ["exactly one of earliest, latest, most, least is needed"],
    ),
    "a ranking of what has no order": (
        steps(
            '{id: a, cites: ["1"], prefer: {earliest: ‸me.signed}}',
            '{id: b, cites: ["1"], prefer: {most: ‸me.party_kind}}',
        ),
        [
            "a bool has no order | prefer ranks numbers",
            "a text has no order | prefer ranks numbers",
        ],
    ),
    "a score item of no form, or of two": (
        step(
            'score: [‸{id: x, cites: ["1"], points: 1}, '
            '‸{id: y, cites: ["1"], points: 1, when: me.signed, to: {earliest: me.first_contact}}, '
            '‸{id: z, cites: ["1"], when: me.signed}, '
            '‸{id: u, cites: ["1"], points_from: me.accompanied_mark}]'
        ),
        [
            "exactly one of when, to, points_from is needed",
            "exactly one of when, to, points_from is needed",
            "`points` goes with when and to",
            "points_from needs a `range`",
        ],
    ),
    "points from what is no number, within no range": (
        scored("points_from: ‸me.signed, range: ‸[3, 1]"),
        ["this is a bool, but an int is needed here", "the range ends before it begins"],
    ),
    "points that are no whole number": (
        scored("points: ‸1.5, when: me.signed"),
        ["should be a valid integer"],
    ),
    # Strikes
    "a strike after another verb": (
        steps(
            '{id: a, cites: ["1"], bar: me.left_post}',
            '{id: b, cites: ["1"], kinds: [call], strike: ‸entry.altered}',
        ),
        ["strikes stand before all other steps | evidence is settled before any claim is read"],
    ),
    "a strike of an appeal": (
        step("kinds: [call, ‸appeal, ‸contract], strike: entry.altered"),
        ["appeal entries are never struck", "contract entries are never struck"],
    ),
    "a strike of no known kind": (
        step("kinds: [‸cal], strike: entry.altered"),
        ["no entry is of kind cal | did you mean call?"],
    ),
    "a strike of everything, or with a condition on the dispute": (
        steps(
            '‸{id: a, cites: ["1"], strike: entry.altered}',
            '‸{id: b, cites: ["1"], kinds: [call], strike: entry.altered, when: deal.lost}',
        ),
        ["strike names the `kinds` of entry it reads, and has no `when`"] * 2,
    ),
    "a strike that reads what follows from entries": (
        step("kinds: [call], strike: ‸deal.signers > 1"),
        ["a strike reads entries and findings, not what follows from entries (deal.signers)"],
    ),
    "a strike that reads a claimant": (
        step("kinds: [call], strike: entry.altered && ‸me.signed"),
        ["me cannot be read here"],
    ),
    # Expressions, wherever one stands
    "a wrong name in any expression": (
        {
            **steps(
                '{id: a, cites: ["1"], kinds: [call], strike: entry.altered || ‸entry.nope}',
                '{id: b, cites: ["1"], when: deal.lost || ‸deal.nope, bar: me.signed || ‸me.nope}',
                '{id: c, cites: ["1"], keep: "me.signed || ‸me.nope"}',
                "{id: d, cites: ['1'], prefer: {most: 'me.contacts + ‸me.nope'}}",
                '{id: e, cites: ["1"], score: [{id: x, cites: ["1"], points: 1, when: ‸me.nope}, '
                '{id: y, cites: ["1"], points: 1, to: {most: ‸me.nope}}, '
                '{id: z, cites: ["1"], points_from: ‸me.nope, range: [0, 1]}]}',
                '{id: f, cites: ["1"], award: me.signed || ‸me.nope}',
            ),
            "define": "{me.a: {is: me.signed || ‸me.nope}}",
            "conduct": f'[{{id: c, cites: ["1"], when: ‸me.nope, consequence: {NOTE}, '
            f"repeated_when: ‸me.nope, repeated: {NOTE}}}]",
            "remedies": "[{id: r, on: [award], when: deal.lost || ‸deal.nope, do: {note: x}}]",
            "facts": f"{{me.b: {{{LABEL}, derive: {{reduce: overdue, of: now, every: ‸params.nope, "
            "where: entry.reached || ‸entry.nope, from: ‸me.nope, after: ‸me.nope, "
            "until: ‸deal.nope, through: ‸deal.nope, start: ‸me.nope}}}",
        },
        ["no fact is called entry.nope", "no fact is called deal.nope"]
        + ["no fact is called me.nope"] * 7
        + ["no fact is called me.nope"] * 3
        + ["no fact is called deal.nope", "no param is called nope", "no fact is called entry.nope"]
        + ["no fact is called me.nope"] * 2
        + ["no fact is called deal.nope"] * 2
        + ["no fact is called me.nope"],
    ),
    "an expression of the wrong type": (
        {
            **steps(
                '{id: a, cites: ["1"], keep: ‸me.contacts}',
                '{id: b, cites: ["1"], when: ‸deal.signers, bar: me.signed}',
            ),
            **clause(f"when: ‸me.first_contact_on, consequence: {NOTE}"),
        },
        [
            "this is an int, but a bool is needed here",
            "this is an int, but a bool is needed here",
            "this is a date, but a bool is needed here",
        ],
    ),
    "a claimant where nobody is asked": (
        {
            **step('when: "‸me.signed && ‸others.all(o, o.signed)", bar: me.signed'),
            "remedies": "[{id: r, on: [award], when: ‸me.signed, do: {note: x}}]",
        },
        ["me cannot be read here", "others cannot be read here", "me cannot be read here"],
    ),
    "an entry where there is none": (
        step("bar: ‸entry.altered"),
        ["entry cannot be read here: entry is a register entry, and there is none here"],
    ),
    "a comparison of what may be absent": (
        step("keep: ‸me.appealed_on <= dispute.as_of"),
        [
            "me.appealed_on may be absent | ask first: has(me.appealed_on) && …",
            "dispute.as_of may be absent",
        ],
    ),
    # Forums and endings
    "a forum that does not exist": (
        {
            **steps(
                '{id: a, cites: ["1"], refer: ‸comany}',
                '{id: b, cites: ["1"], refer: company, within: 3d, then: ‸xyz}',
                '{id: c, cites: ["1"], award: me.signed, at_most: 3, above: {refer: ‸heads}}',
            ),
            "tie": "{refer: ‸negotiaton}",
            "if_none_remain": "{refer: company, within: 3d, then: ‸medator}",
            "on_missing": "{refer: ‸gathr, within: 5bd, then: proceed}",
        },
        [
            "no forum is called comany | did you mean company?",
            "no forum is called xyz | declare it under forums",
            "no forum is called heads | did you mean head?",
            "no forum is called negotiaton | did you mean negotiation?",
            "no forum is called medator | did you mean mediator?",
            "no forum is called gathr | did you mean gather?",
        ],
    ),
    "an ending of two kinds": (
        {"tie": "‸{refer: company, pool: true}", "if_none_remain": "‸{as: share, within: 3d}"},
        ["exactly one of refer, pool, as is needed", "`within` and `then` go with refer"],
    ),
    "an unknown answer to what is missing": ({"on_missing": "‸later"}, [""]),
    "a length of time that is none": (
        steps('{id: a, cites: ["1"], refer: company, within: ‸3 days, then: company}'),
        ["'3 days' is not a length of time such as 3d, 5bd or 72h"],
    ),
    # Dates, zone, calendar
    "a date that the calendar does not know": (
        {"effective": "{from: ‸2013-02-30}", "calendar": "{holidays: [2013-02-28, ‸2013-02-29]}"},
        ["2013-02-30 is not a date of the calendar", "2013-02-29 is not a date of the calendar"],
    ),
    "a date that is written otherwise": (
        {"effective": "{from: ‸27.1.2013}", "calendar": "{workdays: [‸2013-1-27]}"},
        ["'27.1.2013' is not a date such as 2013-01-27", "'2013-1-27' is not a date"],
    ),
    "a week without a working day": (
        {"calendar": "{weekend: ‸[mon, tue, wed, thu, fri, sat, sun]}"},
        ["a week needs at least one working day"],
    ),
    "a day that is no day of the week": (
        {"calendar": "{weekend: [sat, ‸sunday]}"},
        ["should be 'mon', 'tue'"],
    ),
    "a time zone that does not exist": (
        {"time_zone": "‸Asia/Shangai"},
        ["Asia/Shangai is no known time zone | did you mean Asia/Shanghai?"],
    ),
    "a governing date that is none": (
        {"governing_date": "[‸deal.closed_n, ‸me.first_contact_on, ‸deal.signers, deal.closed_on]"},
        [
            f"{path} is no date of the deal or the dispute | e.g. deal.closed_on"
            for path in ("deal.closed_n", "me.first_contact_on", "deal.signers")
        ],
    ),
    "a version that ends before it begins": (
        {"effective": "{from: 2013-02-01, until: ‸2013-02-01}"},
        ["a version must end after it begins (`until` is exclusive)"],
    ),
    # Params and tables
    "a param too large to be counted with": (
        {"params": "{a: ‸9999999999999999}"},
        ["9999999999999999 is larger than any value this can hold"],
    ),
    "a param that is no value": (
        {"params": "{a: ‸null, b: {value: ‸null}, c: ‸{}}"},
        ["", "", "`value` is missing"],
    ),
    "a list of different types, or with a number too large": (
        {"params": "{a: ‸[1, x], b: [1, ‸9999999999999999], c: {value: ‸[3d, 72h]}}"},
        ["x is a text, but 1 is an int", "9999999999999999 is larger than", "72h is an elapsed"],
    ),
    "names that mean something to the reader of the schema": (
        {
            "params": "{strict_x: ‸null, list_a: ‸null, str: ‸null}",
            "forums": "{list: ‸3}",
            "tables": "{tuple: ‸3, literal_y: ‸[]}",
        },
        ["", "", "", "", "", ""],
    ),
    "a table by what is no text": (
        {"tables": "{t: ‸{by: me.grad, H: 3d}, u: ‸{by: me.contacts, H: 3d}, v: ‸{H: 3d}}"},
        [
            (
                "`by` names the text fact to look up by, e.g. me.grade, not me.grad "
                "| did you mean me.grade?"
            ),
            "`by` names the text fact to look up by, e.g. me.grade, not me.contacts",
            "`by` names the text fact to look up by",
        ],
    ),
    "a table with a grade that nobody has": (
        {"tables": "{t: {by: me.grade, H: 3d, ‸Z: 4d}}"},
        ["me.grade is never Z | known: H, A, B, C"],
    ),
    "a table of several types, of texts, of nothing": (
        {
            "tables": "{t: ‸{by: me.grade, H: 3d, A: 4}, u: ‸{by: me.grade, H: x}, "
            "v: ‸{by: me.grade}, w: ‸{by: me.grade, H: null}}"
        },
        ["the values of a table are numbers, dates or durations, all of one type"] * 4,
    ),
    "a table with a number too large to be counted with": (
        {"tables": "{t: {by: me.grade, H: ‸9999999999999999}}"},
        ["9999999999999999 is larger than any value this can hold"],
    ),
    # Facts and findings
    "facts in a circle": (
        {
            "facts": f"{{‸me.a: {{{LABEL}, "
            "derive: {reduce: first, of: occurred_on, after: me.b}}, "
            f"me.b: {{{LABEL}, derive: {{reduce: last, of: occurred_on, until: me.a}}}}}}"
        },
        ["these facts go round in a circle: me.a, me.b"],
    ),
    "a fact of an entry": (
        {"facts": f"{{‸entry.a: {{{LABEL}, type: bool}}}}"},
        ["a field of an entry is declared under entries.fields"],
    ),
    "a fact that is new but has no label": (
        {"facts": "{‸me.sgned: {type: bool}}"},
        ["me.sgned is no standard fact, so it needs a label | did you mean me.signed?"],
    ),
    "a fact of no type": (declared("missing: 0", "‸"), ["me.a needs a type or a derivation"]),
    "a standard fact of another type": (
        {"facts": "{me.signed: {type: ‸int}}"},
        ["me.signed is a standard fact of type bool; its type cannot change"],
    ),
    "nothing on record that means a value of another type": (
        declared("type: int, missing: ‸3d"),
        ["`missing` of me.a is absent, unknown or an int, not 3d"],
    ),
    "nothing on record that means a text that is not listed": (
        declared("type: text, values: [x], missing: ‸y"),
        ["`missing` of me.a is absent, unknown or a text, not y"],
    ),
    "a bool that may be absent": (
        declared("type: bool, missing: ‸absent"),
        ["me.a is a bool, which is never absent: say unknown, true or false"],
    ),
    "a text without its values": (
        {
            "facts": f"{{‸me.a: {{{LABEL}, type: text}}}}",
        },
        ["a text needs the list of its `values`"],
    ),
    "a finding that is a text without its values": (
        {"findings": f"{{me.a: ‸{{type: text, {LABEL}, question: {{en: q}}}}}}"},
        ["a text needs the list of its `values`, and only a text has one"],
    ),
    "a derivation from a field that does not exist": (
        derived("reduce: first, of: ‸occured_on"),
        ["entries have no field occured_on | did you mean occurred_on?"],
    ),
    "a derivation that lacks its field, or has one too many": (
        {
            "facts": f"{{me.a: {{{LABEL}, derive: ‸{{reduce: first}}}}, "
            f"me.b: {{{LABEL}, derive: ‸{{reduce: count, of: grade}}}}}}"
        },
        ["`first` needs `of`", "`count` takes no `of`"],
    ),
    "the smallest of what has no order": (
        {
            "facts": f"{{me.a: {{{LABEL}, derive: {{reduce: min, of: ‸reached}}}}, "
            f"me.b: {{{LABEL}, derive: {{reduce: max, of: ‸grade}}}}}}"
        },
        ["a bool has no smallest or largest", "a text has no smallest or largest"],
    ),
    "a derivation from no known kind": (
        derived("reduce: count, kinds: [‸cal, call, contact]"),
        ["no entry is of kind cal | did you mean call?"],
    ),
    "a derivation that gives another type": (
        {"facts": "{me.signed: {derive: ‸{reduce: count}}}"},
        ["this gives an int, but me.signed is a bool"],
    ),
    "a bound that is no date and no place": (
        derived("reduce: count, from: ‸me.contacts, until: ‸deal.closed_on + 72h"),
        [
            "this is an int, but one of date, instant, position is needed here",
            "an elapsed cannot be added to a date | 72h only fits instants",
        ],
    ),
    "an interval in hours": (
        derived("reduce: overdue, of: now, every: ‸72h, until: deal.closed_on"),
        ["this is an elapsed, but one of days, workdays is needed here"],
    ),
    "what belongs to another reducer": (
        {
            "facts": f"{{me.a: {{{LABEL}, derive: ‸{{reduce: count, every: 3d}}}}, "
            f"me.b: {{{LABEL}, derive: ‸{{reduce: count, completed_by: [card]}}}}, "
            f"me.c: {{{LABEL}, "
            "derive: ‸{reduce: overdue, of: often, every: 3d, until: deal.closed_on}}, "
            f"me.d: {{{LABEL}, derive: ‸{{reduce: overdue, of: now, every: 3d}}}}}}"
        },
        [
            "`every` belongs to live_since and overdue, which need it",
            "`completed_by` belongs to first",
            "`of` of overdue is `longest` or `now`",
            "`overdue` needs `until`",
        ],
    ),
    "an interval by grade without a table": (
        derived("reduce: overdue, of: now, every: ‸3d, until: deal.closed_on, graded_by: grade"),
        ["with `graded_by`, `every` names one table"],
    ),
    "a fact of the deal from one claimant's entries": (
        {"facts": f"{{deal.a: {{{LABEL}, derive: ‸{{reduce: count}}}}}}"},
        ["deal.a is not about one claimant, so its entries are `by: anyone`"],
    ),
    "a kind or a field of entry that there is already": (
        {
            "entries": f"{{kinds: {{‸call: {{{LABEL}}}, ‸contact: {{{LABEL}}}}}, "
            f"fields: {{‸grade: {{type: int, {LABEL}}}}}}}"
        },
        [
            "call is a standard kind already",
            "contact is a standard kind already",
            "entry.grade is declared already",
        ],
    ),
    # Conduct, remedies, examples
    "a consequence that is none": (
        clause("when: me.signed, consequence: ‸{}"),
        ["a consequence is one or more"],
    ),
    "half of what happens when conduct is repeated": (
        {
            "conduct": '[‸{id: c, cites: ["1"], when: me.signed, '
            f"consequence: {NOTE}, repeated: {NOTE}}}]"
        },
        ["`repeated` and `repeated_when` go together"],
    ),
    "a fine that is no amount of money": (
        clause("when: me.signed, consequence: {fine: {amount: ‸-1, currency: ‸yuan}}"),
        ["should be greater than or equal to 0", "yuan is no currency in use"],
    ),
    "shares that do not sum to the whole": (
        {"remedies": "[{id: r, on: [award], do: {share: ‸{by: fixed, percent: [50, 40]}}}]"},
        ["the fixed shares sum to 90, not to 100 percent"],
    ),
    "fixed shares without an order": (
        {"remedies": "[{id: r, on: [award], do: {share: ‸{by: fixed, percent: [60, 40]}}}]"},
        ["fixed shares go by `rank`, or to those who won and those `with` them"],
    ),
    "shares that pay a loser more than the winner": (
        {
            "remedies": "[{id: r, on: [award], do: {share: ‸{by: fixed, percent: [40, 60], "
            "with: me.signed}}}]"
        },
        ["whoever ranks lower never has more"],
    ),
    "shares by points to somebody who may have more of them": (
        {"remedies": "[{id: r, on: [award], do: {share: ‸{by: score, with: me.signed}}}]"},
        ["by points only those who won share"],
    ),
    "shares by points that nobody counts": (
        {"remedies": "[{id: r, on: [award], do: {share: {by: ‸score}}}]"},
        ["no step counts points | add a score step"],
    ),
    "floors that come to more than there is": (
        {"remedies": "[{id: r, on: [share], do: {share: ‸{by: agreed, floor_percent: 34}}}]"},
        ["3 people with at least 34 percent each need more than there is"],
    ),
    "more people by rank than there are percentages": (
        {
            "remedies": "[{id: r, on: [share], do: {share: ‸{by: fixed, percent: [60, 40], "
            "at_most: 3, rank: {earliest: me.first_contact}}}}]"
        },
        ["there are 2 percentages for 3 people"],
    ),
    "compensation that could leave the winner less": (
        {"remedies": "[{id: r, on: [priority], do: {compensate: ‸{percent: 51}}}]"},
        ["with 51 percent one who lost could be paid more than the winner"],
    ),
    "compensation in two forms at once": (
        {"remedies": "[{id: r, on: [award], do: {compensate: ‸{amount: 5, percent: 5}}}]"},
        ["`amount` and `currency` go together"],
    ),
    "priority that gives the others nothing": (
        {"remedies": "[{id: r, on: [priority], do: {priority: ‸{}}}]"},
        ["`compensation` (in words), `pay` (in money) or both are needed"],
    ),
    "what is shared and paid out as well": (
        {
            "remedies": "[{id: r, on: [award], do: ‸{share: {by: agreed}, "
            "compensate: {percent: 5}}}]"
        },
        ["what is shared is not paid out again"],
    ),
    "something at stake that there is not": (
        {"remedies": "[{id: r, on: [share], do: {share: {by: agreed, of: [‸comission]}}}]"},
        ["nothing at stake is called comission | did you mean commission?"],
    ),
    "a transfer where nobody has won": (
        {"remedies": "[{id: r, on: [refer], do: {‸transfer: true}}]"},
        ["after refer nobody has won, so there is no transfer"],
    ),
    "shares that go further than anybody says": (
        {"remedies": "[{id: r, on: [share], do: {‸share: {by: equal}}}]", "tie": "{pool: true}"},
        ["it must be said where more than 3 people go | add `above: {refer: …}`"],
    ),
    "an expectation of a remedy that is no number": (
        {
            "examples": '[{id: e, cites: ["1"], given: {}, expect: {winner: A, '
            "remedies: {r: {shares: {A: ‸half}}}}}]"
        },
        ["should be a valid integer", "'half' is not a number such as 33.34"],
    ),
    "an outcome that there is not": (
        {"remedies": "[{id: r, on: [‸won], do: ‸{}}]"},
        ["should be 'award', 'share'", "`do` is one or more of"],
    ),
    "an example that expects nothing": (
        {"examples": '[{id: e, cites: ["1"], given: {}, expect: ‸{}}]'},
        ["an example names the winner, the winners or the kind of outcome"],
    ),
    "a flip that changes nothing": (
        {
            "examples": '[{id: e, cites: ["1"], given: {}, expect: {winner: A}, '
            "flips_if: [‸{winner: B}]}]"
        },
        ["a flip names what is `set` or which entries it goes `without`"],
    ),
}
"""What is wrong, the sections with the places marked, and how what is said at each begins."""


def said(text: str) -> list[tuple[int, int, str]]:
    """Line, column and `message | hint` of every problem."""
    return [
        (one.line, one.column, f"{one.message} | {one.hint}" if one.hint else one.message)
        for one in problems(text)
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_place(fault: str) -> None:
    sections, wanted = FAULTS[fault]
    text, places = unmarked(policy(version(**sections)))
    found = said(text)
    if len(places) == 1:
        places *= len(wanted)
    assert [(line, column) for line, column, _ in found] == places, found
    for (_, _, message), start in zip(found, wanted, strict=True):
        assert message.startswith(start), message


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_our_words(fault: str) -> None:
    text, _ = unmarked(policy(version(**FAULTS[fault][0])))
    for one in problems(text):
        for foreign in (
            "Tuple",
            "tuple",
            "Dictionary",
            "dictionary",
            "instance of",
            "Input",
            "validation",
        ):
            assert foreign not in one.message
        assert " a int" not in one.message
        assert " a elapsed" not in one.message
        assert one.source == "p.yaml"


def test_the_smallest_file_is_accepted() -> None:
    assert not problems(policy())


def test_definitions_that_name_each_other_twice_are_read_in_no_time() -> None:
    """Each doubles the one before: worked through one by one, the last would take for ever."""
    ladder = {"me.d0": "has(me.appealed_on)"}
    ladder |= {f"me.d{n}": f"me.d{n - 1} && (me.d{n - 1} || me.d{n - 1})" for n in range(1, 40)}
    written = ", ".join(f"{path}: {{is: {text}}}" for path, text in ladder.items())
    started = time.perf_counter()
    body = step("bar: me.d39 && me.appealed_on > deal.closed_on || ‸me.nope")
    text, _ = unmarked(policy(version(define=f"{{{written}}}", **body)))
    assert [message.split(" | ")[0] for _, _, message in said(text)] == [
        "deal.closed_on may be absent",
        "no fact is called me.nope",
    ]
    assert time.perf_counter() - started < 10


def test_definitions_do_not_stand_on_one_another_without_end() -> None:
    tower = {"me.d0": "me.signed"} | {f"me.d{n}": f"!me.d{n - 1}" for n in range(1, 2_000)}
    written = ", ".join(f"{path}: {{is: '{text}'}}" for path, text in tower.items())
    started = time.perf_counter()
    [(_, _, message)] = said(policy(version(define=f"{{{written}}}")))
    assert "stand on one another more than" in message
    assert time.perf_counter() - started < 10


BODIES = (
    "bar: deal.closed_on > dispute.as_of",
    "keep: 'others.all(o, deal.closed_on > dispute.as_of)'",
    "award: deal.closed_on > dispute.as_of",
    "prefer: {most: 'deal.closed_on > dispute.as_of ? me.contacts : 0'}",
    "score: [{id: x, cites: ['1'], points: 1, when: deal.closed_on > dispute.as_of}]",
    "score: [{id: x, points: 1, cites: [1], to: {most: 'deal.closed_on < dispute.as_of ? 1 : 0'}}]",
)


@pytest.mark.parametrize("body", BODIES)
def test_the_condition_of_a_step_makes_sure_of_what_its_body_compares(body: str) -> None:
    def said_with(condition: str) -> list[str]:
        text, _ = unmarked(policy(version(**step(f"when: '{condition}', {body}"))))
        return [one.message for one in problems(text)]

    both = "has(deal.closed_on) && has(dispute.as_of)"
    assert not said_with(both)
    for condition in (
        "has(deal.closed_on) || has(dispute.as_of)",
        f"!({both})",
        "has(deal.closed_on) && deal.lost",
        "claimants.all(c, c.signed)",
    ):
        found = said_with(condition)
        assert found
        assert all(message.endswith(" may be absent") for message in found), found


# Head and versions


@pytest.mark.parametrize(
    "text, message",
    [
        ("‸title: {en: P}\nversions: []\n", "`policy` is missing"),
        ("policy: ‸a b\ntitle: {en: P}\nversions:\n" + version(), "'a b' is not a name of letters"),
        (
            "policy: p\ntitle: ‸{}\nversions:\n" + version(),
            "a text is needed in at least one language",
        ),
        (
            "policy: p\n‸titel: {en: P}\ntitle: {en: P}\nversions:\n" + version(),
            "`titel` is not known here",
        ),
        ("policy: p\ntitle: {en: P}\nversions: ‸[]\n", ""),
        ("policy: p\ntitle: {en: P}\nversions: ‸x\n", ""),
    ],
)
def test_the_head_of_a_file_is_checked(text: str, message: str) -> None:
    text, [place] = unmarked(text)
    line, column, found = said(text)[0]
    assert (line, column) == place
    assert found.startswith(message)


def test_versions_may_leave_a_gap_between_them() -> None:
    found = load(
        policy(
            version(id='"b"', effective="{from: 2015-01-01}"),
            version(id='"a"', effective="{from: 2013-01-01, until: 2014-01-01}"),
        )
    )
    assert [one.id for one in found.versions] == ["a", "b"]


def test_a_version_may_begin_on_the_day_the_last_one_ends() -> None:
    assert not problems(
        policy(
            version(id='"a"', effective="{from: 2013-01-01, until: 2014-01-01}"),
            version(id='"b"', effective="{from: 2014-01-01}"),
        )
    )


@pytest.mark.parametrize(
    "spans",
    [
        ["{from: 2013-01-01, until: 2014-01-02}", "‸{from: 2014-01-01}"],
        ["{from: 2013-01-01}", "‸{from: 2014-01-01}"],
        ["‸{from: 2014-01-01}", "{from: 2013-01-01}"],
        ["{from: 2013-01-01, until: 2020-01-01}", "‸{from: 2014-01-01, until: 2015-01-01}"],
        ["{from: 2013-01-01, until: 2014-01-01}", "‸{from: 2013-01-01, until: 2014-01-01}"],
        [
            "{from: 2013-01-01, until: 2020-01-01}",
            "‸{from: 2014-01-01, until: 2015-01-01}",
            "‸{from: 2016-01-01, until: 2017-01-01}",
        ],
    ],
)
def test_two_versions_never_govern_one_day(spans: list[str]) -> None:
    versions = (version(id=f'"{number}"', effective=span) for number, span in enumerate(spans))
    text, places = unmarked(policy(*versions))
    found = said(text)
    assert [(line, column) for line, column, _ in found] == places
    assert all("both govern some days | end " in message for _, _, message in found)


def test_two_versions_never_share_an_id() -> None:
    text, [place] = unmarked(
        policy(
            version(effective="{from: 2013-01-01, until: 2014-01-01}"),
            version(id='‸"1"', effective="{from: 2014-01-01}"),
        )
    )
    assert said(text) == [(*place, "version 1 stands twice")]


# All at once


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file() -> None:
    first = version(
        id='"old"',
        effective="{from: 2013-01-01, until: 2014-06-01}",
        time_zone="‸Europe/Hanoi",
        articles='{"1": {zh: 一}, ‸"2": {zh: 二}}',
        tables="{t: {by: me.grade, H: 3d, ‸Z: 4d}}",
        define="{me.a: {is: ‸me.nope && ‸me.contacts}, ‸me.b: {is: me.b}}",
        **steps(
            '{id: s, cites: ["1", ‸"7"], bar: me.signed == ‸me.nope || ‸1 == true}',
            '{id: t, cites: ["1"], kinds: [‸appeal], strike: ‸entry.altered}',
            '{id: ‸s, cites: ["1"], refer: ‸heads}',
        ),
    )
    second = version(
        id='"new"',
        effective="‸{from: 2014-01-01}",
        facts=f"{{me.a: {{{LABEL}, type: bool, missing: ‸absent}}}}",
        conduct=f'[{{id: c, cites: [‸"9"], when: ‸me.nope, consequence: {NOTE}}}]',
    )
    text, places = unmarked(policy(first, second))
    found = problems(text)
    assert [(one.line, one.column) for one in found] == sorted(places)
    assert all(one.line for one in found)
    assert all(a.line <= b.line for a, b in pairwise(found))


def test_all_problems_of_form_are_told_at_once() -> None:
    text, places = unmarked(
        policy(
            version(
                effective="{from: ‸1.1.2013}",
                tie="‸{}",
                params="{‸Limit: 3}",
                calendar="{weekend: [‸sunday]}",
                **{"‸nope": "{}"},
            )
        )
    )
    assert [(line, column) for line, column, _ in said(text)] == places


def test_a_file_that_was_refused_says_how_many_problems_it_has() -> None:
    text, _ = unmarked(policy(version(time_zone="x", tie="{refer: nobody_at_all}")))
    with pytest.raises(Exception, match=r"^policy refused: 2 problems\np\.yaml:"):
        load(text)


# What comes out


def test_a_file_is_known_by_the_digest_of_its_text() -> None:
    text = policy()
    assert load(text).sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_every_text_of_every_expression_has_a_code() -> None:
    """Wherever a text is written that no fact lists: evaluating it must not fail."""
    found = load(
        policy(
            version(
                define="{me.a: {is: \"(me.signed ? 'a1' : 'a2') == 'a1'\"}}",
                conduct=f"[{{id: c, cites: ['1'], when: \"'b1' == 'b2'\", consequence: {NOTE}, "
                f"repeated_when: \"'c1' == 'c2'\", repeated: {NOTE}}}]",
                remedies="[{id: r, on: [award], when: \"'d1' == 'd2'\", do: {note: x}}]",
                facts=f"{{me.b: {{{LABEL}, derive: {{reduce: count, "
                "where: \"(entry.reached ? 'e1' : 'e2') == 'e1'\"}}}",
                params="{p: f1}",
                **steps(
                    "{id: s, cites: ['1'], when: \"'g1' in ['g2']\", bar: \"'h1' == 'h2'\"}",
                    "{id: t, cites: ['1'], score: "
                    "[{id: x, cites: ['1'], points: 1, when: \"'i1' == 'i2'\"}]}",
                ),
            )
        )
    )
    texts = found.versions[0].vocabulary.texts
    wanted = {f"{letter}{number}" for letter in "abcdeghi" for number in "12"} | {"f1"}
    assert wanted <= set(texts)
    assert list(texts) == sorted(set(texts))
