import { Alert, Container } from "@mantine/core";
import { CloudOff } from "lucide-react";
import { useWords } from "@/i18n/use-words";
import { useGoodbyeLate } from "@/session/hooks";

/** Tell somebody who has signed out without a network that the browser still has to tell the server. */
export function LateGoodbye() {
  const { t } = useWords();
  const isLate = useGoodbyeLate();
  return (
    <div role="status">
      {isLate && (
        <Container mt="md">
          <Alert icon={<CloudOff aria-hidden="true" />} variant="light" color="orange">
            {t("signedOutLate")}
          </Alert>
        </Container>
      )}
    </div>
  );
}
