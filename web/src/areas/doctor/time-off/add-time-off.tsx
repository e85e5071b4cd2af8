import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { Dialog } from "@/components/dialog";
import { Closed } from "../closed";
import { TimeOffForm } from "./time-off-form";

interface AddTimeOffProps {
  doctorId: string;
  zone: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Noting time off, and then what it means for visits that are booked. */
export default function AddTimeOff({ doctorId, zone, isOpen, onClose }: AddTimeOffProps) {
  const { t } = useTranslation("doctor");
  const [added, setAdded] = useState<TimeOff | null>(null);
  const close = () => {
    setAdded(null);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} title={t(added === null ? "timeOff.add" : "timeOff.title")} size="lg" onClose={close}>
      {added === null ? (
        <TimeOffForm doctorId={doctorId} zone={zone} onAdded={setAdded} onCancel={close} />
      ) : (
        <Closed doctorId={doctorId} zone={zone} timeOff={added} onDone={close} />
      )}
    </Dialog>
  );
}
