/** A question before something that others feel: what follows, and the way back. */
import { Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Actions } from "@/components/actions";
import { Dialog } from "@/components/dialog";
import { useWords } from "@/i18n/use-words";

interface ConfirmationProps {
  isOpen: boolean;
  title: string;
  /** What follows, a sentence each. */
  consequences: readonly string[];
  action: string;
  isDanger?: boolean;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What was refused. */
  children?: ReactNode;
}

export function Confirmation(props: ConfirmationProps) {
  const { isOpen, title, consequences, action, isDanger = false, isPending, onConfirm, onClose, children } = props;
  const { t } = useWords();
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <Stack>
        {consequences.map((text) => (
          <Text key={text}>{text}</Text>
        ))}
        {children}
        <Actions>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button {...(isDanger ? { color: "red.9" } : {})} loading={isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Actions>
      </Stack>
    </Dialog>
  );
}
