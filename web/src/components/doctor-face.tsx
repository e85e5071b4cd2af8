import { Avatar, type AvatarProps } from "@mantine/core";
import { initialsOf } from "@/components/initials";

/** Initials in place of a photograph; colours by the specialty, so that a list is easy on the eye. */
export function DoctorFace({ name, specialty, ...rest }: { name: string; specialty: string } & AvatarProps) {
  return (
    <Avatar radius="lg" size={64} variant="light" color={colourOf(specialty)} aria-hidden="true" {...rest}>
      {initialsOf(name)}
    </Avatar>
  );
}

const COLOURS = ["teal", "indigo", "grape", "orange", "cyan", "pink", "lime", "blue"];

function colourOf(specialty: string): string {
  const sum = [...specialty].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  return COLOURS[sum % COLOURS.length] ?? "teal";
}
