"""A small OpenID provider that really listens: discovery, keys, PKCE, RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "evenhand", "of-no-use-elsewhere"


class Provider:
    """Who it says comes, and what it gets wrong on purpose."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {"sub": "1", "email": "", "email_verified": True}
        self.wrong: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        ends = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        return {"issuer": self.url} | {end: f"{self.url}/{end}" for end in ends}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorise(self, query: dict[str, str]) -> str:
        code = f"code{len(self.asked)}"
        self.asked[code] = query
        back = {"code": code, "state": self.wrong.get("state", query["state"])}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def exchange(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.asked.pop(sent["code"])
        hashed = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or sent["client_secret"] != SECRET:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.claims,
            **self.wrong,
        }
        token = jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": "one"})
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if parts.path == "/authorization_endpoint":
                    self.send_response(302)
                    self.send_header("Location", provider.authorise(query))
                    self.end_headers()
                elif parts.path == "/jwks_uri":
                    self._tell(provider.keys())
                elif parts.path == "/userinfo_endpoint":
                    self._tell(provider.claims | provider.wrong.get("userinfo", {}))
                else:
                    self._tell(provider.configuration())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = {name: values[0] for name, values in parse_qs(body).items()}
                self._tell(provider.exchange(sent))

            def _tell(self, what: Any) -> None:
                body = json.dumps(what or {"error": "invalid_grant"}).encode()
                self.send_response(200 if what else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler
