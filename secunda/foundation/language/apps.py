"""Joins the words of the pure parts to Django's languages when the program starts."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from secunda.engines import words
from secunda.foundation.language.tongue import ActiveLanguage


class Language(AppConfig):
    """The languages of this installation."""

    name = "secunda.foundation.language"

    def ready(self) -> None:
        """Stop at once where a language was not compiled: Django would show English and say nothing."""
        for catalogue in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"):
            if not catalogue.with_suffix(".mo").is_file():
                name = catalogue.parts[-3]
                raise ImproperlyConfigured(f"the language {name} is not compiled: run `make setup` first")
        words.speak(ActiveLanguage())
