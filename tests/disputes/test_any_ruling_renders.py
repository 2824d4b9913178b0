"""Whatever is ruled under whatever policy, there is a page of it, in each language."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.core.errors import DossierRefused, NoVersionInForce
from evenhand.core.types import LANGUAGES
from evenhand.disputes.samples import as_yaml
from evenhand.disputes.sheet import sheet
from evenhand.disputes.trial import try_dossier
from evenhand.policies.shipped import read_policy, shipped
from tests.disputes.dossiers import dossiers

POLICIES = {name: read_policy(name).policy for name in shipped()}


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_ruling_renders(draw: st.DataObject) -> None:
    policy = POLICIES[draw.draw(st.sampled_from(sorted(POLICIES)))]
    text = as_yaml(draw.draw(dossiers(policy.versions[-1])))
    try:
        trial = try_dossier(policy, text, search=draw.draw(st.booleans()))
    except (DossierRefused, NoVersionInForce):
        return
    lang = draw.draw(st.sampled_from(LANGUAGES))
    laid_out = sheet(trial, lang)
    context: dict[str, Any] = {"sheet": laid_out, "trial": trial, "lang": lang, "languages": ()}
    for template in ("disputes/_funnel.html", "disputes/_evidence.html", "disputes/paper.html"):
        told = render_to_string(
            template,
            {**context, "funnel": laid_out.funnel, "lines": laid_out.lines},
            RequestFactory().get("/"),
        )
        assert told.strip()
    assert laid_out.decision.text
    assert laid_out.funnel.stages
