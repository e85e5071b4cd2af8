import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/messages")({ component: () => null });
