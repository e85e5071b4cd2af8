import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useRouter } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";

const PAUSE_MILLISECONDS = 250;

interface WordsInputProps extends Omit<TextInputProps, "value" | "onChange"> {
  /** What is looked for, as the address says it. */
  value: string | undefined;
  onChange: (words: string | undefined) => void;
}

/** Words to look for. What is typed is looked for after a pause; what the address says, such as after going back, is shown. */
export function WordsInput({ value, onChange, ...rest }: WordsInputProps) {
  const [typed, setTyped] = useState(value ?? "");
  const [looked, setLooked] = useState(value);
  const look = useDebouncedCallback((text: string) => {
    const words = text.trim() || undefined;
    setLooked(words);
    onChange(words);
  }, PAUSE_MILLISECONDS);
  // Whoever goes to another page at once must not be fetched back.
  const router = useRouter();
  useEffect(
    () => router.subscribe("onBeforeNavigate", ({ pathChanged }) => pathChanged && look.cancel()),
    [router, look],
  );
  if (value !== looked) {
    setLooked(value);
    setTyped(value ?? "");
  }
  return (
    <TextInput
      type="search"
      leftSection={<Search size={18} aria-hidden="true" />}
      maxLength={100}
      {...rest}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        look(event.currentTarget.value);
      }}
    />
  );
}
