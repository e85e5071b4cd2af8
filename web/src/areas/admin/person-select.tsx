import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type User, userQuery, usersQuery } from "@/api/admin";
import type { Role } from "@/api/me";
import { FindSelect, type Found } from "./find-select";

const PAUSE_MILLISECONDS = 250;

interface PersonSelectProps {
  label: string;
  description?: string;
  placeholder?: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  /** Of which role; of any unless given. */
  kind?: Role;
  /** Only those who may sign in; everybody unless given. */
  active?: boolean;
}

/** Somebody with an account, found by name or mail address. */
export function PersonSelect({ kind, active, value, ...rest }: PersonSelectProps) {
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words, PAUSE_MILLISECONDS);
  const found = useInfiniteQuery(usersQuery({ role: kind, active, q: q || undefined }));
  const chosen = useQuery({ ...userQuery(value ?? ""), enabled: value !== undefined });
  return (
    <FindSelect
      {...rest}
      value={value}
      chosen={value !== undefined && chosen.data ? foundOf(chosen.data.data) : undefined}
      found={found.data?.pages[0]?.items.map(foundOf) ?? []}
      isFinding={found.isFetching || words !== q}
      onWords={setWords}
    />
  );
}

function foundOf({ id, full_name, email, phone }: User): Found {
  return { id, name: full_name, about: phone === null ? email : `${email}, ${phone}` };
}
