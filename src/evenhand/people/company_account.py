"""Signing in with the account of the company's identity provider (OpenID Connect).

The library trusts a token that it fetched itself, and sends no nonce. Here every token is held to
its signature, to the algorithms below, and to the nonce of the very request that asked for it.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from evenhand.people.permissions import open_to_all

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""With a public key. What is signed with a shared secret, or not at all, is refused."""


class CompanyAccounts(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # ships no types
    """The company's identity provider."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, if it is the one that was named. Raises OAuth2Error."""
        told: dict[str, Any] = super().openid_config
        named = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(told.get("issuer", "")).rstrip("/") != named.rstrip("/"):
            raise OAuth2Error("the provider calls itself otherwise than EVENHAND_OIDC_ISSUER")
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the library's own
        """What the provider says of a person. Raises OAuth2Error if it is not to be believed."""
        told = self._decode_id_token(app, str(kwargs["response"].get("id_token", "")))
        data = {"id_token": told}
        if "email" not in told:
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != told["sub"]:
                raise OAuth2Error("userinfo tells of somebody else")
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:  # noqa: ANN401 - as above
        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError as error:
            raise OAuth2Error("no ID token") from error
        if header.get("alg") not in ALGORITHMS or "kid" not in header:
            raise OAuth2Error("the ID token is signed in no way that is accepted")
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not told.get("sub") or "exp" not in told:
            raise OAuth2Error("the ID token lacks what it must have")
        nonce = str(told.get("nonce", ""))
        if not self.nonce or not hmac.compare_digest(nonce.encode(), self.nonce.encode()):
            raise OAuth2Error("the ID token was not made for this request")
        return told


class _Callback(OAuth2CallbackView):  # type: ignore[misc]  # as above
    """Hands the nonce that was sent on to where it is compared."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:  # noqa: ANN401 - as above
        state, response = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, response


def _provider(request: HttpRequest, provider_id: str) -> Any:  # noqa: ANN401 - as above
    try:
        return get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None


@open_to_all
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the identity provider; it is told nothing that the browser asks for."""
    provider = _provider(request, provider_id)
    nonce = secrets.token_urlsafe(24)
    try:
        answer: HttpResponse = provider.redirect(
            request,
            process="login",
            next_url=get_next_redirect_url(request),
            nonce=nonce,
            auth_params={"nonce": nonce},
        )
    except RequestException as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


@open_to_all
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let in whom the identity provider has recognised, if the company has added them here."""
    provider = _provider(request, provider_id)
    view = _Callback.adapter_view(CompanyAccounts(request, provider_id))
    try:
        answer: HttpResponse = view(request)
    except OAuth2Error as error:  # before the library looks out for it
        answer = render_authentication_error(request, provider, exception=error)
    return answer
