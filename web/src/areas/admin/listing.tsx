/** Things with the same facts each: a table where there is room, a card each on a phone. */
import { Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./listing.module.css";

// Below this a table of five columns could only be read by pushing it sideways.
const WIDE = "(min-width: 62em)";

export interface Column<Item> {
  title: string;
  cell: (item: Item) => ReactNode;
}

interface ListingProps<Item> {
  /** What is listed, for those who do not see what stands above. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
  /** The first names the thing. */
  columns: readonly [Column<Item>, ...Column<Item>[]];
}

export function Listing<Item>(props: ListingProps<Item>) {
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  return isWide ? <Rows {...props} /> : <Cards {...props} />;
}

function Rows<Item>({ label, items, keyOf, columns }: ListingProps<Item>) {
  const [name, ...facts] = columns;
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              <th scope="row">{name.cell(item)}</th>
              {facts.map(({ title, cell }) => (
                <td key={title}>{cell(item)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards<Item>({ label, items, keyOf, columns }: ListingProps<Item>) {
  const [name, ...facts] = columns;
  return (
    <ul className={classes.cards} aria-label={label}>
      {items.map((item) => (
        <li key={keyOf(item)} className={classes.card}>
          <Title order={2} fz="md" className={classes.name}>
            {name.cell(item)}
          </Title>
          <dl className={classes.facts}>
            {facts.map(({ title, cell }) => (
              <div key={title} className={classes.fact}>
                <dt>{title}</dt>
                <dd>{cell(item)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
