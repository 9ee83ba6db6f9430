"""The page behind the stop link of a mail: opening it changes nothing, its button does, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ecosystem.core.mail_choices import LinkAltered, choose, general_rhythm, read_stop, rhythm_of
from ecosystem.core.models import MailChoice

Rhythm = MailChoice.Rhythm


@csrf_exempt  # the signed address is the proof: a mail program posts here without cookies (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Refuse a kind of mail, or have it gathered; a post that says nothing else is a refusal."""
    try:
        link = read_stop(token)
    except LinkAltered as error:
        return render(request, "core/mail_stop.html", {"problem": error}, status=404)
    if request.method == "POST":
        said = request.POST.get("rhythm", "")
        choose(link.address, link.template, said if said in Rhythm.values else Rhythm.NEVER)
    now = rhythm_of(link.template, link.address) if link.template else general_rhythm(link.address)
    return render(request, "core/mail_stop.html", {"link": link, "now": now, "Rhythm": Rhythm})
