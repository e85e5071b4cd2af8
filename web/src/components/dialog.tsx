import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "@/i18n/use-words";
import classes from "./dialog.module.css";

interface DialogProps {
  isOpen: boolean;
  title: string;
  size?: "md" | "lg";
  onClose: () => void;
  children: ReactNode;
}

/** A question, or a form, over the page. */
export function Dialog({ isOpen, title, size = "md", onClose, children }: DialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={size}
      classNames={classes}
      closeButtonProps={{ "aria-label": t("action.close"), size: 44, iconSize: 22 }}
      // Gone at once, with its hold on the focus: what came of it is read out.
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  );
}
