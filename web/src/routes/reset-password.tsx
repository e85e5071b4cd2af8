import { createFileRoute } from "@tanstack/react-router";
import { ResetPassword } from "@/areas/account/reset-password";
import { loadWords } from "@/i18n/i18n";

export const Route = createFileRoute("/reset-password")({
  loader: () => loadWords("account"),
  component: ResetPassword,
});
