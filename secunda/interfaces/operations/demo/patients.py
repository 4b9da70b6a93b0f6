"""The seven fictional patients, as their hospitals know them.

NHS numbers lie in the 999 range, which is kept for tests and never issued.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Patient:
    """A fictional person; `days_past_birthday` keeps the age true on any day of seeding."""

    forename: str
    surname: str
    title: str
    sex: str
    age: int
    days_past_birthday: int
    nhs: str
    hospital: str
    address: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as written on a letter."""
        return f"{self.forename} {self.surname}"

    def born_on(self, today: date) -> date:
        """The date of birth that makes the patient `age` years old on `today`."""
        birthday = today - timedelta(days=self.days_past_birthday)
        # The 29th of February has no counterpart in most years.
        return birthday.replace(year=birthday.year - self.age, day=min(birthday.day, 28))


PATIENTS = {
    "demo-general-01": Patient(
        "Grace", "Adeyemi", "Mrs", "female", 44, 131, "999 100 0011", "T4471820",
        ("17 Harrow Court", "Lewisham", "London SE13 9ZZ"),
    ),
    "demo-radiology-01": Patient(
        "Peter", "Lindqvist", "Mr", "male", 63, 212, "999 100 0380", "WB0238814",
        ("4 Towpath Cottages", "Richmond", "London TW9 9ZZ"),
    ),
    "demo-cardiac-01": Patient(
        "Mohammed", "Rahman", "Mr", "male", 61, 58, "999 100 0755", "DH559013",
        ("Flat 22, Salter House", "Tower Hamlets", "London E1 9ZZ"),
    ),
    "demo-oncology-01": Patient(
        "David", "Osei", "Mr", "male", 64, 297, "999 100 1123", "SB7720416",
        ("81 Choumert Rise", "Peckham", "London SE15 9ZZ"),
    ),
    "demo-surgery-01": Patient(
        "Sarah", "Whitfield", "Ms", "female", 47, 176, "999 100 1492", "PK10357",
        ("9 Larkspur Close", "Croydon", "London CR0 9ZZ"),
    ),
    "demo-rare-01": Patient(
        "Ana", "Pereira", "Miss", "female", 34, 84, "999 100 1867", "RD334907",
        ("Flat 5, 60 Lansdowne Mews", "Stockwell", "London SW8 9ZZ"),
    ),
    "demo-chronic-01": Patient(
        "Linda", "Marsh", "Mrs", "female", 58, 240, "999 100 2235", "FR90011",
        ("33 Greenleaf Terrace", "Walthamstow", "London E17 9ZZ"),
    ),
}  # fmt: skip

# Mr Osei's brother: his letter was put into the wrong envelope.
STRANGER = Patient(
    "Daniel", "Osei", "Mr", "male", 59, 33, "999 100 2677", "SB6190233",
    ("81 Choumert Rise", "Peckham", "London SE15 9ZZ"),
)  # fmt: skip

# Another patient of the same practice with the same family name: her results were put into the same envelope.
NAMESAKE = Patient(
    "Folake", "Adeyemi", "Miss", "female", 31, 12, "999 100 2790", "T2280417",
    ("3 Belmont Grove", "Lewisham", "London SE13 9ZZ"),
)  # fmt: skip
