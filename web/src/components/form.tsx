/** What the app's forms share: where a refusal's faults go, and the checks that save a round trip. */
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";

// As medbook/domain/passwords.py has it.
const LEAST_PASSWORD = 8;

/**
 * Mark the fields that a refusal names; returns whether all of them are on the form.
 *
 * Pointers are JSON pointers (RFC 6901) into the request's body: `/weekly/0/start` is the field `weekly.0.start`.
 */
export function markFaults<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  error: unknown,
): boolean {
  if (!(error instanceof Problem) || error.faults.length === 0) return false;
  const known = (pointer: string) => pointer.split("/")[1] ?? "";
  for (const { pointer, detail } of error.faults) form.setFieldError(pointer.slice(1).replaceAll("/", "."), detail);
  return error.faults.every(({ pointer }) => known(pointer) in form.getValues());
}

/** Lead to the first field that is not right; for the second argument of `form.onSubmit`. */
export function toFirstFault<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>) {
  return (faults: Record<string, unknown>): void => {
    const [first] = Object.keys(faults);
    if (first !== undefined) form.getInputNode(first)?.focus();
  };
}

/** Checks of single fields, in the page's words. */
export function useChecks() {
  const { t } = useTranslation("account");
  const required = (value: string) => (value.trim() === "" ? t("field.required") : null);
  return {
    required,
    email: (value: string) => required(value) ?? (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t("field.email")),
    /** A password of one's own; how easily it is guessed is for the server to say. */
    newPassword: (value: string) =>
      value === "" ? t("field.required") : value.length < LEAST_PASSWORD ? t("field.shortPassword") : null,
  };
}
