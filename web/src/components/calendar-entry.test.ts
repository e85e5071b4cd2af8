import { expect, test } from "vitest";
import { calendarEntry } from "./calendar-entry";

const visit = {
  id: "019ab000-0000-7000-8000-000000000001",
  sequence: 2,
  starts_at: "2026-12-01T13:30:00Z",
  ends_at: "2026-12-01T14:00:00Z",
  location: "Kantstraße 5, 10623 Berlin; 2. Stock",
  status: "booked" as const,
};
const words = {
  summary: "Appointment with Dr. Anna Lindner",
  url: "https://clinic.example/appointments/019ab000-0000-7000-8000-000000000001",
  language: "en",
  now: new Date("2026-11-27T10:00:00.500Z"),
};
const unfolded = (text: string) => text.replaceAll("\r\n ", "").split("\r\n");

test("UID, sequence and times are the visit's, in UTC", () => {
  const lines = unfolded(calendarEntry(visit, words));
  expect(lines).toContain("UID:019ab000-0000-7000-8000-000000000001");
  expect(lines).toContain("SEQUENCE:2");
  expect(lines).toContain("DTSTAMP:20261127T100000Z");
  expect(lines).toContain("DTSTART:20261201T133000Z");
  expect(lines).toContain("DTEND:20261201T140000Z");
});

test("commas, semicolons, backslashes and line ends are escaped", () => {
  const lines = unfolded(calendarEntry({ ...visit, location: "A\\B, C; D\r\nE" }, words));
  expect(lines).toContain("LOCATION:A\\\\B\\, C\\; D\\nE");
});

test("no line is longer than 75 octets, and no letter is cut in two", () => {
  const text = calendarEntry({ ...visit, location: "Größe 😀 ".repeat(30).trim() }, words);
  const rows = text.split("\r\n");
  expect(Math.max(...rows.map((row) => new TextEncoder().encode(row).length))).toBeLessThanOrEqual(75);
  expect(unfolded(text)).toContain(`LOCATION:${"Größe 😀 ".repeat(30).trim()}`);
});

test("a line of 75 octets is not folded, one more is", () => {
  const rows = (length: number) =>
    calendarEntry({ ...visit, location: "x".repeat(length - "LOCATION:".length) }, words)
      .split("\r\n")
      .filter((row) => /^(LOCATION:| x)/.test(row)).length;
  expect([rows(75), rows(76)]).toEqual([1, 2]);
});

test("every line ends with CRLF", () => {
  const text = calendarEntry(visit, words);
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test("a visit without a place has none, a cancelled one says so, and nothing is asked of the reader", () => {
  const text = calendarEntry({ ...visit, location: null, status: "cancelled" }, words);
  expect(text).not.toContain("LOCATION");
  expect(text).toContain("STATUS:CANCELLED");
  expect(text).not.toContain("METHOD");
});
