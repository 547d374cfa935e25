"""What makes a photo a proof: taken by who shows it, for this step, and not shown before."""

from __future__ import annotations

from datetime import datetime

from domain.errors import NotAllowed, ProofMissing
from domain.issues import Issue, Shown
from domain.lifecycle import Proof, Step
from domain.people import Person
from handlers.office import Office
from storage import issues, photos
from storage.photos import Photo, PhotoState


def demand_own_photo(
    office: Office,
    person: Person,
    issue: Issue,
    step: Step,
    shown: Shown,
    *,
    since: datetime | None = None,
) -> None:
    """Refuse a step unless one of its photos proves something; the others do no harm.

    Args:
        office: The verb's view of the world.
        person: Who shows them.
        issue: What they are shown for.
        step: What they are shown with.
        shown: What the person brings.
        since: A photo sent before then proves nothing; None: any time will do.

    Raises:
        ProofMissing: No photo, or none that is kept yet.
        NotAllowed: None of their own, only ones the issue has already, or only older ones;
            ``text_key`` says which.
    """
    kept = [p for p in photos.many(office.tx, shown.photos) if p.state is PhotoState.KEPT]
    if not kept:
        raise ProofMissing(step=step, missing=Proof.PHOTO)
    own = [photo for photo in kept if photo.person == person.id]
    if not own:
        raise NotAllowed("refuse-photo-not-yours", no=issue.no)
    fresh = [photo for photo in own if not issues.shown_before(office.tx, issue.no, [photo.id])]
    if not fresh:
        raise NotAllowed("refuse-photo-again", no=issue.no)
    if since is not None and not _any_since(fresh, since):
        raise NotAllowed("refuse-photo-early", no=issue.no)


def _any_since(found: list[Photo], since: datetime) -> bool:
    return any(photo.sent_at >= since for photo in found)
