import { Button } from "@mantine/core";
import { Actions } from "@/components/actions";
import { Outcome } from "@/components/outcome";
import { Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";

interface SaveProps {
  saving: { isPending: boolean; isError: boolean; isSuccess: boolean; error: unknown };
  isDirty: boolean;
}

/** The end of a form: what came of saving it, and the button. */
export function Save({ saving, isDirty }: SaveProps) {
  const { t } = useWords();
  return (
    <>
      {saving.isError && <Refusal error={saving.error} />}
      <Outcome text={saving.isSuccess && !isDirty ? t("action.saved") : undefined} />
      <Actions>
        <Button type="submit" loading={saving.isPending}>
          {t("action.save")}
        </Button>
      </Actions>
    </>
  );
}
