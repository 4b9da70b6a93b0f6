"""How far each case has come, and when: in working days before the day of seeding, and the time."""

from collections.abc import Mapping
from dataclasses import dataclass

from secunda.journey.cases.states import Role

type When = tuple[int, str]


@dataclass(frozen=True)
class Course:
    """The steps that a case has taken; what is None has not happened yet."""

    opened: When
    sent: When | None = None
    accepted: When | None = None
    coordinator: int = 0
    expert: str = ""
    offered: When | None = None
    taken: When | None = None
    readers: tuple[tuple[Role, str], ...] = ()
    # Who has been asked to read as well and has not answered yet: see stages.ask.
    asked: tuple[tuple[Role, str], ...] = ()
    began: When | None = None
    locked: When | None = None
    signed: When | None = None
    spoke: When | None = None
    released: When | None = None
    joined: When | None = None


COURSES: Mapping[str, Course] = {
    "radiology": Course(opened=(2, "20:10"), sent=(1, "18:25")),
    "cardiac": Course(opened=(3, "20:40"), sent=(2, "19:50"), accepted=(1, "10:35"), coordinator=1),
    "chronic": Course(
        opened=(6, "18:30"),
        sent=(5, "18:05"),
        accepted=(4, "11:20"),
        expert="Dr Y. Tan",
        offered=(4, "11:35"),
        taken=(4, "15:10"),
        began=(2, "17:45"),
        locked=(1, "16:20"),
    ),
    "oncology": Course(
        opened=(4, "21:15"),
        sent=(3, "19:40"),
        accepted=(2, "09:35"),
        expert="Miss H. Vance",
        offered=(2, "09:50"),
        taken=(2, "12:45"),
        readers=((Role.PANELLIST, "Dr T. Iwu"),),
        asked=((Role.PANELLIST, "Dr P. Renn"),),
        began=(1, "17:35"),
    ),
    "rare": Course(
        opened=(3, "21:05"),
        sent=(2, "08:20"),
        accepted=(2, "09:15"),
        coordinator=1,
        expert="Prof. G. Alder",
        offered=(2, "09:25"),
        taken=(2, "11:50"),
        began=(2, "12:20"),
        locked=(1, "11:30"),
        signed=(1, "15:40"),
    ),
    "surgery": Course(
        opened=(9, "20:20"),
        sent=(8, "19:10"),
        accepted=(7, "10:40"),
        expert="Miss O. Bright",
        offered=(7, "11:05"),
        taken=(7, "16:30"),
        readers=((Role.SECOND_READER, "Dr F. Lowe"),),
        began=(6, "17:50"),
        locked=(5, "18:10"),
        signed=(3, "17:20"),
        spoke=(2, "09:20"),
        released=(2, "09:45"),
        joined=(2, "13:10"),
    ),
}
