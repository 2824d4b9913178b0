"""How forms are shown: our templates for fields and controls, without each form naming classes."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`FORM_RENDERER`: a form is rendered with `_form_fields.html`, a field with `_field.html`."""

    form_template_name = "_form_fields.html"
    field_template_name = "_field.html"
