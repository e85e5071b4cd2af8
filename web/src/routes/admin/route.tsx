import { createFileRoute } from "@tanstack/react-router";
import { onlyFor } from "@/session/access";

/** Everything below /admin is an admin's. */
export const Route = createFileRoute("/admin")({ beforeLoad: onlyFor("admin") });
