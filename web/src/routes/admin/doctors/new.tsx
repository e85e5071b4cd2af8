import { createFileRoute } from "@tanstack/react-router";
import { NewDoctor } from "@/areas/admin/doctors/new-doctor";

export const Route = createFileRoute("/admin/doctors/new")({ component: NewDoctor });
