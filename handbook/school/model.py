"""What a school tells us in school.yml.

Details are text: they fill gaps and never change a page's structure. Choices are enumerations: they decide what the policy says.
A detail is *needed* (a release waits for it) or *optional* (pages do without). Every field's description is what its author reads, in the file's
comments and in the editor; ``where`` says where to find the value.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from handbook.ground.validation import Strict, fault
from handbook.ground.values import Colour, Day, Email, Line, Phone, Postcode, Web

Stage = Literal["eyfs", "ks1", "ks2", "ks3", "ks4", "ks5"]
# What law tells apart: which Acts and regulations bind a school.
LegalKind = Literal["maintained", "academy", "independent", "non-maintained-special", "pupil-referral-unit"]


def needed(description: str, example: str, where: str = "") -> Any:
    """Describe a detail that every school has: blank in a preview, never in a release."""
    return Field(default=None, description=_sentence(description, where), examples=[example], json_schema_extra={"needed": True})


def needed_by(kind: LegalKind, description: str, example: str, where: str = "") -> Any:
    """Describe a detail that one kind of school has, and others leave blank."""
    return Field(default=None, description=_sentence(description, where), examples=[example], json_schema_extra={"needed": kind})


def optional(description: str, example: str, where: str = "") -> Any:
    """Describe a detail that a school may leave blank for good."""
    return Field(default=None, description=_sentence(description, where), examples=[example])


def usual(value: Any, description: str, where: str = "") -> Any:
    """Describe a detail or choice with a value that suits most schools."""
    return Field(default=value, description=_sentence(description, where))


def _sentence(description: str, where: str) -> str:
    return f"{description} Where to find it: {where}." if where else description


def _usual_if_blank(cls: type[Strict], values: Any) -> Any:
    """Let a blank value mean the usual one, where there is one."""
    if isinstance(values, dict):
        return {
            key: value for key, value in values.items() if value is not None or key not in cls.model_fields or cls.model_fields[key].default is None
        }
    return values


class Part(Strict):
    """A group of keys in the file. All of its keys may be left blank."""

    @model_validator(mode="before")
    @classmethod
    def _blank_means_usual(cls, values: Any) -> Any:
        return _usual_if_blank(cls, {} if values is None else values)


class Identity(Part):
    """Who the school is."""

    name: Line | None = needed("The school's full name.", "Example Primary School", "your website's header")
    short_name: Line | None = optional("A shorter name for running text. Blank: the full name is used.", "Example Primary")
    phase: Literal[
        "nursery",
        "infant",
        "first",
        "primary",
        "junior",
        "middle",
        "secondary",
        "upper",
        "sixth-form",
        "all-through",
        "special",
        "alternative-provision",
    ] = usual("primary", "The kind of school by age. It decides which key stages the handbook speaks of.", "Get information about schools")
    key_stages: list[Stage] | None = optional("Only if the usual key stages of the phase do not fit.", "[eyfs, ks1, ks2]")
    type: Literal[
        "community",
        "voluntary-aided",
        "voluntary-controlled",
        "foundation",
        "academy",
        "free-school",
        "maintained-nursery",
        "community-special",
        "non-maintained-special",
        "pupil-referral-unit",
        "independent",
    ] = usual("community", "The kind of school by law. It decides who employs staff and who governs.", "Get information about schools")
    trust: Line | None = needed_by(
        "academy", "The trust that runs the school. Every academy and free school has one; others leave this blank.", "Example Learning Trust"
    )
    head_title: Annotated[Line, Field(max_length=40)] = usual(
        "headteacher", "What the head is called in running text, such as headteacher, principal, head of school or executive headteacher."
    )
    employer: Line | None = optional(
        "Who employs the staff. Blank: worked out from the type of school.", "Example Council", "a contract of employment"
    )
    address: Line | None = needed("Postal address without the postcode.", "1 Example Road, Exampleton")
    postcode: Postcode | None = needed("Postcode.", "AB1 2CD")
    phone: Phone | None = needed("Main phone number for families and pupils.", "01632 960000")
    email: Email | None = needed("Main email address for families.", "office@example.org")
    website: Web | None = optional("The school's public website.", "https://www.example.org")
    values: Line | None = optional("The name of the school's values or learning programme.", "our Learning Values", "your prospectus")


class Person(Part):
    """A person and how to reach them."""

    name: Line | None = needed("Name as pupils and parents know it.", "Amina Example")
    role: Line | None = optional("Job title, if the usual words do not fit.", "deputy headteacher")
    phone: Phone | None = optional("Direct number. Blank: the school's number.", "01632 960001")
    email: Email | None = optional("Email. Blank: the school's address.", "head@example.org")


class SafeguardingLead(Person):
    """The designated safeguarding lead: a direct number and email are needed, so that no worry waits in the office."""

    phone: Phone | None = needed("The number that staff and parents call in a hurry.", "01632 960002")
    email: Email | None = needed("The email to which a worry about a child is written.", "dsl@example.org")


class OptionalPerson(Person):
    """A post that a school may not have, or that one of the named people fills."""

    name: Line | None = optional("Name. Blank: see the comment above.", "Sam Example")


class ItSupport(Part):
    """Technical support: a colleague or a company."""

    name: Line | None = needed("The person or company who looks after computers and network.", "Example IT Services")
    phone: Phone | None = optional("Phone number. Blank: the school's number.", "01632 960010")
    email: Email | None = optional("Email or help desk address.", "helpdesk@example.org")


class People(Part):
    """People and how to reach them."""

    head: Person = usual(Person(), "The head of the school.")
    chair: Person = usual(Person(), "Chair of governors, of the trust's local committee, or the proprietor. Concerns about the head go here.")
    dsl: SafeguardingLead = usual(SafeguardingLead(), "Designated safeguarding lead (DSL): leads on online safety too.")
    deputy_dsls: list[Person] = usual([], "Deputy DSLs: one block for each.")
    online_safety_lead: OptionalPerson = usual(OptionalPerson(), "Who runs online safety day to day. Blank: the DSL.")
    safeguarding_governor: Person = usual(Person(), "The governor or trustee who leads on safeguarding.")
    filtering_lead: OptionalPerson = usual(OptionalPerson(), "The senior leader who answers for filtering and monitoring. Blank: the head.")
    filtering_governor: OptionalPerson = usual(
        OptionalPerson(), "The governor who answers for filtering and monitoring. Blank: the safeguarding governor."
    )
    anti_bullying_lead: OptionalPerson = usual(OptionalPerson(), "The senior leader over work against (cyber)bullying. Blank: the DSL.")
    computing_lead: OptionalPerson = usual(OptionalPerson(), "Who leads computing or the online-safety curriculum. Blank: nobody named.")
    social_media_lead: OptionalPerson = usual(OptionalPerson(), "Who runs the school's own social media. Blank: the head.")
    data_protection: Person = usual(Person(), "Data protection officer or lead; often a service the school buys.")
    it_support: ItSupport = usual(ItSupport(), "IT support.")


class ChildrensServices(Part):
    """The council's front door for referrals about a child."""

    name: Line = usual("Children's social care", "What your council calls it.")
    phone: Phone | None = needed("Number for referrals in office hours.", "01632 960100", "your safeguarding partnership's website")
    out_of_hours: Phone | None = needed("Number for nights and weekends.", "01632 960101", "the same page")
    website: Web | None = optional("Referral page.", "https://www.example.org/refer")


class Lado(Part):
    """The local authority designated officer, told of allegations against adults."""

    name: Line = usual("the LADO", "The officer's name or the name of the team.")
    phone: Phone | None = needed("Phone number.", "01632 960102", "your safeguarding partnership's website")
    email: Email | None = optional("Email.", "lado@example.org")
    website: Web | None = optional("Referral page.", "https://www.example.org/lado")


class Partnership(Part):
    """The local safeguarding children partnership."""

    name: Line | None = needed("Its name.", "Example Safeguarding Children Partnership")
    website: Web | None = optional("Its website.", "https://www.example.org/partnership")


class LegalAdviser(Part):
    """Where the school gets legal advice."""

    name: Line = usual("our legal adviser", "Council, trust or law firm.")
    phone: Phone | None = optional("Phone number.", "01632 960103")


class Service(Part):
    """A local service and how to reach it."""

    name: Line
    phone: Phone | None = optional("Phone number.", "01632 960104")
    email: Email | None = optional("Email.", "training@example.org")


class PreventTeam(Service):
    """Who hears of worries about extremism."""

    name: Line = usual("the local Prevent team", "Its name.")


class TrainingContact(Service):
    """Who arranges training for schools."""

    name: Line = usual("the local safeguarding training team", "Its name.")


class StaffSupport(Service):
    """Who counsels staff."""

    name: Line = usual("the staff support service of your employer", "Its name.")


class Local(Part):
    """Local services around the school."""

    authority: Line | None = needed("The local authority (council) for the area.", "Example Council")
    childrens_services: ChildrensServices = usual(ChildrensServices(), "Where a child at risk is referred.")
    lado: Lado = usual(Lado(), "Local authority designated officer (LADO), for allegations about adults.")
    safeguarding_partnership: Partnership = usual(Partnership(), "Council, police and health together; it replaced the old board.")
    allegations_procedures: Line = usual(
        "the partnership's procedures on allegations against people who work with children",
        "What the local procedures on allegations are called.",
    )
    police_force: Line | None = needed("The local police force.", "Example Police")
    prevent: PreventTeam = usual(PreventTeam(), "Local Prevent team, for worries about extremism.")
    legal_adviser: LegalAdviser = usual(LegalAdviser(), "Legal advice.")
    training_contact: TrainingContact = usual(TrainingContact(), "Who arranges training for schools locally.")
    staff_support: StaffSupport = usual(StaffSupport(), "Employee assistance or counselling for staff.")


class Technology(Part):
    """Systems the school uses."""

    filtering_product: Line | None = needed("The internet filter and who runs it.", "Example Filter by Example Broadband", "your IT support")
    monitoring_product: Line | None = needed(
        "What watches for worrying use: a product, or staff watching screens.", "Example Monitor", "your IT support"
    )
    broadband_provider: Line | None = needed("Internet provider.", "Example Broadband", "your IT support")
    broadband_abuse_email: Email | None = optional("The provider's address for reports of abuse.", "abuse@example.org")
    email_system: Line | None = needed("Email system of the staff.", "Example Mail", "your IT support")
    learning_platform: Line | None = optional("Online learning platform.", "Example Learn")
    pupil_device_scheme: Line | None = optional(
        "Devices the school lends to pupils, in words that follow 'we lend'.", "a tablet to each pupil in Years 5 and 6"
    )
    trip_phone: Line = usual("the school mobile, held in the office", "Which phone staff take on trips, in a few words.")
    reporting_tool: Line | None = optional("How pupils report a worry, besides telling an adult.", "the worry box in the library")
    ai_tools: Line | None = optional("AI tools the school has approved.", "Example Assistant for staff")


class SocialAccount(Strict):
    """One of the school's own accounts."""

    platform: Line = Field(description="Platform.", examples=["Facebook"])
    name: Line = Field(description="Name of the account.", examples=["Example Primary School"])


class Policy(Part):
    """The policy's own dates and facts."""

    title: Line = usual("Online safety and social media policy", "Title of the policy.")
    owner: Line | None = optional("Who keeps it up to date, by post. Blank: the head.", "the deputy headteacher")
    version: Line = usual("1.0", "Your own version, not the edition of the handbook; raise it whenever the governors approve a change.")
    approved_by: Line | None = optional("Who approved it. Blank: the body that governs your type of school.", "the safeguarding committee")
    approved_on: Day | None = needed("Date of approval.", "2026-09-01", "minutes of the governors' meeting")
    next_review: Day | None = needed("Date of the next review, at most a year later.", "2027-09-01")
    review_cycle: Line = usual("every year", "How often it is reviewed.")
    training_cycle: Line = usual("every year", "How often staff and governors are trained; statutory guidance expects at least yearly.")
    display_location: Line = usual("the staff room", "Where a paper copy hangs.")
    newsletter: Line = usual("our newsletter", "What the newsletter for families is called.")
    award: Line | None = optional("An online safety award the school holds.", "Example Online Safety Mark")
    resources: list[Line] = usual([], "Teaching programmes the school uses.")
    social_accounts: list[SocialAccount] = usual([], "The school's own official accounts.")

    @model_validator(mode="after")
    def _review_follows_approval(self) -> Policy:
        if self.approved_on and self.next_review and self.next_review <= self.approved_on:
            raise fault(
                f"next_review ({self.next_review}) is not after approved_on ({self.approved_on}).",
                "Correct one of the two dates; a review is due at most a year after approval.",
            )
        return self


class Document(Part):
    """One of the school's other documents."""

    title: Line | None = optional("The school's own title, if it differs.", "Safeguarding and child protection policy")
    url: Web | None = optional("Where it can be read.", "https://www.example.org/policies")


# The school's other policies, with the title most schools use.
DOCUMENT_TITLES: dict[str, str] = {
    "safeguarding": "safeguarding policy",
    "child_protection": "child protection policy",
    "behaviour": "behaviour policy",
    "anti_bullying": "anti-bullying policy",
    "staff_conduct": "staff code of conduct",
    "disciplinary": "disciplinary policy and procedure",
    "complaints": "complaints procedure",
    "whistleblowing": "whistleblowing policy",
    "dignity_at_work": "dignity at work policy",
    "equality": "equality policy",
    "data_protection": "data protection policy",
    "email": "email policy",
    "pupil_agreement": "pupil acceptable use agreement",
    "staff_agreement": "staff acceptable use agreement",
}


class Documents(Part):
    """The school's other policies."""

    safeguarding: Document = Document()
    child_protection: Document = Document()
    behaviour: Document = Document()
    anti_bullying: Document = Document()
    staff_conduct: Document = Document()
    disciplinary: Document = Document()
    complaints: Document = Document()
    whistleblowing: Document = Document()
    dignity_at_work: Document = Document()
    equality: Document = Document()
    data_protection: Document = Document()
    email: Document = Document()
    pupil_agreement: Document = Document()
    staff_agreement: Document = Document()


class Branding(Part):
    """How the handbook wears the school's looks."""

    colour: Colour = usual("#1d4f91", "The school's main colour, six hexadecimal digits in double quotes.")
    logo: Line | None = optional("Logo file, beside this file: svg, png, jpg or webp, at most 200 kB.", "logo.svg")
    letterhead: Line | None = optional(
        "Word file, beside this file, with your letterhead: forms and letters in Word are written on it.", "letterhead.docx"
    )


class Choices(Part):
    """What the policy says where schools rightly differ. The first sentence is the question; each choice is explained."""

    scope: Literal["staff-governors-volunteers", "all-adults", "whole-community"] = usual(
        "whole-community", "Whom does the policy bind? Staff, governors and volunteers; all adults who come to work; or pupils and parents too."
    )
    parents_as_friends: Literal["never", "declare-existing-links", "allowed-with-care"] = usual(
        "declare-existing-links",
        "May staff connect with parents on social media? Never; only links that existed already, told to the head; or yes, with care.",
    )
    former_pupils: Literal["never", "not-under-18", "not-under-18-or-in-position-of-trust"] = usual(
        "not-under-18-or-in-position-of-trust",
        "May staff connect with former pupils? Under 18: never, in every choice. Never at all; from 18; or from 18 and with no position of trust.",
    )
    contact_report_to: Literal["dsl", "headteacher", "line-manager"] = usual("dsl", "Whom do staff tell when a pupil tries to connect with them?")
    social_media_in_lessons: Literal["not-allowed", "demonstration-accounts-only"] = usual(
        "demonstration-accounts-only", "May a teacher show social media in an online-safety lesson? No; or with a demonstration account only."
    )
    school_social_accounts: Literal["none", "headteacher-approved"] = usual(
        "headteacher-approved", "Does the school use social media itself? No; or accounts that the head has approved."
    )
    workplace_social_media: Literal["never-on-site", "breaks-on-own-device", "approved-school-use-only"] = usual(
        "breaks-on-own-device",
        "May staff use social media at work? Never on site; in breaks on their own phone, away from pupils; or only for approved school purposes.",
    )
    staff_phones: Literal["off-and-locked-away", "away-during-contact-time"] = usual(
        "away-during-contact-time", "Where are staff phones during the day? Off and locked away; or out of sight whenever staff are with pupils."
    )
    pupil_phones: Literal["not-on-site", "handed-in", "locked-pouches", "off-and-out-of-sight"] = usual(
        "handed-in", "How are pupils' phones kept away during the day?"
    )
    identify_employer: Literal["never", "professional-networks-only", "allowed-with-disclaimer"] = usual(
        "professional-networks-only",
        "May staff name the school online? Never; on professional networks only; or with a note that views are their own.",
    )
    contact_details_exceptions: Literal["none", "named-roles-with-approval"] = usual(
        "named-roles-with-approval", "May anybody give families personal contact details? Nobody; or named posts, approved by the head in writing."
    )
    consent_for_contact: Literal["not-required", "consent-and-record"] = usual(
        "consent-and-record", "Does one-to-one electronic contact with a pupil need a parent's consent and a record?"
    )
    offsite_data: Literal["never", "encrypted-and-authorised"] = usual(
        "encrypted-and-authorised", "May pupil data leave the school? Never; or encrypted and with permission."
    )
    staffing_separation: Literal["always", "where-practicable", "declare-and-assess"] = usual(
        "where-practicable", "Is a member of staff kept out of the class of a child they know privately?"
    )
    image_consent: Literal["parent", "parent-and-child"] = usual("parent-and-child", "Whose consent is needed to publish a picture of a pupil?")
    police_decision: Literal["victim", "school-with-victim"] = usual(
        "school-with-victim",
        "Who decides whether to tell the police that an adult was bullied online? A child at risk or a serious crime is always reported.",
    )
    out_of_school_bullying: Literal["always-act-for-own-pupils", "act-where-both-attend"] = usual(
        "always-act-for-own-pupils",
        "When does the school act on bullying outside school? The second choice limits discipline only; help for our own pupils never stops.",
    )
    underage_use: Literal["advise-and-continue-to-help", "advise-and-limit-platform-work"] = usual(
        "advise-and-continue-to-help",
        "What happens when a child under a platform's age is in trouble there? Help and safeguarding go on in both choices.",
    )
    illegal_content_route: Literal["dsl-then-police", "dsl-then-police-and-iwf"] = usual(
        "dsl-then-police-and-iwf", "Whom does the DSL tell about suspected illegal content?"
    )
    sanction_level: Literal["may-be-misconduct-or-gross", "always-gross-misconduct"] = usual(
        "may-be-misconduct-or-gross", "How is breaking the policy judged? Case by case; or always as gross misconduct."
    )
    monitoring_notice: Literal["acceptable-use-agreement", "agreement-and-login-banner"] = usual(
        "agreement-and-login-banner", "How are users told that use is monitored?"
    )
    pupil_devices: Literal["none", "shared", "one-to-one", "bring-your-own"] = usual("shared", "What devices do pupils use in school?")
    pupil_email: Literal["none", "internal-only", "full"] = usual("internal-only", "Do pupils have school email?")
    pupil_ai: Literal["not-used", "teacher-led-only", "approved-tools"] = usual("teacher-led-only", "Do pupils use generative AI in school?")


class School(Part):
    """Everything a school tells us."""

    nation: Literal["england"] = usual("england", "The nation whose law and guidance apply. This edition is for England.")
    identity: Identity = usual(Identity(), "Who you are.")
    people: People = usual(People(), "People, and how to reach them.")
    local: Local = usual(Local(), "Services around the school. Your safeguarding partnership's website has nearly all of this.")
    technology: Technology = usual(Technology(), "Systems you use. Your IT support knows.")
    policy: Policy = usual(Policy(), "Dates and facts of the policy.")
    documents: Documents = usual(Documents(), "Your other policies: title and address, only where they differ or are online.")
    branding: Branding = usual(Branding(), "Looks.")
    choices: Choices = usual(Choices(), "Choices: each changes what the policy says. The usual answer is the safe one.")


_USUAL_STAGES: dict[str, tuple[str, ...]] = {
    "nursery": ("eyfs",),
    "infant": ("eyfs", "ks1"),
    "first": ("eyfs", "ks1", "ks2"),
    "primary": ("eyfs", "ks1", "ks2"),
    "junior": ("ks2",),
    "middle": ("ks2", "ks3"),
    "secondary": ("ks3", "ks4"),
    "upper": ("ks3", "ks4", "ks5"),
    "sixth-form": ("ks5",),
    "all-through": ("eyfs", "ks1", "ks2", "ks3", "ks4"),
    "special": ("eyfs", "ks1", "ks2", "ks3", "ks4"),
    "alternative-provision": ("ks2", "ks3", "ks4"),
}

_FIRST_AND_LAST_YEAR: dict[str, tuple[str, str]] = {
    "eyfs": ("Nursery or Reception", "Reception"),
    "ks1": ("Year 1", "Year 2"),
    "ks2": ("Year 3", "Year 6"),
    "ks3": ("Year 7", "Year 9"),
    "ks4": ("Year 10", "Year 11"),
    "ks5": ("Year 12", "Year 13"),
}


def key_stages(identity: Identity) -> tuple[str, ...]:
    """Return the key stages a school teaches, youngest first."""
    chosen = identity.key_stages or _USUAL_STAGES[identity.phase]
    return tuple(stage for stage in _FIRST_AND_LAST_YEAR if stage in chosen)


def year_range(identity: Identity) -> str:
    """Return the year groups in words, such as ``Year 3 to Year 6``."""
    stages = key_stages(identity)
    first, last = _FIRST_AND_LAST_YEAR[stages[0]][0], _FIRST_AND_LAST_YEAR[stages[-1]][1]
    return first if stages == ("eyfs",) else f"{first} to {last}"


def legal_kind(identity: Identity) -> LegalKind:
    """Return which law binds the school."""
    if identity.type in ("academy", "free-school"):
        return "academy"
    if identity.type in ("independent", "non-maintained-special", "pupil-referral-unit"):
        return identity.type
    return "maintained"


def is_needed(part: BaseModel, key: str) -> bool:
    """Say whether a release waits for a detail."""
    extra = type(part).model_fields[key].json_schema_extra
    needed = extra.get("needed") if isinstance(extra, dict) else None
    return needed is True or (isinstance(part, Identity) and needed == legal_kind(part))


def kind_in_words(identity: Identity) -> str:
    """Return the kind of school by law and age, with its article: ``a maintained primary school``, ``an all-through academy``."""
    kind, phase = legal_kind(identity), identity.phase.replace("-", " ").replace("all through", "all-through")
    words = {
        "academy": f"{phase} academy",
        "non-maintained-special": "non-maintained special school",
        "pupil-referral-unit": "pupil referral unit",
    }.get(kind, f"{kind} {phase} school")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def governing_body(identity: Identity) -> str:
    """Return what the body that governs the school is called."""
    return {"academy": "trust board", "independent": "proprietor", "pupil-referral-unit": "management committee"}.get(
        legal_kind(identity), "governing body"
    )


def employer(identity: Identity, authority: str | None) -> str | None:
    """Return who employs the staff: as the school says, else as its type implies; None when that needs a missing detail."""
    if identity.employer:
        return identity.employer
    if legal_kind(identity) == "academy":
        return identity.trust or "the trust"
    if identity.type in ("voluntary-aided", "foundation", "non-maintained-special"):
        return "the governing body"
    return "the proprietor" if identity.type == "independent" else authority
