/** A password that the server finds easy to guess: told once, at its field, in the reader's language. */
import type { UseFormReturnType } from "@mantine/form";
import { isProblem } from "@/api/problem";
import { markFaults } from "@/components/form";

export function isWeak(error: unknown): boolean {
  return isProblem(error, "password-too-weak");
}

/** Mark what is refused, as `markFaults` does; a weak password with `text`, and lead there. */
export function markWeak<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  error: unknown,
  field: keyof Values & string,
  text: string,
): void {
  markFaults(form, error);
  if (!isWeak(error)) return;
  form.setFieldError(field, text);
  form.getInputNode(field)?.focus();
}
