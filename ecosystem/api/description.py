"""The description of the API for programs: how one signs, and how every address refuses."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

DESCRIBED = "public, max-age=3600"
"""The description only changes with a release."""

REFUSALS = {
    "400": "A parameter that does not exist here, or a value that it does not take: one sentence for each, by name.",
    "401": "The key opens nothing, or this address asks for one.",
    "429": "Too many requests: `Retry-After` says in how many seconds to come back.",
}
FORBIDDEN = "The key was not made for this."
MISSING = "Nothing is published at this address."
MOVED = "The listing has another address now."
DETAIL = {
    "type": "object",
    "properties": {"detail": {"type": "string"}, "retry_after": {"type": "integer"}},
    "required": ["detail"],
}
FIELDS = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's base has no types
    """How the description tells of keys."""

    target_class = "ecosystem.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class Description(SpectacularAPIView):
    """The OpenAPI description, in YAML or in JSON."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        response.headers["Cache-Control"] = DESCRIBED
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.add_post_render_callback(lambda rendered: stamped(request, rendered))
        return response


def stamped(request: Request, response: HttpResponse) -> HttpResponse | None:
    """The stamp of the description is that of its content; whoever already has it is told so, without it."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request._request, etag=etag, response=response)


def with_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation the answers that every address may give."""
    result.setdefault("components", {}).setdefault("schemas", {}).update({"Refusal": DETAIL, "FieldRefusal": FIELDS})
    for path, operations in result["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            for code, words in REFUSALS.items():
                answers.setdefault(code, refused(words, "FieldRefusal" if code == "400" else "Refusal"))
            if "/own/" in path:
                answers.setdefault("403", refused(FORBIDDEN))
            if "{" in path:
                answers.setdefault("404", refused(MISSING))
                answers.setdefault("301", {"description": MOVED})
            answers.setdefault("304", {"description": "Nothing changed since the answer that `If-None-Match` names."})
    return result


def refused(words: str, schema: str = "Refusal") -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
