"""Who works at the demo clinic and who comes to it. Nobody here exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BERLIN = "Europe/Berlin"
WEEK = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class DemoDoctor:
    """A profile and its hours: weekdays (ISO) to windows. Visit types are code, name and minutes, the usual one first."""

    name: str
    specialty: str
    bio: str
    qualifications: Sequence[str]
    languages: Sequence[str]
    location: str
    fee: str
    hours: Mapping[Sequence[int], Sequence[str]]
    visits: Sequence[tuple[str, str, int]]
    slot_minutes: int = 30
    buffer_minutes: int = 0
    time_zone: str = BERLIN
    email: str | None = field(default=None)


DOCTORS = (
    DemoDoctor(
        name="Dr. Anna Lindner",
        specialty="Cardiology",
        bio="Anna Lindner looks after people with high blood pressure and irregular heartbeats. She explains every finding with a drawing.",
        qualifications=("Specialist in internal medicine and cardiology", "Charité Berlin"),
        languages=("German", "English"),
        location="Heart Centre, 2nd floor, room 204",
        fee="120.00",
        hours={WEEK: ("08:30-12:30",), (1, 3): ("14:00-17:00",)},
        visits=(("standard", "Consultation", 30), ("ecg", "Exercise ECG", 45), ("follow-up", "Follow-up", 15)),
        slot_minutes=15,
        buffer_minutes=5,
        email="doctor@medbook.example",
    ),
    DemoDoctor(
        name="Dr. Mehmet Aydın",
        specialty="Cardiology",
        bio="Mehmet Aydın is known for patient talks before and after heart surgery. On Thursdays he sees people after work.",
        qualifications=("Specialist in cardiology", "European Board certificate in echocardiography"),
        languages=("German", "Turkish", "English"),
        location="Heart Centre, 2nd floor, room 207",
        fee="115.00",
        hours={(1, 2, 3, 5): ("09:00-13:00", "14:00-16:00"), (4,): ("13:00-20:00",)},
        visits=(("standard", "Consultation", 30), ("echo", "Heart ultrasound", 60)),
    ),
    DemoDoctor(
        name="Dr. Sophie Martens",
        specialty="Dermatology",
        bio="Sophie Martens checks moles and treats eczema in adults and children. She takes photographs so that changes are seen early.",
        qualifications=("Specialist in dermatology", "Certificate in dermatoscopy"),
        languages=("German", "English", "Dutch"),
        location="Skin Clinic, ground floor, room 12",
        fee="85.00",
        hours={WEEK: ("08:00-12:00", "13:00-16:00")},
        visits=(("standard", "Consultation", 15), ("screening", "Skin cancer screening", 30)),
        slot_minutes=15,
    ),
    DemoDoctor(
        name="Dr. Paweł Nowak",
        specialty="Dermatology",
        bio="Paweł Nowak treats allergies and chronic skin conditions. Small operations are done the same week.",
        qualifications=("Specialist in dermatology and allergology",),
        languages=("German", "Polish"),
        location="Skin Clinic, ground floor, room 14",
        fee="79.50",
        hours={(1, 2, 4): ("10:00-14:00", "15:00-19:00"), (6,): ("09:00-12:00",)},
        visits=(("standard", "Consultation", 30), ("allergy", "Allergy test", 45), ("minor-surgery", "Minor surgery", 60)),
        buffer_minutes=10,
    ),
    DemoDoctor(
        name="Dr. Katharina Vogel",
        specialty="General practice",
        bio="Katharina Vogel has run a family practice for twenty years. She is the first to ask when you do not know whom to ask.",
        qualifications=("Specialist in general practice", "Emergency medicine"),
        languages=("German", "English", "French"),
        location="Family Practice, 1st floor",
        fee="45.00",
        hours={WEEK: ("08:00-12:00",), (1, 2, 4): ("15:00-18:00",)},
        visits=(("standard", "Consultation", 15), ("check-up", "Health check-up", 30), ("vaccination", "Vaccination", 15)),
        slot_minutes=15,
    ),
    DemoDoctor(
        name="Dr. Jonas Richter",
        specialty="General practice",
        bio="Jonas Richter takes time for people who live with several illnesses at once. He makes house calls on Wednesday afternoons.",
        qualifications=("Specialist in general practice", "Palliative care"),
        languages=("German", "English"),
        location="Family Practice, 1st floor",
        fee="45.00",
        hours={(1, 2, 4, 5): ("08:30-12:30", "14:00-17:30"), (3,): ("08:30-12:30",)},
        visits=(("standard", "Consultation", 20), ("long", "Long consultation", 40)),
        slot_minutes=20,
    ),
    DemoDoctor(
        name="Dr. Amina Haddad",
        specialty="Paediatrics",
        bio="Amina Haddad sees children from birth to eighteen. Her waiting room has more books than magazines.",
        qualifications=("Specialist in paediatrics", "Neonatology"),
        languages=("German", "Arabic", "French", "English"),
        location="Children's House, room 3",
        fee="60.00",
        hours={WEEK: ("08:00-11:30", "14:30-17:30")},
        visits=(("standard", "Consultation", 20), ("u-check", "Preventive check-up", 40), ("vaccination", "Vaccination", 20)),
        slot_minutes=20,
        buffer_minutes=5,
    ),
    DemoDoctor(
        name="Dr. Tobias Klein",
        specialty="Paediatrics",
        bio="Tobias Klein helps children with asthma to do sport again. Parents value that he answers the phone himself.",
        qualifications=("Specialist in paediatrics", "Paediatric pulmonology"),
        languages=("German", "English"),
        location="Children's House, room 5",
        fee="62.00",
        hours={(1, 2, 3, 4): ("09:00-13:00",), (2, 4): ("14:00-17:00",)},
        visits=(("standard", "Consultation", 30), ("lung", "Lung function test", 45)),
    ),
    DemoDoctor(
        name="Dr. Elena Petrova",
        specialty="Orthopaedics",
        bio="Elena Petrova treats knees, shoulders and backs, with the knife only when nothing else helps. She was a fencer herself.",
        qualifications=("Specialist in orthopaedics and trauma surgery", "Sports medicine"),
        languages=("German", "Russian", "English"),
        location="Movement Centre, 3rd floor",
        fee="110.00",
        hours={(1, 3, 5): ("08:00-14:00",), (2, 4): ("12:00-18:00",)},
        visits=(("standard", "Consultation", 30), ("first", "First visit", 45), ("injection", "Injection", 15)),
        slot_minutes=15,
    ),
    DemoDoctor(
        name="Dr. Henrik Sørensen",
        specialty="Ophthalmology",
        bio="Henrik Sørensen measures eyes and treats cataracts. Bring sunglasses: after the drops you will want them.",
        qualifications=("Specialist in ophthalmology", "Fellow of the European Board of Ophthalmology"),
        languages=("German", "Danish", "English"),
        location="Eye Clinic, room 101",
        fee="90.00",
        hours={WEEK: ("09:00-12:00",), (2, 3): ("13:00-17:00",)},
        visits=(("standard", "Eye examination", 30), ("pressure", "Eye pressure check", 15)),
        slot_minutes=15,
        buffer_minutes=5,
    ),
    DemoDoctor(
        name="Dr. Maria Fernández",
        specialty="Gynaecology",
        bio="Maria Fernández accompanies women of every age, and pregnancies from the first week. She speaks plainly and listens long.",
        qualifications=("Specialist in gynaecology and obstetrics", "Prenatal ultrasound, level II"),
        languages=("German", "Spanish", "English"),
        location="Women's Health, room 21",
        fee="75.00",
        hours={(1, 2, 3, 4): ("08:30-12:30", "13:30-16:30"), (5,): ("08:30-13:00",)},
        visits=(("standard", "Consultation", 30), ("prenatal", "Prenatal visit", 45)),
    ),
    DemoDoctor(
        name="Dr. Lukas Baumann",
        specialty="Neurology",
        bio="Lukas Baumann treats migraine and sleep disorders. A headache diary of two weeks is the best preparation.",
        qualifications=("Specialist in neurology", "Sleep medicine"),
        languages=("German", "English"),
        location="Neurology, 4th floor, room 402",
        fee="130.00",
        hours={(2, 3, 4): ("09:00-12:00", "13:00-18:00")},
        visits=(("standard", "Consultation", 45), ("eeg", "EEG", 90)),
        slot_minutes=45,
        buffer_minutes=15,
    ),
    DemoDoctor(
        name="Dr. Fiona MacLeod",
        specialty="Psychiatry",
        bio="Fiona MacLeod talks with people in video visits from Edinburgh. Fifty minutes are fifty minutes; nobody is rushed.",
        qualifications=("Member of the Royal College of Psychiatrists", "Cognitive behavioural therapy"),
        languages=("English",),
        location="By video from Edinburgh",
        fee="140.00",
        hours={(1, 2, 4): ("10:00-13:00", "14:00-18:00")},
        visits=(("standard", "Session", 50), ("first", "First conversation", 80)),
        buffer_minutes=10,
        time_zone="Europe/London",
    ),
    DemoDoctor(
        name="Dr. Grace Okafor",
        specialty="Cardiology",
        bio="Grace Okafor gives second opinions by video from New York. Send your findings two days ahead and she will have read them.",
        qualifications=("Board certified in cardiovascular disease", "Columbia University"),
        languages=("English", "French"),
        location="By video from New York",
        fee="180.00",
        hours={(1, 3, 5): ("08:00-12:00",)},
        visits=(("standard", "Second opinion", 45),),
        slot_minutes=45,
        buffer_minutes=15,
        time_zone="America/New_York",
    ),
)

PATIENTS = (
    "Lena Hoffmann",
    "Karl-Heinz Wagner",
    "Aylin Demir",
    "Oskar Schulz",
    "Ingrid Neumann",
    "Matteo Rossi",
    "Hannah Becker",
    "David Cohen",
    "Nguyễn Minh Anh",
    "Greta Zimmermann",
    "Samuel Osei",
    "Clara Weiß",
)

REASONS = ("Check-up", "Pain since last week", "Prescription", "Discuss the findings", "Second opinion", None, None)
