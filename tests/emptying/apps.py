"""How the tests empty their database between two tests that commit."""

from django.apps import AppConfig


class EmptyingConfig(AppConfig):
    name = "tests.emptying"
    label = "emptying"
