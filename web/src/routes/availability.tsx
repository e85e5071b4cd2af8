import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/availability")({ component: () => null });
