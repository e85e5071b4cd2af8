/** A table whose rows have a bar each: who or what, and how much out of what. */
import { Button, Title } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./shares.module.css";

export interface Share {
  key: string;
  name: ReactNode;
  /** How long the bar is, from 0 to 1; null where that is not known. */
  bar: number | null;
  /** What the bar says, in figures. */
  value: string;
  /** Out of what. */
  about: string;
}

interface SharesProps {
  title: string;
  lead: string;
  /** What the rows and their figures are. */
  heads: readonly [string, string];
  shares: readonly Share[];
  className?: string | undefined;
}

const FIRST_ROWS = 15;

export function Shares({ title, lead, heads, shares, className = "" }: SharesProps) {
  const { t } = useTranslation("admin");
  const id = useId();
  const [showsAll, setShowsAll] = useState(false);
  return (
    <section className={`${classes.shares} ${className}`} aria-labelledby={id}>
      <div>
        <Title order={3} fz="lg" id={id}>
          {title}
        </Title>
        <p className={classes.lead}>{lead}</p>
      </div>
      <table className={classes.table} aria-labelledby={id}>
        <thead className={classes.head}>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(showsAll ? shares : shares.slice(0, FIRST_ROWS)).map((share) => (
            <Row key={share.key} share={share} />
          ))}
        </tbody>
      </table>
      {shares.length > FIRST_ROWS && !showsAll && (
        <Button variant="subtle" size="sm" onClick={() => setShowsAll(true)}>
          {t("shares.all", { count: shares.length })}
        </Button>
      )}
    </section>
  );
}

function Row({ share: { name, bar, value, about } }: { share: Share }) {
  return (
    <tr className={classes.row}>
      <th scope="row">{name}</th>
      <td>
        <span className={classes.measure}>
          <span className={classes.track} data-unknown={bar === null} aria-hidden="true">
            <span className={classes.bar} style={{ width: `${Math.min(bar ?? 0, 1) * 100}%` }} />
          </span>
          <strong>{value}</strong>
          <span className={classes.about}>{about}</span>
        </span>
      </td>
    </tr>
  );
}
