interface Slot {
  doctor_id: string;
  starts_at: string;
}

/** Some of the first free times, of as many doctors as there are: the first of each, then what comes next; in order. */
export function ofMany<Some extends Slot>(slots: readonly Some[], count: number): Some[] {
  const firsts = new Map(slots.toReversed().map((slot) => [slot.doctor_id, slot]));
  const isFirst = (slot: Some) => firsts.get(slot.doctor_id) === slot;
  return [...slots.filter(isFirst), ...slots.filter((slot) => !isFirst(slot))]
    .slice(0, count)
    .sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
}
