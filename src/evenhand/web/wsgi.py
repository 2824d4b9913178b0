"""What a WSGI server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
application = get_wsgi_application()
reverse("today")  # reads every page's code now, rather than while the first visitor waits
gc.collect()
gc.freeze()  # what is there now stays: looking through it again and again held up requests by 0.1 s
