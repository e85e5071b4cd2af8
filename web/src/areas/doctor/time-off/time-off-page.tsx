/** When a doctor is away: what is planned, adding to it and taking it back. */
import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarPlus, Palmtree } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { availabilityQuery } from "@/api/availability";
import { type TimeOff, timeOffQuery } from "@/api/time-off";
import { Page } from "@/components/page";
import { Empty, Loaded } from "@/components/states";
import { ZoneNote } from "@/components/zone-note";
import { useMe } from "@/session/hooks";
import { RemoveTimeOff } from "./remove-time-off";
import classes from "./time-off.module.css";
import { TimeOffCard } from "./time-off-card";

// Comes after the list.
const AddTimeOff = lazy(() => import("./add-time-off"));

export function TimeOffPage() {
  const { t } = useTranslation("doctor");
  const me = useMe();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Page
      title={t("timeOff.title")}
      lead={t("timeOff.lead")}
      actions={
        <Button leftSection={<CalendarPlus size={18} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
          {t("timeOff.add")}
        </Button>
      }
    >
      {me && <TimeOffOf doctorId={me.id} isAdding={isAdding} onAdded={() => setIsAdding(false)} />}
    </Page>
  );
}

interface TimeOffOfProps {
  doctorId: string;
  isAdding: boolean;
  onAdded: () => void;
}

function TimeOffOf({ doctorId, isAdding, onAdded }: TimeOffOfProps) {
  const query = useQuery(timeOffQuery(doctorId));
  const hours = useQuery(availabilityQuery(doctorId));
  return (
    <Loaded query={hours}>
      {({ data: { time_zone: zone } }) => (
        <>
          <Loaded query={query}>{(items) => <Planned doctorId={doctorId} zone={zone} items={items} />}</Loaded>
          <ZoneNote zone={zone} />
          <Suspense>
            <AddTimeOff doctorId={doctorId} zone={zone} isOpen={isAdding} onClose={onAdded} />
          </Suspense>
        </>
      )}
    </Loaded>
  );
}

function Planned({ doctorId, zone, items }: { doctorId: string; zone: string; items: readonly TimeOff[] }) {
  const { t } = useTranslation("doctor");
  const [removing, setRemoving] = useState<TimeOff | null>(null);
  const [isRemoved, setIsRemoved] = useState(false);
  const message = useFocusOn(isRemoved);
  return (
    <div>
      <Text role="status" tabIndex={-1} ref={message} className={classes.message}>
        {isRemoved && t("timeOff.removed")}
      </Text>
      {items.length === 0 ? (
        <Empty icon={<Palmtree />} title={t("timeOff.none")}>
          {t("timeOff.noneHint")}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t("timeOff.list")}>
          {items.map((timeOff) => (
            <TimeOffCard
              key={timeOff.id}
              doctorId={doctorId}
              zone={zone}
              timeOff={timeOff}
              onRemove={() => {
                setIsRemoved(false);
                setRemoving(timeOff);
              }}
            />
          ))}
        </ul>
      )}
      <RemoveTimeOff
        doctorId={doctorId}
        zone={zone}
        timeOff={removing}
        onClose={(done) => {
          setRemoving(null);
          setIsRemoved(done);
        }}
      />
    </div>
  );
}

/** What had the focus is gone with what was removed: the message takes it. */
function useFocusOn(isRemoved: boolean) {
  const message = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isRemoved) message.current?.focus({ preventScroll: true });
  }, [isRemoved]);
  return message;
}
