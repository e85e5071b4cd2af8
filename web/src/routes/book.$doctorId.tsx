import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/book/$doctorId")({ component: () => null });
