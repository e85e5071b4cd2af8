/** Where a way ends: no such page, or one that broke. */
import { Button } from "@mantine/core";
import { Compass, Unplug } from "lucide-react";
import { Unreachable } from "@/api/problem";
import { useRefusalText } from "@/api/words";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty } from "@/components/states";
import { useWords } from "@/i18n/use-words";

export function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t("state.notFoundTitle")} width="narrow">
      <Empty icon={<Compass />} title={t("state.notFound")}>
        <ButtonLink to="/" mt="md">
          {t("state.toStart")}
        </ButtonLink>
      </Empty>
    </Page>
  );
}

export function Broken({ error }: { error: unknown }) {
  const { t } = useWords();
  const text = useRefusalText();
  return (
    <Page title={t("state.brokenTitle")} width="narrow">
      <Empty icon={<Unplug />} title={error instanceof Unreachable ? text(error) : t("state.broken")}>
        <Button mt="md" onClick={() => window.location.reload()}>
          {t("state.reload")}
        </Button>
      </Empty>
    </Page>
  );
}
