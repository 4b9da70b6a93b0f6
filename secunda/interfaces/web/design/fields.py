"""Everything a page needs to build a form, under one name."""

from secunda.interfaces.web.design.choosing import Choice, Choices, Confirm, Pick, YesNo, YesNoUnsure
from secunda.interfaces.web.design.dates import Day, Number
from secunda.interfaces.web.design.forms import DesignForm, Problem, Repeat
from secunda.interfaces.web.design.texts import Code, Email, Lines, LongText, Text, Upload
from secunda.interfaces.web.design.values import NOT_SURE, UNSURE, Option

__all__ = [
    "NOT_SURE",
    "UNSURE",
    "Choice",
    "Choices",
    "Code",
    "Confirm",
    "Day",
    "DesignForm",
    "Email",
    "Lines",
    "LongText",
    "Number",
    "Option",
    "Pick",
    "Problem",
    "Repeat",
    "Text",
    "Upload",
    "YesNo",
    "YesNoUnsure",
]
