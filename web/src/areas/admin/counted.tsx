/** A list for an admin, under how much of it there is. */
import { Text } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Paged } from "@/components/paged";

interface CountedProps<Item> extends Omit<ComponentProps<typeof Paged<Item>>, "children"> {
  children: (items: Item[]) => ReactNode;
}

export function Counted<Item>({ children, ...rest }: CountedProps<Item>) {
  const { t } = useTranslation("admin");
  return (
    <Paged {...rest}>
      {(items, hasMore) => (
        <>
          <Text c="dimmed" mb="sm" role="status">
            {t(hasMore ? "list.firstOfMore" : "list.all", { count: items.length })}
          </Text>
          {children(items)}
        </>
      )}
    </Paged>
  );
}
