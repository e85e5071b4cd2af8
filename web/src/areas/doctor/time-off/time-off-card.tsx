import { Badge, Button, Card, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { AffectedVisits } from "../affected-visits";
import { usePeriodWords } from "../use-period-words";
import classes from "./time-off.module.css";

interface TimeOffCardProps {
  doctorId: string;
  zone: string;
  timeOff: TimeOff;
  onRemove: () => void;
}

export function TimeOffCard({ doctorId, zone, timeOff, onRemove }: TimeOffCardProps) {
  const { t } = useTranslation("doctor");
  const say = usePeriodWords(zone);
  const { starts_at: from, ends_at: to, reason, affected_appointments: affected } = timeOff;
  const period = say(timeOff);
  const isNow = Date.parse(from) <= Date.now();
  return (
    <Card component="li" className={classes.card}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.what}>
          <Group gap="xs">
            <Title order={2} fz="md">
              {period}
            </Title>
            {isNow && (
              <Badge variant="light" color="orange" tt="none">
                {t("timeOff.now")}
              </Badge>
            )}
          </Group>
          <Text c="dimmed" className={classes.reason}>
            {reason ?? t("timeOff.noReason")}
          </Text>
        </div>
        <Button variant="default" size="sm" aria-label={t("timeOff.removeOf", { period })} onClick={onRemove}>
          {t("timeOff.remove")}
        </Button>
      </Group>
      {affected.length > 0 && (
        <div className={classes.affected}>
          <AffectedVisits doctorId={doctorId} from={from} to={to} isDone />
        </div>
      )}
    </Card>
  );
}
