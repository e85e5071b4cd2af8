import { Button, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Actions } from "@/components/actions";

// Comes after the fields.
const Dialog = lazy(async () => ({ default: (await import("@/components/dialog")).Dialog }));

/** Ask before a page is left on which something is not saved; the browser asks by itself when it is closed. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { t } = useTranslation("doctor");
  const { status, proceed, reset } = useBlocker({
    // Whoever has been signed out cannot save any more.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname && next.pathname !== "/sign-in",
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Suspense>
      <Dialog isOpen={status === "blocked"} title={t("leave.title")} onClose={() => reset?.()}>
        <Text mb="lg">{t("leave.text")}</Text>
        <Actions>
          <Button variant="default" data-autofocus onClick={() => reset?.()}>
            {t("leave.stay")}
          </Button>
          <Button color="red.9" onClick={() => proceed?.()}>
            {t("leave.go")}
          </Button>
        </Actions>
      </Dialog>
    </Suspense>
  );
}
