import { createFileRoute } from "@tanstack/react-router";
import { EditDoctor } from "@/areas/admin/doctors/edit-doctor";

export const Route = createFileRoute("/admin/doctors/$doctorId/")({ component: EditDoctor });
