"""Settings of the API's libraries; what differs between machines is given by the settings."""

from typing import Any

KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  # the name of a model
MIGRATION_MODULES = {"knox": None}
"""The library's own table would stand empty beside ours, and its tie to accounts in the way of who empties them."""
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "escale_"}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Escale",
    "VERSION": "1",
    "DESCRIPTION": (
        "Escale's public directory: startups and their needs, mentors, funders and trade shows. "
        "No key is needed to read; a key raises the rate limit and can open your own listings and needs. "
        "Lists come in pages: follow `next`. "
        "Labels and errors are in French or in English, according to `Accept-Language`."
    ),
    "LICENSE": {
        "name": "Licence Ouverte 2.0",
        "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "validatorUrl": None},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ecosystem.api.description.with_refusals",
    ],
}


def rest_framework(*, visitor: str, key: str, proxies: int) -> dict[str, Any]:
    """Read only, JSON only, no session: a visitor by her address, an integration by its key, each at its rate."""
    return {
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
        "DEFAULT_AUTHENTICATION_CLASSES": ["ecosystem.api.keys.KeyAuthentication"],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_FILTER_BACKENDS": [],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_PAGINATION_CLASS": "ecosystem.api.pagination.Pages",
        "DEFAULT_THROTTLE_CLASSES": ["ecosystem.api.throttling.VisitorRate", "ecosystem.api.throttling.KeyRate"],
        "DEFAULT_THROTTLE_RATES": {"visitor": visitor, "key": key},
        "NUM_PROXIES": proxies,
        "EXCEPTION_HANDLER": "ecosystem.api.refusals.handler",
        "TEST_REQUEST_DEFAULT_FORMAT": "json",
    }
