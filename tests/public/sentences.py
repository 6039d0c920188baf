"""Words for pages that nobody has written: the same thing said in both languages.

Names, figures, dates and addresses are drawn afresh, so that no two pages are alike. The Welsh is
so put that what is inserted never has to mutate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

Pair = tuple[str, str]

TITLES: list[Pair] = [
    ("A map on the canteen wall", "Map ar wal y ffreutur"),
    ("Borrowing ladders, lending time", "Benthyg ysgolion, rhoi amser"),
    ("Eight buses and a village choir", "Wyth bws a chôr pentref"),
    ("How {town} learned to queue", "Sut y dysgodd {town} giwio"),
    ("Letters that nobody opened", "Llythyrau nas agorwyd gan neb"),
    ("Mending bicycles after school", "Trwsio beiciau ar ôl ysgol"),
    ("Night shifts and porridge", "Sifftiau nos ac uwd"),
    ("Planting hedges with strangers", "Plannu gwrychoedd gyda dieithriaid"),
    ("The library van’s last stop", "Arhosfan olaf y fan lyfrgell"),
    ("Three chairs in the corridor", "Tair cadair yn y coridor"),
    ("What {person} heard at the hairdresser’s", "Yr hyn a glywodd {person} yn y siop trin gwallt"),
    ("Why the swimming pool closed early", "Pam y caeodd y pwll nofio’n gynnar"),
]

LABELS: list[Pair] = [
    ("Two women carrying a long table", "Dwy fenyw yn cario bwrdd hir"),
    ("A farmer’s gate in heavy rain", "Clwyd ffermwr mewn glaw trwm"),
    ("Children painting a fence blue", "Plant yn peintio ffens yn las"),
    ("Empty shelves beside the bakery", "Silffoedd gwag ger y becws"),
    ("Lanterns above the harbour", "Llusernau uwchben yr harbwr"),
    ("Our corridor before breakfast", "Ein coridor ni cyn brecwast"),
    ("Slates stacked behind the chapel", "Llechi wedi’u pentyrru y tu ôl i’r capel"),
    ("The ferry at low water", "Y fferi ar drai"),
]

SENTENCES: list[Pair] = [
    (
        "{person} kept a notebook beside the kettle and wrote every unanswered question in it.",
        "Cadwai {person} lyfr nodiadau wrth y tegell ac ysgrifennu ynddo bob cwestiwn heb ateb.",
    ),
    (
        "The ambulance crews in {town} asked for one telephone number instead of {number}.",
        "Gofynnodd criwiau ambiwlans {town} am un rhif ffôn yn lle {number}.",
    ),
    ("Nobody had measured the queue before.", "Nid oedd neb wedi mesur y ciw o’r blaen."),
    (
        "It rained, the bus was late, and still almost everybody came.",
        "Daeth y glaw, roedd y bws yn hwyr, ac eto daeth bron pawb.",
    ),
    (
        "Our first sketch was thrown into the bin by {person}, who was quite right.",
        "Taflwyd ein braslun cyntaf i’r bin gan {person}, yn gwbl haeddiannol.",
    ),
    (
        "Between {number} and sixty neighbours borrow a drill each spring.",
        "Bydd rhwng {number} a thrigain o gymdogion yn benthyg dril bob gwanwyn.",
    ),
    (
        "The caretaker knew which windows rattled; the consultants did not.",
        "Gwyddai’r gofalwr pa ffenestri oedd yn clecian; ni wyddai’r ymgynghorwyr.",
    ),
    (
        "Write to {email} if you would like to borrow the cards.",
        "Ysgrifennwch at {email} os hoffech gael benthyg y cardiau.",
    ),
    (
        "The full drawings are at {url} until Easter.",
        "Mae’r darluniau llawn ar gael yn {url} tan y Pasg.",
    ),
    (
        "“You never told us that the door was locked,” said {person}.",
        "“Ddywedoch chi ddim wrthym ni fod y drws ar glo,” meddai {person}.",
    ),
    (
        "Fewer forms, shorter letters and warmer rooms: that was the whole plan.",
        "Llai o ffurflenni, llythyrau byrrach ac ystafelloedd cynhesach: dyna’r cynllun cyfan.",
    ),
    (
        "We counted {number} footsteps from the lift to the ward.",
        "Cyfrifasom {number} o gamau o’r lifft i’r ward.",
    ),
    ("Then the heating failed.", "Wedyn torrodd y gwres."),
    ("Bring a scarf and a sandwich.", "Dewch â sgarff a brechdan."),
    (
        "A dentist, a shepherd and two apprentices shared the same bench in {town}.",
        "Rhannodd deintydd, bugail a dau brentis yr un fainc yn nhref {town}.",
    ),
    (
        "What surprised the auditors was how cheerful the meeting had become.",
        "Yr hyn a synnodd yr archwilwyr oedd mor siriol oedd y cyfarfod erbyn hynny.",
    ),
    (
        "Ask the people who sweep the floor; they see where the mud comes from.",
        "Gofynnwch i’r rhai sy’n ysgubo’r llawr; nhw sy’n gweld o ble y daw’r mwd.",
    ),
    (
        "By {month} the orchard had paid for its own ladders.",
        "Erbyn mis {month_cy} roedd y berllan wedi talu am ei hysgolion ei hun.",
    ),
    (
        "Two of the pilots failed within a week, cheaply and in public.",
        "Methodd dau o’r cynlluniau peilot o fewn wythnos, yn rhad ac yng ngŵydd pawb.",
    ),
    (
        "The older residents preferred the telephone, and said so at some length.",
        "Roedd yn well gan y trigolion hŷn y ffôn, a dywedasant hynny’n lled faith.",
    ),
    (
        "{person} and {person2} walked the coast path to see who was missing out.",
        "Cerddodd {person} a {person2} lwybr yr arfordir i weld pwy oedd ar ei golled.",
    ),
    (
        "A good minute taker is worth a dozen slides.",
        "Mae un cofnodwr da’n werth dwsin o sleidiau.",
    ),
    (
        "In the end the prize went to a teenager with a spreadsheet.",
        "Yn y diwedd aeth y wobr i lanc â thaenlen.",
    ),
    (
        "Nothing here is secret: copy it, change it, and send us a postcard.",
        "Does dim byd yma’n gyfrinach: copïwch ef, newidiwch ef, ac anfonwch gerdyn post.",
    ),
    (
        "Half the savings came from mending the gutters.",
        "O drwsio’r landeri y daeth hanner yr arbedion.",
    ),
    (
        "She asked for silence, poured the tea and let the apprentice speak first.",
        "Gofynnodd am dawelwch, arllwysodd y te a gadael i’r prentis siarad gyntaf.",
    ),
    (
        "The harbour office in {town} closes at noon on Saturdays.",
        "Mae swyddfa’r harbwr yn nhref {town} yn cau am hanner dydd ar ddydd Sadwrn.",
    ),
    (
        "Our thanks to the choir, who sang while the projector was being repaired.",
        "Diolch i’r côr am ganu tra oedd y taflunydd yn cael ei drwsio.",
    ),
]

PEOPLE = [
    "Efa Mostyn",
    "Ioan Breeze",
    "Kofi Mensah",
    "Mared Hughes",
    "Ruth Okafor",
    "Wil Pritchard",
]
TOWNS = ["Aberaeron", "Barmouth", "Corwen", "Llanidloes", "Porthmadog", "Tredegar"]
MONTHS: list[Pair] = [("March", "Mawrth"), ("July", "Gorffennaf"), ("October", "Hydref")]


@dataclass
class Writer:
    """Says the same things in either language, given the same seed.

    Whoever asks in both languages for the same parts in the same order gets twins. What is said
    ``slip``-th, counted from 0, is said in the other language.
    """

    language: str
    seed: int
    slip: int = -1
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - which words a page has is no secret

    def _say(self, pairs: list[Pair]) -> str:
        choose: Callable[[list], object] = self._random.choice
        english, welsh = self._random.choice(pairs)
        month, month_cy = self._random.choice(MONTHS)
        first, second = self._random.sample(PEOPLE, 2)
        in_welsh = (self.language == "cy") != (len(self.said) == self.slip)
        text = (welsh if in_welsh else english).format(
            person=first,
            person2=second,
            town=choose(TOWNS),
            number=self._random.randint(11, 999),
            email=f"desg{self._random.randint(1, 99)}@example.org",
            url=f"https://example.org/item/{self._random.randint(1, 999)}",
            month=month,
            month_cy=month_cy,
        )
        self.said.append(text)
        return text

    def title(self) -> str:
        """A title."""
        return self._say(TITLES)

    def label(self) -> str:
        """What a picture shows, a caption, a heading: a few words without a verb."""
        return self._say(LABELS)

    def sentence(self) -> str:
        """One sentence."""
        return self._say(SENTENCES)

    def paragraph(self) -> str:
        """Two to four sentences."""
        return " ".join(self.sentence() for _ in range(self._random.randint(2, 4)))

    def html(self) -> str:
        """Paragraphs and a list, with a link and a stress in them."""
        first, second, *rest = self.sentence().split(" ")
        link = f'<a href="https://example.org/">{" ".join(rest)}</a>'
        items = "".join(f"<li>{self.label()}</li>" for _ in range(2))
        paragraphs = f"<p>{self.paragraph()}</p><p>{first} <b>{second}</b> {link}</p>"
        return f"{paragraphs}<ul>{items}</ul>"
