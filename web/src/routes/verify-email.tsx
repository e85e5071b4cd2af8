import { createFileRoute } from "@tanstack/react-router";
import { VerifyEmail } from "@/areas/account/verify-email";

export const Route = createFileRoute("/verify-email")({ component: VerifyEmail });
