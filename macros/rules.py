"""Macros that say what to do in a situation, from its record: danger first, whom to tell, how fast, what to keep, when to block."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.situations import LOCAL_SERVICES, SCHOOL_POSTS, Reader, Situation, Telling, Topic
from handbook.ground.escaping import plain
from handbook.policy.outline import title_of
from handbook.school import people
from handbook.school.model import legal_kind
from macros.organisations import org, phone_link
from macros.pages import facts_of, find, page_of, project_of, require, table, to_page
from macros.school import if_about, if_away, in_turn, mail, named, person, same_person, tel

SPEEDS = {
    "first": "first",
    "at-once": "at once",
    "same-day": "the same day",
    "within-one-working-day": "the same day, and within one working day at the latest",
    "within-72-hours": "within 72 hours of the school knowing",
    "early": "early",
    "as-needed": "when it is needed",
}
TELLERS = {
    "dsl": "the DSL",
    "head": "the {head}",
    "chair": "the chair",
    "head-or-chair": "the {head} or chair",
    "dsl-or-head": "the DSL or {head}",
    "data-protection": "the data protection officer",
    "it-support": "IT support",
    "leader": "whoever leads on it",
    "filtering-lead": "the senior leader for filtering",
    "teacher-or-dsl": "the teacher or the DSL, as the DSL decides",
    "family": "the family",
    "target": "the person targeted",
    "target-or-dsl": "the person targeted, or the DSL with them",
}
_REPORT_TO = {"dsl": "dsl", "headteacher": "head", "line-manager": "line_manager"}
_JOBS = {
    "contact_report_to": "",
    "dsl_or_online_safety_lead": "the DSL or the online safety lead",
    "dsl": "the DSL",
    "head": "the {head}",
    "line_manager": "your line manager",
    "it_support": "IT support",
    "data_protection": "the data protection officer",
}
_OTHERS = {
    "emergency": "999",
    "first_aider": "A first aider",
    "medical_advice": "NHS 111, or A&E",
    "line_manager": "Your line manager",
    "families": "Parents and carers",
    "affected": "The people affected",
    "bank": "The bank or card company",
    "union": "Your union or professional association",
    "adult": "An adult you trust",
    "complainant": "The person who complained",
}

# Whose voice a page speaks in, by the first of the audiences in its front matter.
VOICES: dict[str, Reader] = {
    "staff": "staff",
    "leaders": "staff",
    "everyone": "staff",
    "governors": "staff",
    "parents": "parents",
    "pupils": "pupils",
}
# Whom to tell after 999, as each voice names them.
_POSTS = {
    "staff": {"dsl": "the designated safeguarding lead (DSL)", "head": "the {head}"},
    "parents": {"dsl": "our designated safeguarding lead (DSL)", "head": "the {head}"},
}


def voice_of(context: Context) -> Reader:
    """Return whose words the page in hand speaks: ``staff``, ``parents`` or ``pupils``."""
    audience = (context["page"].meta.get("audience") or ["staff"])[0]
    return find(VOICES, audience, "audience with a voice")


@pass_context
def in_danger(context: Context, when: str = "", also: str = "", tell: str = "dsl") -> str:
    """Return the first step of every page of help: 999, then whom to tell, both to tap.

    Args:
        when: When to call, beginning with "if" or "or"; empty where the page is for nothing but danger.
        also: A short sentence for the time until help comes.
        tell: The post to tell next, ``dsl`` or ``head``.
    """
    posts = find(_POSTS, voice_of(context), "voice of the danger step")
    require(tell in posts, f"{page_of(context)}: after 999 tell dsl or head, not {tell}.")
    one = getattr(context["people"], tell)
    call = f"Call {tel('999')} {when}." if when else f"Call {tel('999')} now."
    who = posts[tell].format(head=context["head"])
    return (
        f'<span class="in-danger"><strong>In danger now?</strong> {call}{" " + also if also else ""} '
        f"Then tell {who}, {named(one.name)}: {tel(one.phone)}.</span>"
    )


@pass_context
def rule(context: Context, situation: str, topic: Topic) -> str:
    """Return what is decided on a topic, in the words for the page's readers: ``{{ rule("sextortion", "block") }}``."""
    facts = facts_of(context)
    one: Situation = find(facts.situations, situation, "situation")
    require(topic in one.decided, f'The situation "{situation}" decides nothing on "{topic}". It decides on: {", ".join(one.decided)}.')
    words = facts.decisions[one.decided[topic]].words
    voice = voice_of(context)
    require(voice in words, f'The decision "{one.decided[topic]}" has no words for {voice}: add them in data/decisions.yml.')
    return plain(words[voice])


@pass_context
def tell_table(context: Context, situation: str) -> str:
    """Return whom staff tell, when and how: ``{{ tell_table("sextortion") }}``."""
    one: Situation = find(facts_of(context).situations, situation, "situation")
    rows: dict[str, list[Telling]] = {}
    for telling in one.tell:
        if holds(context, telling):
            rows.setdefault(_row_of(context, telling), []).append(telling)
    cells = [[_whose(context, mine), _whens(context, mine, _unless(context, one, mine)), _how(context, mine)] for mine in rows.values()]
    return table(["Who", "When", "How"], [cell for cell in cells if cell[0]])


@pass_context
def told_first(context: Context, situation: str) -> str:
    """Return whom staff tell in every case, by job: ``Tell {{ told_first("pupil-contacts-staff") }}`` → "the DSL"."""
    one: Situation = find(facts_of(context).situations, situation, "situation")
    post = next((telling.who for telling in one.tell if telling.who in _JOBS and not telling.only_if and holds(context, telling)), "")
    require(post, f'The situation "{situation}" names no post that is told in every case.')
    if post == "contact_report_to":
        post = _REPORT_TO[str(context["choices"].contact_report_to)]
    return _filled(context, _JOBS[post])


@pass_context
def school_closed(context: Context, situation: str) -> str:
    """Return whom families tell at night, at weekends and in the holidays: ``{{ school_closed("sextortion") }}``."""
    one: Situation = find(facts_of(context).situations, situation, "situation")
    require(one.closed, f'The situation "{situation}" does not say whom families tell when school is closed: fill closed.')
    when = _filled(context, one.closed[0].only_if or "").removeprefix("if ")
    ways = [_at_night(context, one.closed[0].who), *(_if_so(context, telling) for telling in one.closed[1:])]
    return f"**School closed{', and ' + when if when else ''}?** {_sentence('. Or '.join(ways))}."


def holds(context: Context, telling: Telling) -> bool:
    """Say whether somebody is told in a school of this kind, that chose as this one did."""
    kind = legal_kind(project_of(context).school.school.identity)
    chosen = all(getattr(context["choices"], key) == value for key, value in telling.choice.items())
    return chosen and (not telling.school_types or kind in telling.school_types)


def _post_of(context: Context, who: str) -> str:
    """Return the one post that is meant, where there is one: whoever hears of contact, or the DSL who is the online safety lead too."""
    if who == "contact_report_to":
        return _REPORT_TO[str(context["choices"].contact_report_to)]
    if who == "dsl_or_online_safety_lead" and same_person(context, "dsl", "online_safety_lead"):
        return "dsl"
    return who


def _row_of(context: Context, telling: Telling) -> str:
    """Return whose row it is: one person has one row, whatever posts they hold, so that nobody is told twice or at two speeds."""
    post = _post_of(context, telling.who)
    # What stands for the chair is whoever hears of the head.
    if post in SCHOOL_POSTS and post != "chair":
        return people.key(people.holders(context["people"].__dict__, post)[0].name)
    return post


def _whose(context: Context, tellings: list[Telling]) -> str:
    """Return the person or body of a row. A head who is the DSL too is shown as both."""
    posts = list(dict.fromkeys(_post_of(context, one.who) for one in tellings))
    if len(posts) == 1:
        return _who(context, posts[0])
    shown = [post for post in posts if post in ("dsl", "head")] or posts
    names = person(context, *shown)
    return names if shown[0] != "dsl" else f"{names}; if they are not free, {if_away(context, 'dsl')}"


def _unless(context: Context, situation: Situation, tellings: list[Telling]) -> str:
    """Return when the row of a head who is the DSL does not hold: that is when the chair is told instead."""
    if {"dsl", "head"} <= {_post_of(context, one.who) for one in tellings}:
        instead = next((one.only_if for one in situation.tell if one.who == "chair" and one.only_if), None)
        return f"; not {_filled(context, instead)}" if instead else ""
    return ""


def _whens(context: Context, tellings: list[Telling], unless: str = "") -> str:
    """Return all that a row says of when: the special cases, soonest first, then what holds in every case."""
    speeds = list(SPEEDS)
    always = next((one for one in tellings if not one.only_if and not one.by), None)
    # What is no sooner than the rule for every case, or comes after telling the same person, goes without saying.
    cases = [one for one in tellings if one is not always and not (always and speeds.index(one.when) >= speeds.index(always.when))]
    cases = [one for one in cases if len(cases) == 1 or one.only_if != "after the DSL"]
    said: dict[tuple[str, str | None], str] = {}
    for one in sorted(cases, key=lambda one: speeds.index(one.when)):
        if (one.when, one.by) in said and one.only_if:
            said[one.when, one.by] += f", or {_filled(context, one.only_if)}"
        else:
            said[one.when, one.by] = _when(context, one)
    parts = [*said.values(), *([("otherwise " if said else "") + _when(context, always)] if always else [])]
    return _sentence("; ".join(parts) + unless)


def _when(context: Context, telling: Telling) -> str:
    # "Only if" says it all where there is no hurry.
    parts = [SPEEDS[telling.when]] if telling.when != "as-needed" or not telling.only_if else []
    if telling.by:
        parts.append(f"by {_filled(context, TELLERS[telling.by])}")
    if telling.only_if:
        parts.append(f"{'' if parts else 'only '}{_filled(context, telling.only_if)}")
    return ", ".join(parts) + (f"; by you, if no {_leads(context)} can be reached quickly" if telling.else_you else "")


def _leads(context: Context) -> str:
    return "DSL or deputy" if context["people"].deputy_dsls else "DSL"


def _who(context: Context, who: str) -> str:
    local = context["local"]
    if who == "dsl":
        return in_turn(context, "dsl")
    if who == "dsl_or_online_safety_lead":
        return person(context, "dsl", "online_safety_lead", by="or")
    if who == "chair":
        return if_about(context, "head")
    if who == "contact_report_to":
        return _who(context, _REPORT_TO[str(context["choices"].contact_report_to)])
    if who in SCHOOL_POSTS:
        return person(context, who)
    if who in _OTHERS:
        return _OTHERS[who]
    if who == "police":
        return str(local.police_force)
    if who == "lado":
        return (
            f"The local authority designated officer (LADO), {local.lado.name}"
            if str(local.lado.name) != "the LADO"
            else "The local authority designated officer (LADO)"
        )
    if who in LOCAL_SERVICES:
        return str(getattr(local, who).name)
    return org(context, who)


def _how(context: Context, tellings: list[Telling]) -> str:
    own = next((_filled(context, one.how) for one in tellings if one.how), None)
    text = own or _usual_way(context, _post_of(context, tellings[0].who))
    for one in tellings:
        if one.page:
            case = f"; {_filled(context, one.only_if)}," if one.only_if and len(tellings) > 1 else ":"
            text += f"{case} see {to_page(context, one.page, '', plain(title_of(project_of(context).sources.text(one.page))))}"
    return text


def _usual_way(context: Context, who: str) -> str:
    local = context["local"]
    if who in ("emergency", "medical_advice", "bank", "union"):
        return {"emergency": tel("999"), "medical_advice": tel("111"), "bank": "The number on the card", "union": "Your representative first"}[who]
    if who == "police":
        return f"{tel('101')}; in danger {tel('999')}"
    if who == "childrens_services":
        return f"{tel(local.childrens_services.phone)}; nights and weekends {tel(local.childrens_services.out_of_hours)}"
    if who in LOCAL_SERVICES:
        one = getattr(local, who)
        return ", ".join([*([tel(one.phone)] if one.phone else []), *([mail(one.email)] if getattr(one, "email", None) else [])]) or "By phone"
    if who in SCHOOL_POSTS or who in _OTHERS or who in ("contact_report_to", "dsl_or_online_safety_lead"):
        return "In person or by phone"
    record = facts_of(context).organisations[who]
    return phone_link(record.phones[0]) if record.phones else "Online form"


def _at_night(context: Context, who: str) -> str:
    if who == "police":
        return f"call the police on {tel('101')}"
    if who == "childrens_services":
        services = context["local"].childrens_services
        return f"call {services.name}. At night and at weekends the number is {tel(services.out_of_hours)}"
    if who == "lado":
        return f"call {_who(context, 'lado')} on {tel(context['local'].lado.phone)}"
    if who == "emergency":
        return f"call {tel('999')}"
    if who == "medical_advice":
        return f"call NHS {tel('111')}, or go to A&E"
    if who == "bank":
        return "call your bank, on the number on the card"
    record = facts_of(context).organisations[who]
    return f"call {org(context, who)}, on {phone_link(record.phones[0])}"


def _if_so(context: Context, telling: Telling) -> str:
    """Return a further way to get help at night, after its own condition."""
    way = _at_night(context, telling.who)
    return f"{_filled(context, telling.only_if)}, {way}" if telling.only_if else way


def _filled(context: Context, text: str) -> str:
    return plain(text.replace("{head}", "\0")).replace("\0", str(context["head"]))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


FUNCTIONS = (in_danger, rule, tell_table, told_first, school_closed)
