/** A button for what others feel: it asks first, says what follows, and afterwards what has come of it. */
import { Button, type ButtonProps } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { peopleChanged } from "@/api/admin";
import { Outcome } from "@/components/outcome";
import { Refusal } from "@/components/states";
import { Confirmation } from "./confirmation";

interface AskedChangeProps extends Pick<ButtonProps, "variant"> {
  label: string;
  question: string;
  /** What follows, a sentence each. */
  consequences: readonly string[];
  isDanger?: boolean;
  change: () => Promise<unknown>;
  /** What is said afterwards. */
  done: string;
  /** What refusals mean here, by slug. */
  says?: Record<string, string>;
}

export function AskedChange({
  label,
  question,
  consequences,
  isDanger = false,
  variant = "default",
  change,
  done,
  says = {},
}: AskedChangeProps) {
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const changing = useMutation({
    mutationFn: async () => {
      await change();
      // What was done is told in the words of before: the page is about to say the opposite of this button.
      return done;
    },
    // A refusal too says that the page is behind. Waited for, so that the page shows what is then announced.
    onSettled: () => peopleChanged(queryClient),
  });

  function ask() {
    changing.reset();
    setIsAsking(true);
  }

  return (
    <>
      <div>
        <Button variant={variant} onClick={ask}>
          {label}
        </Button>
      </div>
      <Outcome text={isAsking ? undefined : changing.data} />
      <Confirmation
        isOpen={isAsking}
        title={question}
        consequences={consequences}
        action={label}
        isDanger={isDanger}
        isPending={changing.isPending}
        onConfirm={() => changing.mutate(undefined, { onSuccess: () => setIsAsking(false) })}
        onClose={() => setIsAsking(false)}
      >
        {changing.isError && <Refusal error={changing.error} says={says} />}
      </Confirmation>
    </>
  );
}
