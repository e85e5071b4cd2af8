/** Figures, each with what it means. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./tiles.module.css";

export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={classes.tiles}>{children}</dl>;
}

interface TileProps {
  name: string;
  value: string;
  children: ReactNode;
}

export function Tile({ name, value, children }: TileProps) {
  return (
    <div className={classes.tile}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.meaning}>
        <Text span inherit>
          {children}
        </Text>
      </dd>
    </div>
  );
}
