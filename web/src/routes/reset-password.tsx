import { createFileRoute } from "@tanstack/react-router";
import { ResetPassword } from "@/areas/account/reset-password";

export const Route = createFileRoute("/reset-password")({ component: ResetPassword });
