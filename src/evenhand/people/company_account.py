"""Signing in with an account of the company's identity provider (OpenID Connect)."""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

from evenhand.people.permissions import open_to_all

NONCE = "company_account_nonce"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signed with a key that the provider alone has: `none` and shared secrets are refused."""
_LEEWAY = 30


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # ships no types
    """The library's, that also insists on a signature and on the nonce of this browser.

    OpenID Connect Core 1.0, section 3.1.3.7.
    """

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **told: Any) -> Any:  # noqa: ANN401 - the library's own
        """Raises OAuth2Error if the provider sent no ID token, or says two things of who it is."""
        if not told["response"].get("id_token"):
            raise OAuth2Error("there is no ID token")
        claims = self._decode_id_token(app, told["response"]["id_token"])
        data = {"id_token": claims}
        if app.settings.get("fetch_userinfo", True):
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("the user info is of somebody else")
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:  # noqa: ANN401 - as above
        nonce = self.request.session.pop(NONCE, "")
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the ID token is not valid") from error
        if not nonce or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("the ID token is not for this browser")
        if isinstance(claims["aud"], list) and claims.get("azp") != app.client_id:
            raise OAuth2Error("the ID token is for another program")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if key.key_id == wanted:
                return key
        raise OAuth2Error("the ID token is signed with a key that the provider does not have")


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # as above
    """The company's identity provider."""

    oauth2_adapter_class = Exchange

    def get_oauth2_adapter(self, request: HttpRequest) -> Exchange:
        """What talks to it."""
        return Exchange(request, self.app.provider_id)

    def get_scope_from_request(self, _request: HttpRequest) -> list[str]:
        """Nothing but what is needed, whatever the address says."""
        scope: list[str] = self.get_scope()
        return scope

    def get_auth_params_from_request(self, request: HttpRequest, _action: str) -> dict[str, str]:
        """A nonce of this browser, and nothing that the address says."""
        nonce = request.session[NONCE] = secrets.token_urlsafe(32)
        return {"nonce": nonce}


@open_to_all
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back to; what it brings is looked at closely."""
    try:
        view = OAuth2CallbackView.adapter_view(Exchange(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
