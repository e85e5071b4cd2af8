import { ActionIcon, Badge, Button, Group, NumberInput, Text, TextInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.layer.css";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Availability } from "@/api/availability";
import { type DraftVisitType, newRow } from "./draft";
import type { FaultAt } from "./faults";
import classes from "./hours.module.css";
import { countOf } from "./numbers";
import { Section } from "./section";

const USUAL_MINUTES = 30;

interface VisitTypesProps {
  types: DraftVisitType[];
  /** What they would be published as: the codes of new ones come of their names. */
  published: Availability["visit_types"];
  faultAt: FaultAt;
  onChange: (types: DraftVisitType[]) => void;
}

/** What patients choose from, in this order. */
export function VisitTypes({ types, published, faultAt, onChange }: VisitTypesProps) {
  const { t } = useTranslation("doctor");
  const move = (from: number, to: number) => {
    const moved = types[from];
    if (moved) onChange(types.toSpliced(from, 1).toSpliced(to, 0, moved));
  };
  return (
    <Section title={t("hours.types")} hint={t("hours.typesHint")} fault={faultAt("/visit_types")}>
      <ol className={classes.week}>
        {types.map((type, place) => (
          <li key={type.key} className={classes.type}>
            <Fields
              type={type}
              place={place}
              faultAt={faultAt}
              code={published[place]?.code ?? ""}
              onChange={(changed) => onChange(types.with(place, changed))}
            />
            <Moves
              name={type.name || t("hours.typeNew")}
              isFirst={place === 0}
              isLast={place === types.length - 1}
              onUp={() => move(place, place - 1)}
              onDown={() => move(place, place + 1)}
              onRemove={() => onChange(types.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ol>
      <Button
        mt="md"
        className={classes.add}
        variant="light"
        size="sm"
        leftSection={<Plus size={18} aria-hidden="true" />}
        onClick={() => onChange([...types, { ...newRow(), code: "", name: "", minutes: USUAL_MINUTES }])}
      >
        {t("hours.typeAdd")}
      </Button>
    </Section>
  );
}

interface FieldsProps {
  type: DraftVisitType;
  place: number;
  code: string;
  faultAt: FaultAt;
  onChange: (type: DraftVisitType) => void;
}

function Fields({ type, place, code, faultAt, onChange }: FieldsProps) {
  const { t } = useTranslation("doctor");
  const pointer = `/visit_types/${place}`;
  return (
    <fieldset className={classes.typeFields} aria-label={t("hours.typeOf", { number: place + 1 })}>
      <TextInput
        label={t("hours.typeName")}
        value={type.name}
        maxLength={80}
        error={faultAt(`${pointer}/name`) ?? faultAt(`${pointer}/code`)}
        onChange={(event) => onChange({ ...type, name: event.currentTarget.value })}
      />
      <NumberInput
        label={t("hours.typeMinutes")}
        step={5}
        allowDecimal={false}
        allowNegative={false}
        value={type.minutes}
        error={faultAt(`${pointer}/minutes`)}
        onChange={(value) => onChange({ ...type, minutes: countOf(value) })}
      />
      <Group gap="xs" className={classes.typeNote}>
        {place === 0 && (
          <Badge variant="light" tt="none">
            {t("hours.typeFirst")}
          </Badge>
        )}
        <Text fz="sm" c="dimmed" className={classes.code}>
          {t("hours.typeCode", { code })}
        </Text>
      </Group>
    </fieldset>
  );
}

interface MovesProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onUp: () => void;
  onDown: () => void;
  onRemove: () => void;
}

function Moves({ name, isFirst, isLast, onUp, onDown, onRemove }: MovesProps) {
  const { t } = useTranslation("doctor");
  const actions = [
    { label: t("hours.typeUp", { name }), icon: ArrowUp, onClick: onUp, disabled: isFirst },
    { label: t("hours.typeDown", { name }), icon: ArrowDown, onClick: onDown, disabled: isLast },
    { label: t("hours.typeRemove", { name }), icon: Trash2, onClick: onRemove, disabled: isFirst && isLast },
  ];
  return (
    <Group gap={0} wrap="nowrap">
      {actions.map(({ label, icon: Icon, ...rest }) => (
        <ActionIcon
          key={label}
          size={44}
          variant="subtle"
          color="gray"
          className={classes.move}
          aria-label={label}
          {...rest}
        >
          <Icon size={18} aria-hidden="true" />
        </ActionIcon>
      ))}
    </Group>
  );
}
