import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Doctor, doctorQuery, doctorsQuery } from "@/api/doctors";
import { FindSelect, type Found } from "../find-select";

const PAUSE_MILLISECONDS = 250;

interface DoctorSelectProps {
  label: string;
  description?: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** A doctor who can be booked, found by name, specialty, place or what they treat. */
export function DoctorSelect({ value, ...rest }: DoctorSelectProps) {
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words, PAUSE_MILLISECONDS);
  const found = useInfiniteQuery(doctorsQuery({ q: q || undefined }));
  const chosen = useQuery({ ...doctorQuery(value ?? ""), enabled: value !== undefined });
  return (
    <FindSelect
      {...rest}
      value={value}
      chosen={value !== undefined && chosen.data ? foundOf(chosen.data) : undefined}
      found={found.data?.pages[0]?.items.map(foundOf) ?? []}
      isFinding={found.isFetching || words !== q}
      onWords={setWords}
    />
  );
}

function foundOf({ id, full_name, specialty, location }: Doctor): Found {
  return { id, name: full_name, about: location === null ? specialty : `${specialty}, ${location}` };
}
