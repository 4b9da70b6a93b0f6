"""The label differs from the folder, because Django has a messages app of its own."""

from django.apps import AppConfig


class Messages(AppConfig):
    """One conversation per case."""

    name = "secunda.journey.messages"
    label = "conversation"
