"""The person behind a request that `member_required` let through."""

from django.http import Http404, HttpRequest

from ecosystem.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The signed-in person, typed; a page that forgot to ask for one answers 404."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
