/**
 * What happened day by day: bars, a line, or bars up and down.
 *
 * Drawn without a library. The scale is the SVG's own: in its view box a day is one wide and a visit one high, so nothing is left to
 * compute but round marks (scale.ts). Bundled and compressed, two charts of @mantine/charts with Recharts are 149 kB, where a page may
 * have 80; d3-scale and d3-shape are 20 kB, for what is no more than the view box here.
 *
 * Series differ by shape and place, not by colour alone. The picture is for the eye; the table below it says the same to everyone.
 */
import { Title } from "@mantine/core";
import { type PointerEvent, useId, useState } from "react";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { spokenCount } from "../figures";
import classes from "./day-chart.module.css";
import { DayLegend } from "./day-legend";
import { DayTable } from "./day-table";
import { marksUpTo, namedOf } from "./scale";
import type { Counts, Step } from "./steps";

export interface Series {
  name: keyof Counts;
  label: string;
  /** `below` are bars that hang from the zero line. */
  shape: "bars" | "below" | "line";
  tone: "teal" | "red" | "orange" | "indigo";
}

interface DayChartProps {
  title: string;
  steps: readonly Step[];
  series: readonly Series[];
  today: Day;
}

const NAMED = 4;
const BAR_WIDTH = 0.72;

export function DayChart({ title, steps, series, today }: DayChartProps) {
  const id = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const now = steps.findIndex(({ first, last }) => first <= today && today <= last);
  // At the end nothing is planned that it would set apart.
  const todayAt = now < 0 || now === steps.length - 1 ? null : now;
  return (
    <section className={classes.chart} aria-labelledby={id}>
      <Title order={3} fz="lg" id={id}>
        {title}
      </Title>
      <DayLegend
        steps={steps}
        series={series}
        pointed={pointed === null ? undefined : steps[pointed]}
        hasToday={todayAt !== null}
      />
      <Picture steps={steps} series={series} todayAt={todayAt} pointed={pointed} onPoint={setPointed} />
      <DayTable title={title} steps={steps} series={series} />
    </section>
  );
}

interface PictureProps extends Pick<DayChartProps, "steps" | "series"> {
  todayAt: number | null;
  pointed: number | null;
  onPoint: (number: number | null) => void;
}

function Picture({ steps, series, todayAt, pointed, onPoint }: PictureProps) {
  const highest = highestOf(steps, series, ["bars", "line"]);
  const deepest = highestOf(steps, series, ["below"]);
  const up = marksUpTo(highest, deepest);
  const below = series.some(({ shape }) => shape === "below") ? marksUpTo(deepest, highest) : [0];
  const [top, bottom] = [up.at(-1) ?? 1, below.at(-1) ?? 0];
  const marks = [...up, ...below.slice(1).map((mark) => -mark)];

  function point(event: PointerEvent<SVGSVGElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const number = Math.floor(((event.clientX - left) / width) * steps.length);
    onPoint(Math.min(Math.max(number, 0), steps.length - 1));
  }

  return (
    <div className={classes.picture} aria-hidden="true">
      <Marks marks={marks} top={top} bottom={bottom} />
      <svg
        className={classes.drawing}
        aria-hidden="true"
        viewBox={`0 ${-top} ${steps.length} ${top + bottom}`}
        preserveAspectRatio="none"
        focusable="false"
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onPoint(null)}
      >
        {marks.map((mark) => (
          <line
            key={mark}
            x1={0}
            x2={steps.length}
            y1={-mark}
            y2={-mark}
            data-zero={mark === 0}
            className={classes.grid}
          />
        ))}
        {pointed !== null && <rect x={pointed} y={-top} width={1} height={top + bottom} className={classes.pointed} />}
        {series.map((one) => (
          <Drawn key={one.name} series={one} steps={steps} />
        ))}
        {todayAt !== null && (
          <line x1={todayAt + 0.5} x2={todayAt + 0.5} y1={-top} y2={bottom} className={classes.today} />
        )}
      </svg>
      <Days steps={steps} />
    </div>
  );
}

function Drawn({ series: { name, shape, tone }, steps }: { series: Series; steps: readonly Step[] }) {
  if (shape === "line") {
    const points = steps.map((step, number) => `${number + 0.5},${-step[name]}`).join(" ");
    return <polyline points={points} data-tone={tone} className={classes.line} />;
  }
  return (
    <g data-tone={tone} className={classes.bars}>
      {steps.map((step, number) => (
        <rect
          key={step.first}
          x={number + (1 - BAR_WIDTH) / 2}
          y={shape === "below" ? 0 : -step[name]}
          width={BAR_WIDTH}
          height={step[name]}
        />
      ))}
    </g>
  );
}

function Marks({ marks, top, bottom }: { marks: readonly number[]; top: number; bottom: number }) {
  const { locale } = useWords();
  return (
    <div className={classes.marks}>
      {marks.map((mark) => (
        <span key={mark} style={{ top: `${((top - mark) / (top + bottom)) * 100}%` }}>
          {spokenCount(Math.abs(mark), locale)}
        </span>
      ))}
    </div>
  );
}

function Days({ steps }: { steps: readonly Step[] }) {
  const { locale } = useWords();
  return (
    <div className={classes.days}>
      {namedOf(steps.length, NAMED).map((number) => (
        <span key={number} style={{ left: `${((number + 0.5) / steps.length) * 100}%` }}>
          {spokenDay(steps[number]?.first ?? "", locale, { day: "numeric", month: "short" })}
        </span>
      ))}
    </div>
  );
}

function highestOf(steps: readonly Step[], series: readonly Series[], shapes: readonly Series["shape"][]): number {
  const names = series.filter(({ shape }) => shapes.includes(shape)).map(({ name }) => name);
  return Math.max(0, ...steps.flatMap((step) => names.map((name) => step[name])));
}
