"""An identity provider on this machine: discovery, keys, codes with PKCE, tokens with RS256."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "evenhand", "a secret of tests"


@dataclass
class Provider:
    """The provider; what is set on it is how its next answer is wrong."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """Who signs in there; also what overrides `aud`, `iss`, `nonce`, `exp`."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = None
    """Another key than the one it publishes; or a text, for HS256; or False, for no signature."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    issuer: str = ""
    """What it calls itself, if not as it is reached."""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = form.get("client_secret") == SECRET
        if asked is None or challenge != asked["code_challenge"] or not known:
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "exp": int(time.time()) + 60,
            "nonce": asked.get("nonce"),
            **self.claims,
        }
        signed = self._signed({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": "anything", "token_type": "Bearer", "id_token": signed}

    def _signed(self, claims: dict[str, Any]) -> str:
        head = {"kid": "one"}
        if self.signs_with is False:
            return jwt.encode(claims, "", algorithm="none", headers=head)
        if isinstance(self.signs_with, str):
            return jwt.encode(claims, self.signs_with, algorithm="HS256", headers=head)
        return jwt.encode(claims, self.signs_with or self.key, algorithm="RS256", headers=head)


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.discovery(),
                "/keys": provider.keys(),
                "/userinfo": provider.userinfo,
            }
            self._answer(200, answers[parts.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*provider.token(form))

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that listens as long as it is used."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(provider))
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def settings_for(provider: Provider) -> dict[str, Any]:
    """`SOCIALACCOUNT_PROVIDERS` as `web/settings.py` writes it."""
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "Acme accounts",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": provider.url},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }
