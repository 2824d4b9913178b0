"""The product's own settings, for an installation that lasts as long as the tests."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="evenhand-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
# What the tests themselves are told; of what an installation is told nothing gets in.
_OURS = frozenset(
    f"EVENHAND_{name}" for name in ("CEL_EXPRESSIONS", "DATA", "EXAMPLES", "LANG", "SHEETS")
)
for name in [name for name in os.environ if name.startswith("EVENHAND_")]:
    if name not in _OURS:
        del os.environ[name]
os.environ["EVENHAND_HOME"] = str(_home)
os.environ["EVENHAND_URL"] = "http://localhost"

from evenhand.web.settings import *  # noqa: E402, F403
from evenhand.web.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.emptying"]
# A second for each password would be spent on nothing that is tested here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "evenhand.base.sqlite":
    # A file, as people have it: several connections share it, and WAL is what it is.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "tests.sqlite3")}
