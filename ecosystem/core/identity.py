"""Who is behind an address, a site or a name: what is the same person or the same company, however it is written."""

import re
from urllib.parse import urlsplit

from ecosystem.core.text import fold


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


PUBLIC_PROVIDERS = _listed(
    """
    aol.com aol.fr bbox.fr bluewin.ch club-internet.fr cegetel.net duck.com email.com fastmail.com fastmail.fm free.fr
    gmail.com gmx.com gmx.de gmx.fr gmx.net googlemail.com hey.com hotmail.be hotmail.co.uk hotmail.com hotmail.de
    hotmail.es hotmail.fr hotmail.it icloud.com laposte.net libero.it live.be live.co.uk live.com live.fr mac.com
    mail.com mail.ru mailbox.org mailo.com mailoo.org me.com msn.com neuf.fr net-c.com netcourrier.com noos.fr
    numericable.fr orange.fr outlook.be outlook.com outlook.de outlook.es outlook.fr outlook.it pm.me posteo.de
    posteo.net proton.me protonmail.ch protonmail.com qq.com riseup.net rocketmail.com sfr.fr skynet.be t-online.de
    tutanota.com tuta.com tuta.io videotron.ca voila.fr wanadoo.fr web.de yahoo.ca yahoo.co.uk yahoo.com yahoo.de
    yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com zohomail.com 163.com 126.com
    """
)
"""Mail for everybody: two people there have nothing in common."""

SHARED_SITES = _listed(
    """
    about.me airtable.com angel.co apple.com behance.net bio.link bio.site bitly.com blogspot.com business.site
    calendly.com canva.com canva.site carrd.co crunchbase.com dribbble.com facebook.com framer.ai framer.app
    framer.website github.com github.io gitlab.com gitlab.io google.com goo.gl herokuapp.com instagram.com
    jimdofree.com jimdosite.com lien.link linkedin.com linktr.ee lnkd.in malt.fr medium.com myportfolio.com
    netlify.app notion.site notion.so over-blog.com pages.dev pinterest.com sites.google.com softr.app
    squarespace.com strikingly.com substack.com super.site t.me tiktok.com tumblr.com twitter.com typeform.com
    vercel.app viadeo.com web.app webflow.io weebly.com welcometothejungle.com wikipedia.org wix.com wixsite.com
    wordpress.com x.com xing.com youtu.be youtube.com
    """
)
"""Sites where everybody has a page."""

NOTHING_SAID = PUBLIC_PROVIDERS | SHARED_SITES

LONG_SUFFIXES = _listed(
    """
    ac.be ac.id ac.il ac.jp ac.ma ac.nz ac.uk ac.za asso.fr co.at co.id co.il co.in co.jp co.ke co.kr co.ma co.nz
    co.th co.uk co.za com.ar com.au com.br com.cn com.co com.cy com.ec com.eg com.es com.fr com.gr com.hk com.lb
    com.mt com.mx com.my com.ng com.pe com.ph com.pl com.pt com.ro com.sa com.sg com.tn com.tr com.tw com.ua com.uy
    com.vn edu.au edu.es edu.pl eu.com fr.eu.org gouv.ci gouv.fr gouv.ma gouv.sn gov.au gov.br gov.ma gov.uk govt.nz
    ltd.uk me.uk ne.jp net.au net.br net.ma net.nz net.uk nom.es nom.fr or.at or.jp or.kr org.au org.br org.es org.ma
    org.mx org.nz org.pl org.pt org.sg org.tn org.tr org.uk org.za plc.uk prd.fr presse.fr tm.fr uk.com us.com
    """
)
"""Endings of two words under which anybody may register a name."""

NOBODYS = frozenset({"test", "invalid", "localhost", "local"})
"""Endings that no company can own: RFC 2606, RFC 6762."""

DOTLESS = frozenset({"gmail.com", "googlemail.com"})
LEGAL_FORMS = _listed(
    "sa sas sasu sarl eurl snc sci scop scic se gie gmbh ag kg bv nv srl spa ltd limited llc inc corp plc sl oy ab"
)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def same_mailbox(address: str) -> str:
    """The address without what its owner may vary: case everywhere, "+tag" everywhere, dots at Google; "" if none.

    Tags after "+" are the custom of nearly every provider: two people who differ by one alone are the same person.
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    domain = _ascii(domain)
    local = local.split("+", 1)[0] if not local.startswith("+") else local
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if at and local and domain else ""


def masked(address: str) -> str:
    """The address as it may be shown to the team: first letter and tag of the name, whole domain."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local:
        return ""
    name, plus, tag = local.partition("+")
    return f"{name[:1]}…{plus}{tag}@{domain}"


def company_domain(text: str) -> str:
    """The registered name behind a site's or a mail's address; "" for what says nothing of a company.

    "https://www.equipe.exemple.co.uk/a" and "n@exemple.co.uk" are both "exemple.co.uk". Public mail, sites where
    everybody has a page, numbers and names that nobody can register say nothing.
    """
    host = _host(text)
    if not _HOST.fullmatch(host):
        return ""
    words = host.split(".")
    if words[-1] in NOBODYS or words[-1].isdecimal():
        return ""
    length = 3 if ".".join(words[-2:]) in LONG_SUFFIXES else 2
    if len(words) < length or any(".".join(words[-size:]) in NOTHING_SAID for size in (2, 3)):
        return ""
    return ".".join(words[-length:])


def company_key(name: str) -> str:
    """The name of a company as it is compared: without accents, case, punctuation or legal form; "" for none."""
    words = "".join(char if char.isalnum() else " " for char in fold(name).replace(".", "")).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    while len(words) > 1 and words[0] in {"sas", "sasu", "sarl", "eurl"}:
        words.pop(0)
    return " ".join(words)


def _host(text: str) -> str:
    text = text.strip().casefold()
    if "://" not in text and "@" in text:
        return _ascii(text.rpartition("@")[2])
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return _ascii(host)


def _ascii(host: str) -> str:
    """The name as the network knows it, its last dot left out; an impossible one stays as it is."""
    host = host.strip().rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
