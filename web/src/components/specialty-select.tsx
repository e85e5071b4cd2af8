import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { specialtiesQuery } from "@/api/doctors";

interface SpecialtySelectProps extends Omit<NativeSelectProps, "data" | "onChange" | "value"> {
  /** What is chosen when nothing is. */
  any: string;
  value: string;
  onChange: (specialty: string) => void;
}

/** The clinic's specialties. The system's own list, which is the easiest there is on a phone. */
export function SpecialtySelect({ any, value, onChange, ...rest }: SpecialtySelectProps) {
  const { data = [] } = useQuery(specialtiesQuery);
  const names = data.map((specialty) => specialty.name);
  // One that came with the address may not be on the list, or not yet.
  const known = value && !names.includes(value) ? [...names, value] : names;
  return (
    <NativeSelect
      {...rest}
      value={value}
      data={[{ value: "", label: any }, ...known]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
