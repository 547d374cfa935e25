"""Who is told what after each step. Each piece of news is told once to each person.

Names of the sender are never told; the reporter's least of all.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import Fact
from domain.issues import Issue, Shown
from domain.lifecycle import Status, Step
from domain.people import Person, PersonId, Role
from handlers.describe import quoted
from handlers.mail import News, tell, tell_all
from handlers.office import Office
from storage import conversations, follows, issues, people
from storage.photos import of_steps

TASK_LABELS = (("accept", "decline"), ("report-fix", "why"))
CHECK_LABELS = (("verify-pass", "verify-fail"),)


def _news(issue: Issue, key: str, purpose: str, **extra: Fact) -> News:
    return News(
        key=key,
        dedupe=f"{issue.no}:{issue.seq}:{purpose}",
        issue=issue,
        extra=tuple(extra.items()),
    )


def before_photos(office: Office, issue: Issue) -> tuple[int, ...]:
    """Return the photos of the report itself."""
    return of_steps(office.tx, issue.no, (Step.FILE,))


def before_and_after(office: Office, issue: Issue) -> tuple[int, ...]:
    """Return the first photo of the report and the last of the fixes, in that order."""
    before = before_photos(office, issue)[:1]
    after = of_steps(office.tx, issue.no, (Step.REPORT_FIX, Step.FILE_FIXED))[-1:]
    return (*before, *after)


def words_of(office: Office, issue: Issue) -> str:
    """Return what the reporter wrote, shortened for a message."""
    return quoted(issues.history(office.tx, issue.no)[0].words)


def deciders(office: Office, issue: Issue) -> tuple[Person, ...]:
    """Return the supervisors of the nearest area upward that has any who may decide.

    Nobody decides on an issue of a unit they belong to, and who cannot be reached decides
    nothing; where that leaves nobody, those who cannot be reached find it in their tray.
    """
    fallback: tuple[Person, ...] = ()
    for above in reversed(office.areas.path(issue.area)):
        found = people.with_role(office.tx, Role.SUPERVISOR, (above.code,))
        able = tuple(person for person in found if issue.unit not in person.units)
        if any(conversations.reachable_at(office.tx, person.id) for person in able):
            return able
        fallback = fallback or able
    return fallback


def _staff(office: Office, issue: Issue) -> tuple[Person, ...]:
    return people.of_unit(office.tx, issue.unit) if issue.unit else ()


def _tell_followers(office: Office, news: News, *, but: PersonId = -1) -> None:
    for person in follows.followers(office.tx, news.issue.no):
        if person != but:
            tell(office, person, news)


def _supervise(office: Office, news: News) -> None:
    tell_all(office, deciders(office, news.issue), news)


def sent_to_unit(office: Office, issue: Issue) -> None:
    """Tell the unit of its new issue; the reporter's receipt says it already."""
    _send_task(office, issue, "task-new")


def dispatched(office: Office, issue: Issue) -> None:
    """Tell the unit of its new issue, and the reporter who deals with it."""
    _send_task(office, issue, "task-new")
    _tell_followers(office, _news(issue, "news-dispatched", "news"))


def _send_task(office: Office, issue: Issue, key: str, **extra: Fact) -> None:
    news = News(
        key=key,
        dedupe=f"{issue.no}:{issue.seq}:task",
        issue=issue,
        labels=TASK_LABELS if issue.status is Status.DISPATCHED else (("report-fix", "why"),),
        photos=before_photos(office, issue),
        extra=(("words", words_of(office, issue)), *extra.items()),
        pin=True,
    )
    staff = _staff(office, issue)
    tell_all(office, staff, news)
    if not staff:
        unit_has_nobody(office, issue)


def waits_in_tray(office: Office, issue: Issue) -> None:
    """Tell the supervisor that an issue could not be routed, and why."""
    for supervisor in deciders(office, issue):
        why = office.words.say(supervisor.language, issue.unrouted)
        news = News(
            key="tray-unrouted",
            dedupe=f"{issue.no}:{issue.seq}:tray",
            issue=issue,
            labels=(("dispatch", "void"), ("recategorise",)),
            photos=before_photos(office, issue),
            extra=(("why", why), ("words", words_of(office, issue))),
            pin=True,
        )
        tell(office, supervisor.id, news)


def withdrawn(office: Office, before: Issue, after: Issue) -> None:
    """Tell the unit, if it was dispatched, that nothing is to be done any more."""
    if before.unit:
        tell_all(office, _staff(office, before), _news(after, "task-withdrawn", "task"))


def added(office: Office, issue: Issue, by: Person, shown: Shown) -> None:
    """Show an addition to whoever owes the next step."""
    news = News(
        key="task-added",
        dedupe=f"{issue.no}:{issue.seq}:added",
        issue=issue,
        photos=shown.photos,
        extra=(("words", quoted(shown.words)), ("photos", len(shown.photos))),
    )
    for person in _owing(office, issue):
        if person != by.id:
            tell(office, person, news)


def _owing(office: Office, issue: Issue) -> Sequence[PersonId]:
    if issue.status is Status.HANDLED and issue.verifier is not None:
        return (issue.verifier,)
    if issue.status is Status.SUBMITTED or issue.status is Status.HANDLED:
        return tuple(person.id for person in deciders(office, issue))
    return tuple(person.id for person in _staff(office, issue))


def accepted(office: Office, issue: Issue) -> None:
    """Tell the reporter that the unit is on it."""
    _tell_followers(office, _news(issue, "news-accepted", "news"))


def declined(office: Office, issue: Issue, why: str) -> None:
    """Ask the supervisor to reassign or to refuse."""
    news = _news(issue, "tray-declined", "tray", why=quoted(why))
    labels = (("reassign", "refuse"), ("void", "recategorise"))
    _supervise(office, _with(news, labels, before_photos(office, issue)))


def _with(news: News, labels: tuple[tuple[str, ...], ...], photos: tuple[int, ...] = ()) -> News:
    return News(news.key, news.dedupe, news.issue, labels, photos, news.extra)


def reassigned(office: Office, before: Issue, after: Issue, why: str) -> None:
    """Tell the old unit that it is rid of it, the new one that it has it, the reporter who."""
    gone = _news(after, "task-taken-away", "gone", why=quoted(why))
    tell_all(office, _staff(office, before), gone)
    _send_task(office, after, "task-reassigned", why=quoted(why))
    _tell_followers(office, _news(after, "news-dispatched", "news"))


def refused(office: Office, issue: Issue, why: str) -> None:
    """Tell the unit that it keeps the duty."""
    news = _news(issue, "task-refused", "task", why=quoted(why))
    labels = TASK_LABELS[1:] if issue.status is Status.HANDLING else (("accept", "report-fix"),)
    tell_all(office, _staff(office, issue), _with(news, labels))


def voided(office: Office, before: Issue, after: Issue, why: str) -> None:
    """Tell reporter and unit why nothing is done, and the reporter what to do instead."""
    phone = office.district.duty_phone
    _tell_followers(office, _news(after, "news-void", "news", why=quoted(why), phone=phone))
    if before.unit:
        tell_all(office, _staff(office, before), _news(after, "task-void", "task", why=quoted(why)))


def recategorised(office: Office, issue: Issue) -> None:
    """Tell the unit and followers the new category and due date."""
    if issue.unit and issue.status is not Status.HANDLED:
        tell_all(office, _staff(office, issue), _news(issue, "task-recategorised", "task"))
    _tell_followers(office, _news(issue, "news-recategorised", "news"))


def fixed(office: Office, issue: Issue) -> None:
    """Send somebody else to look, and tell the reporter."""
    _send_check(office, issue, "check-new")
    _tell_followers(office, _news(issue, "news-fixed", "news"))


def _send_check(office: Office, issue: Issue, key: str) -> None:
    news = News(
        key=key if issue.verifier is not None else "tray-no-verifier",
        dedupe=f"{issue.no}:{issue.seq}:check",
        issue=issue,
        labels=CHECK_LABELS,
        photos=before_and_after(office, issue),
        extra=(("words", words_of(office, issue)),),
        pin=True,
    )
    if issue.verifier is not None:
        tell(office, issue.verifier, news)
    else:
        _supervise(office, news)


def check_handed_on(office: Office, issue: Issue) -> None:
    """Send the next verifier to look, in place of one who may not any more."""
    _send_check(office, issue, "check-new")


def check_in_tray(office: Office, issue: Issue) -> None:
    """Tell the supervisor that a check has nobody any more."""
    news = _news(issue, "tray-no-verifier", "check-again", words=words_of(office, issue))
    _supervise(office, _with(news, CHECK_LABELS, before_and_after(office, issue)))


def struck_off(office: Office, issue: Issue) -> None:
    """Tell followers, with before and after, and the unit; from now on one may object."""
    passed = issues.history(office.tx, issue.no)[-1]
    news = News(
        key="news-struck-off",
        dedupe=f"{issue.no}:{issue.seq}:news",
        issue=issue,
        labels=(("solved", "object"),),
        photos=before_and_after(office, issue),
        extra=(
            ("fixed", issue.fixed_at or passed.at),
            ("checked", passed.at),
            ("role", passed.role),
        ),
        tells=True,
    )
    _tell_followers(office, news)
    tell_all(office, _staff(office, issue), _news(issue, "task-struck-off", "task"))


def sent_back(office: Office, issue: Issue, shown: Shown) -> None:
    """Tell the unit what is not right, and the reporter that it goes on."""
    words = quoted(shown.words)
    news = _news(issue, "task-sent-back", "task", words=words)
    photos = shown.photos or before_photos(office, issue)
    tell_all(office, _staff(office, issue), _with(news, (("report-fix",),), photos))
    _tell_followers(office, _news(issue, "news-sent-back", "news"))


def objected(office: Office, issue: Issue, by: Person) -> None:
    """Send another verifier, and tell the unit and other followers that it is looked at again."""
    _send_check(office, issue, "check-objection")
    tell_all(office, _staff(office, issue), _news(issue, "task-objection", "task"))
    _tell_followers(office, _news(issue, "news-objection", "news"), but=by.id)


def unit_has_nobody(office: Office, issue: Issue) -> None:
    """Tell the supervisor that nobody works for the responsible unit any more."""
    news = _news(issue, "tray-no-staff", "no-staff")
    _supervise(office, _with(news, (("reassign", "void"),)))
