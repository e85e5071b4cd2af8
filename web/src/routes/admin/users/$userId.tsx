import { createFileRoute } from "@tanstack/react-router";
import { EditUser } from "@/areas/admin/users/edit-user";

export const Route = createFileRoute("/admin/users/$userId")({ component: EditUser });
