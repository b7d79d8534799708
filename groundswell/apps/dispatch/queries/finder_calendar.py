"""A shift as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

from groundswell.apps.events.models import Shift

# A line may have 75 octets; longer ones go on in the next, after a space.
LINE_OCTETS = 75


def calendar_of(shift: Shift) -> str:
    """One event: when, where, and nothing about the person who goes."""
    event = shift.event
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Groundswell//Finder//EN",
        "BEGIN:VEVENT",
        f"UID:{shift.pk}@groundswell",
        f"DTSTAMP:{_utc(shift.starts_at)}",
        f"DTSTART:{_utc(shift.starts_at)}",
        f"DTEND:{_utc(shift.ends_at)}",
        f"SUMMARY:{_escaped(event.name)}",
        f"LOCATION:{_escaped(event.venue)}",
        f"GEO:{event.lat:.6f};{event.lon:.6f}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Break a long line, never within a letter."""
    parts = [""]
    for letter in line:
        if len((parts[-1] + letter).encode()) > LINE_OCTETS - 1:
            parts.append("")
        parts[-1] += letter
    return "\r\n ".join(parts)
