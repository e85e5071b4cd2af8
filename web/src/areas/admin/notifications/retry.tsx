import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Notification } from "@/api/admin";
import { TextLink } from "@/components/links";
import { Outcome } from "@/components/outcome";
import { Refusal } from "@/components/states";
import classes from "./ledger.module.css";
import { useRetry } from "./use-retry";

/** What can be done about a notification that has failed, and what has come of it. */
export function Retry({ notification }: { notification: Notification }) {
  const { t } = useTranslation("admin");
  const { recipient, status } = notification;
  const retry = useRetry(notification);
  const isFailed = status === "failed";
  if (!isFailed && retry.isIdle) return null;
  const name = recipient.full_name ?? t("ledger.gone");
  return (
    <>
      {retry.isError && <Refusal error={retry.error} />}
      {isFailed && (
        <div className={classes.retry}>
          <Button
            size="sm"
            variant="default"
            loading={retry.isPending}
            aria-label={t("ledger.retryOf", { name })}
            onClick={() => retry.mutate()}
          >
            {t("ledger.retry")}
          </Button>
          {recipient.full_name !== null && (
            <Text fz="sm">
              <TextLink to="/admin/users/$userId" params={{ userId: recipient.id }}>
                {t("ledger.mend")}
              </TextLink>
            </Text>
          )}
        </div>
      )}
      <Outcome
        isFailure={retry.isOver && isFailed}
        text={
          retry.isPending
            ? t("ledger.underWay", { name })
            : retry.isOver
              ? t(`ledger.outcome.${status}`, { name })
              : undefined
        }
      />
    </>
  );
}
