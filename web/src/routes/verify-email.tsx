import { createFileRoute } from "@tanstack/react-router";
import { VerifyEmail } from "@/areas/account/verify-email";
import { loadWords } from "@/i18n/i18n";

export const Route = createFileRoute("/verify-email")({ loader: () => loadWords("account"), component: VerifyEmail });
