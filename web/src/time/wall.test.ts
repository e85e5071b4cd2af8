import { expect, test } from "vitest";
import { instantOf } from "./wall";

// RFC 5545 3.3.5; the server reads them so too (medbook/domain/wall_clock.py).
test.each([
  ["an ordinary time", "2026-12-01", "09:30", "Europe/Berlin", "2026-12-01T08:30:00Z"],
  ["of a time that comes twice the first", "2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
  ["of a time that is skipped the offset before", "2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
  ["half an hour's change", "2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"],
  ["the midnight that ends the day", "2026-12-31", "24:00", "Europe/Berlin", "2026-12-31T23:00:00Z"],
])("%s", (_, day, time, zone, instant) => {
  expect(instantOf(day, time, zone)).toBe(instant);
});
