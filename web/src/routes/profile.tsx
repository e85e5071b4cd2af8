import { createFileRoute } from "@tanstack/react-router";
import { ProfilePage } from "@/areas/account/profile-page";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/profile")({
  beforeLoad: onlyFor("patient", "doctor", "admin"),
  component: ProfilePage,
});
