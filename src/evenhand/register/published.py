"""What the register publishes of itself: its checkpoints, and that each only adds to the earlier.

It says how many entries there are, and nothing of what they say.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.core.register.consistency import write_consistency
from evenhand.people.permissions import open_to_all
from evenhand.register.countersigned import countersigned
from evenhand.register.models import Checkpoint, TimeStamp
from evenhand.register.proofs import consistency_of
from evenhand.register.stamping import REPLY


@require_safe
@open_to_all
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, with the lines of those who countersigned it."""
    return _text(Checkpoint.objects.first())


@require_safe
@open_to_all
def checkpoint_of(_request: HttpRequest, size: int) -> HttpResponse:
    """The checkpoint of so many entries, if there is one."""
    return _text(_known(size))


@require_safe
@open_to_all
def consistency(_request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The proof from one checkpoint to a later one, as a file that verifies without Evenhand.

    Of checkpoints that there are, alone: so it costs O(log n) reads, whoever asks for what.
    """
    earlier, later = _known(old), _known(new)
    if earlier is None or later is None or old > new:
        raise Http404
    proof = consistency_of(countersigned(earlier), countersigned(later))
    return HttpResponse(write_consistency(proof), content_type="application/json")


@require_safe
@open_to_all
def time_stamp(_request: HttpRequest, size: int) -> HttpResponse:
    """The time-stamp of a checkpoint, as the authority gave it."""
    found = TimeStamp.objects.filter(checkpoint=size, state=TimeStamp.State.granted).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.token), content_type=REPLY)


def _known(size: int) -> Checkpoint | None:
    return Checkpoint.objects.filter(pk=size).first()


def _text(found: Checkpoint | None) -> HttpResponse:
    if found is None:
        raise Http404
    return HttpResponse(str(countersigned(found)), content_type="text/plain; charset=utf-8")
