/**
 * A visit as a file that calendars read (RFC 5545).
 *
 * Its UID and SEQUENCE are those of the entries in the mails (layers/medbook/mail/calendar.py), so it updates what a mail has made and
 * is updated by the next. Without METHOD it is an entry to keep, not an invitation to answer.
 */
import type { Appointment } from "@/api/appointments";
import type { Instant } from "@/time/instants";

export interface EntryWords {
  /** What the calendar shows of it. */
  summary: string;
  /** The visit's page. */
  url: string;
  language: string;
  now: Date;
}

type Told = Pick<Appointment, "id" | "sequence" | "starts_at" | "ends_at" | "location" | "status">;

/** The file's text: lines of at most 75 octets, ended by CRLF. */
export function calendarEntry(visit: Told, { summary, url, language, now }: EntryWords): string {
  const lines = [
    "BEGIN:VCALENDAR",
    `PRODID:-//MedBook//Appointments//${language.toUpperCase()}`,
    "VERSION:2.0",
    "CALSCALE:GREGORIAN",
    "BEGIN:VEVENT",
    `UID:${visit.id}`,
    `SEQUENCE:${visit.sequence}`,
    `DTSTAMP:${stamp(now.toISOString())}`,
    // UTC: shown in its owner's zone by every calendar, and no VTIMEZONE is needed.
    `DTSTART:${stamp(visit.starts_at)}`,
    `DTEND:${stamp(visit.ends_at)}`,
    `SUMMARY;LANGUAGE=${language}:${escaped(summary)}`,
    ...(visit.location ? [`LOCATION:${escaped(visit.location)}`] : []),
    `DESCRIPTION:${escaped(url)}`,
    `URL:${url}`,
    `STATUS:${visit.status === "cancelled" ? "CANCELLED" : "CONFIRMED"}`,
    "TRANSP:OPAQUE",
    // In a shared calendar colleagues and families see "busy", not whom one visits.
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** "20261201T133000Z". */
function stamp(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/** TEXT (RFC 5545, 3.3.11): what separates values is escaped, and a line's end is written as \n. */
function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, "\\$&").replaceAll(/\r\n|\r|\n/g, "\\n");
}

const MOST_OCTETS = 75;

/** Long lines go on after a line's end and a space (3.1). Octets are counted, and no letter is cut in two. */
function folded(line: string): string {
  const rows = [""];
  let octets = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (octets + size > MOST_OCTETS) {
      rows.push("");
      // The space counts too.
      octets = 1;
    }
    rows[rows.length - 1] += letter;
    octets += size;
  }
  return rows.join("\r\n ");
}
