"""What is done inside or after the actions on opinions: printing, and opening the first opinion."""

from secunda.journey.opinions.work.printing import render_opinions, signed_pdf

__all__ = ["render_opinions", "signed_pdf"]
