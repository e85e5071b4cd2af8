import { createFileRoute } from "@tanstack/react-router";
import { MessagesPage } from "@/areas/account/messages-page";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/messages")({
  beforeLoad: onlyFor("patient", "doctor", "admin"),
  component: MessagesPage,
});
