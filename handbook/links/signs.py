"""The signs by which a page gives itself away: not found, parked, withdrawn, asking to sign in, testing for robots.

Each table is data: add a line when a new sort of page turns up, and a case for it in tests/links/pages.yml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from handbook.ground import addresses
from handbook.links.page import VisitedPage
from handbook.links.quirks import quirk

_THING = r"(?:the |that |this |your |a )?(?:requested |web ?)?(?:page|content|document|file|resource|article|address|item|publication|url)"
_TAIL = (
    r"(?: (?:that )?(?:you(?:'re| are| were|'ve| have)?(?: looking for| requested| trying to (?:reach|find|view))?|(?:was |were "
    r")?requested|here|on this (?:server|site|website)|any ?more|at this address))?"
)
# A whole part of a title, or the whole first heading, must be one of these: an article may well be *about* missing pages.
_NOT_FOUND = re.compile(
    r"(?:(?:sorry|oops|whoops|uh[- ]oh|error|hmm)\W+)*(?:"
    rf"(?:error )?404(?: error)?(?:\W+(?:error|{_THING}|not found))*"
    rf"|(?:(?:error )?(?:404|410)\W+)?{_THING}(?: (?:is|was|has been|could|can|does|has))?(?: not|n't|not)?(?: be| been)? "
    rf"?(?:found|exist|available|located){_TAIL}"
    rf"|{_THING}(?:{_TAIL}) (?:could not|couldn't|can't|cannot) be found"
    rf"|(?:we |i )?(?:could not|couldn't|can't|cannot|can not|did not|didn't|were unable to|are unable to) "
    rf"(?:seem to )?(?:find|locate) {_THING}{_TAIL}"
    rf"|{_THING}{_TAIL} (?:no longer exists|has (?:been )?(?:removed|deleted|expired)"
    rf"|is (?:gone|missing|unavailable|no longer available)|does(?: not|n't) exist)"
    rf"|{_THING} (?:no longer exists|is no longer available|has (?:been )?(?:removed|deleted|moved or deleted)|does(?: not|n't) exist){_TAIL}"
    r"|not found|nothing (?:was )?found(?: here)?|nothing here|no such page|page (?:gone|missing|unavailable|error)|missing page|dead link|410 gone"
    r")",
    re.IGNORECASE,
)
_BETWEEN_PARTS = re.compile(r"\s+[|–—»·•:-]+\s+|\s*[|»·•]\s*")

_SUBJECT = (
    r"(?:guidance|guide|publication|page|document|advice|policy|resource|information|content|statement|standard|standards"
    r"|toolkit|report|leaflet|factsheet|collection|consultation|edition|version|article)"
)
# Nothing may turn the sentence to another document: "this guidance replaces the 2015 edition, which was withdrawn".
_STRAIGHT = r"(?!(?:replac(?:es|ing)|supersed(?:es|ing)|updates|about|on|which|that|whose|when|where|whether|how|why|if|explains|lists|shows|says)\b)"
_BETWEEN = rf"(?:{_STRAIGHT}[\w'’()“”\"-]+ ){{0,8}}?"
_WITHDRAWN = re.compile(
    rf"\bthis (?:{_STRAIGHT}[\w-]+ ){{0,4}}?{_SUBJECT}s? {_BETWEEN}(?:was|were|has been|have been|is|are|has now been)(?: now| since)?"
    r" (?:withdrawn|superseded|replaced|discontinued|retired|obsolete|out of date|no longer (?:current|in force|in use|valid|maintained))\b"
    r"|\b(?:it|this) (?:has been|was|is) (?:withdrawn|superseded by|replaced by)\b|^\W*withdrawn\b|^\W*this (?:has been|was) "
    r"(?:withdrawn|superseded|replaced)",
    re.IGNORECASE,
)
_WITHDRAWN_TITLE = re.compile(r"^\W*(?:withdrawn|superseded|archived and withdrawn)\s*(?:[\]):]|\s[–—-]\s)", re.IGNORECASE)

# Companies that put pages on names nobody uses, by the hosts their pages load from.
PARKING_HOSTS = (
    "sedoparking.com",
    "sedo.com",
    "bodis.com",
    "parkingcrew.net",
    "afternic.com",
    "dan.com",
    "hugedomains.com",
    "above.com",
    "parklogic.com",
    "undeveloped.com",
    "domainmarket.com",
    "buydomains.com",
    "uniregistry.com",
    "parkweb.com",
    "skenzo.com",
    "voodoo.com",
    "cashparking.com",
    "img1.wsimg.com",
    "d38psrni17bvxu.cloudfront.net",
    "sav.com",
    "dynadot.com",
    "atom.com",
    "squadhelp.com",
    "efty.com",
)
# Firms among them that also host ordinary sites' files: seen alone they prove nothing.
_PARKING_ALSO_ORDINARY = frozenset({"img1.wsimg.com", "sav.com", "dynadot.com", "atom.com", "above.com"})
_FOR_SALE = re.compile(
    r"\b(?:this|the) (?:premium )?(?:domain(?: name)?|web ?address|name)(?: [\w.-]+\.[a-z]{2,})?,? (?:is|may be|might be|could "
    r"be)(?: now| available)? (?:for|on) sale\b"
    r"|\bbuy this domain\b|\b(?:inquire|enquire|make an offer) (?:about|on|for) this domain\b|\bthis domain (?:has expired|is "
    r"parked|was recently registered|name expired)\b"
    r"|\bdomain (?:is )?parked\b|\bparked (?:free|domain|page)\b|\bthe owner of (?:this|the) domain\b.{0,60}\b(?:offer|sale|sell)"
    r"|\b[\w-]+\.[a-z]{2,}(?:\.[a-z]{2,})? (?:is|may be) (?:for sale|available for purchase)\b",
    re.IGNORECASE,
)
_FARM = re.compile(
    r"\b(?:related (?:searches|links|topics|categories)|sponsored (?:listings|links|results)|top (?:searches|categories)"
    r"|popular (?:searches|categories)|ads by)\b",
    re.IGNORECASE,
)
# Trades that buy such lists; three of them together stand on no page that a school would name.
_TRADES = re.compile(
    r"casino|payday|loans?\b|insurance|mortgages?|credit cards?|forex|viagra|dating|web hosting|cheap|refinance|lawyers?\b"
    r"|broadband deals|ringtones|slots\b|betting",
    re.IGNORECASE,
)
# A parking page is short. Longer pages may well explain what parking is.
_PARKED_AT_MOST = 250
_FARM_AT_MOST = 800

_CHALLENGE_TITLE = re.compile(
    r"just a moment(?:\.{3}|…)?|attention required! ?\| ?cloudflare|checking your browser.*|please wait\W*|verify(?:ing)? "
    r"(?:that )?you are (?:a )?human.*|"
    r"human verification|are you (?:a )?(?:human|robot)\??|pardon our interruption\W*|request unsuccessful\W*|access (?:to this "
    r"page has been )?denied|"
    r"access denied.*|robot check|captcha|security check(?:point)?|bot (?:check|verification|detection)|ddos-guard|client challenge|one more step|"
    r"you have been blocked|sorry, you have been blocked|please (?:verify|confirm) (?:that )?you(?:'re| are) (?:a )?(?:human"
    r"|not a robot).*|unusual traffic.*|vercel security checkpoint",
    re.IGNORECASE,
)
# One whole part of a path: "/sign-in-sheet" is something else.
_SIGN_IN_PART = re.compile(
    r"(?:user-?|account-?|member-?)?(?:log-?in|log-?on|sign-?in|sso|auth|authorize|authenticate|oauth2?|saml2?|adfs|wp-login)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_SIGN_IN_HOST = re.compile(r"^(?:login|signin|sign-in|sso|auth|accounts?|idp|adfs|consent)\.", re.IGNORECASE)
_SIGN_IN_TITLE = re.compile(
    r"(?:please )?(?:sign|log) ?(?:in|on)(?: to .{1,60}| required| or (?:register|sign up|join|create an account).*)?|login(?: "
    r"required| page)?|authentication required|members? (?:login|only)",
    re.IGNORECASE,
)


def _parts(title: str) -> list[str]:
    return [part.strip(" .!?\u2026") for part in _BETWEEN_PARTS.split(title) if part.strip()]


def not_found(page: VisitedPage) -> str:
    """Return the words in title or first heading that say the page is not there; empty if none do."""
    for where, text in (("title", page.title), ("first heading", page.heading)):
        plain = text.replace("\u2019", "'")
        if not 0 < len(plain) <= 120:
            continue
        for part in [plain.strip(" .!?\u2026"), *_parts(plain)]:
            if _NOT_FOUND.fullmatch(part):
                return f'answers 200, but its {where} says "{text[:80]}"'
    return ""


def withdrawn(page: VisitedPage) -> str:
    """Return the sentence by which a page says that it was withdrawn or replaced; empty if it does not."""
    for text in (page.title, page.heading):
        if _WITHDRAWN_TITLE.match(text):
            return f'its title says "{text[:80]}"'
    for notice in page.notices:
        found = _WITHDRAWN.search(notice)
        if found:
            start = max(notice.rfind(". ", 0, found.start()) + 1, 0)
            return f'a notice on it says "{notice[start : start + 140].strip()}"'
    # Some sites have no box for it and begin with the sentence itself.
    text = " ".join(page.words[:120])
    opening = text.partition(page.heading)[2].strip() if page.heading else text
    return f'it begins "{opening[:140]}"' if _WITHDRAWN.match(opening) else ""


def parked(url: str, page: VisitedPage | None) -> str:
    """Return what shows that nobody uses this name but to sell it or its visitors; empty if nothing does."""
    host = addresses.host_of(url).removeprefix("www.")
    for firm in PARKING_HOSTS:
        if firm not in _PARKING_ALSO_ORDINARY and (host == firm or host.endswith(f".{firm}")) and not _is_own_page(url):
            return f"it leads to {firm}, which sells and parks names"
    if page is None:
        return ""
    text = " ".join((page.title, page.heading, *page.words))
    if mostly_links(page):
        named_for_host = bool(host) and page.title.casefold().strip().removeprefix("www.") == host
        if _FARM.search(text) or named_for_host or len({one.casefold() for one in _TRADES.findall(text)}) >= 3:
            return "it is a list of advertising links and nothing else"
    if page.word_count > _PARKED_AT_MOST:
        return ""
    for_sale = _FOR_SALE.search(text)
    if for_sale:
        return f'it says "{for_sale.group(0)[:80]}"'
    firms = [firm for firm in PARKING_HOSTS if any(one == firm or one.endswith(f".{firm}") for one in page.hosts) and firm != host]
    if firms and (firms[0] not in _PARKING_ALSO_ORDINARY or page.word_count < 30):
        return f"its page comes from {firms[0]}, which parks names"
    return ""


def mostly_links(page: VisitedPage) -> bool:
    """Say whether a page is a list of links with hardly a word beside them."""
    return page.links >= 5 and page.word_count <= _FARM_AT_MOST and page.link_words >= 0.6 * max(page.word_count, 1)


def _is_own_page(url: str) -> bool:
    # A parking firm's own front page is an ordinary page; offers of names stand below it.
    return addresses.is_home(url)


def sign_in(asked: str, url: str, page: VisitedPage | None) -> str:
    """Return what shows that a page wants a name and password first; empty if nothing does or a sign-in page was asked for."""
    if _wants_sign_in(asked):
        return ""
    if addresses.key(asked) != addresses.key(url) and _wants_sign_in(url):
        return f"it is sent to a sign-in page ({addresses.host_of(url)})"
    if page is None:
        return ""
    titled = any(_SIGN_IN_TITLE.fullmatch(part) for part in [*_parts(page.title), page.heading.strip(" .!")])
    if titled and (page.password or page.word_count < 80):
        return "it shows a sign-in page"
    return ""


def _wants_sign_in(url: str) -> bool:
    parts = urlsplit(url)
    return any(_SIGN_IN_PART.fullmatch(part) for part in parts.path.split("/")) or bool(_SIGN_IN_HOST.search(parts.hostname or ""))


def challenge(status: int, headers: Mapping[str, str], page: VisitedPage | None) -> str:
    """Return what shows that a program is being told apart from people; empty if nothing does."""
    known = quirk(status, headers)
    if known:
        return known
    # A real article is never this short and never answers with an error under such a title.
    if page is not None and (status >= 400 or page.word_count < 150):
        for text in (page.title, page.heading):
            if _CHALLENGE_TITLE.fullmatch(text.strip()):
                return f'a test for robots ("{text[:60]}")'
    return ""
