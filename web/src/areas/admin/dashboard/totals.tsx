import { useTranslation } from "react-i18next";
import type { Statistics } from "@/api/admin";
import { TextLink } from "@/components/links";
import { useWords } from "@/i18n/use-words";
import { spokenCount, spokenShare } from "../figures";
import type { Period } from "./period";
import { Tile, Tiles } from "./tiles";

/** The sums of a period. */
export function Totals({ statistics, period }: { statistics: Statistics; period: Period }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const { totals, days } = statistics;
  const count = (figure: number) => spokenCount(figure, locale);
  const share = (part: number, whole: number) => (whole === 0 ? t("figure.none") : spokenShare(part / whole, locale));
  const visits = totals.booked + totals.confirmed + totals.completed + totals.no_show;
  const used = usedOf(statistics);
  return (
    <Tiles>
      <Tile name={t("figure.visits")} value={count(visits)}>
        {t("figure.visitsText")}
      </Tile>
      <Tile name={t("figure.bookings")} value={count(days.reduce((sum, day) => sum + day.bookings, 0))}>
        {t("figure.bookingsText")}
      </Tile>
      <Tile name={t("figure.booked")} value={count(totals.booked)}>
        {t("figure.bookedText")}{" "}
        {totals.booked > 0 && (
          <TextLink
            to="/admin/appointments"
            search={{ when: "days", from: period.first, to: period.last, status: "booked" }}
            inherit
          >
            {t("figure.show")}
          </TextLink>
        )}
      </Tile>
      <Tile name={t("figure.confirmed")} value={count(totals.confirmed)}>
        {t("figure.confirmedText")}
      </Tile>
      <Tile name={t("figure.completed")} value={count(totals.completed)}>
        {t("figure.completedText")}
      </Tile>
      <Tile name={t("figure.missed")} value={count(totals.no_show)}>
        {t("figure.missedText", { share: share(totals.no_show, totals.no_show + totals.completed) })}
      </Tile>
      <Tile name={t("figure.cancelled")} value={count(totals.cancelled)}>
        {t("figure.cancelledText", { share: share(totals.cancelled, totals.cancelled + visits) })}
      </Tile>
      <Tile name={t("figure.used")} value={used === null ? t("figure.unknown") : spokenShare(used, locale)}>
        {t(used === null ? "figure.usedUnknown" : "figure.usedText")}
      </Tile>
    </Tiles>
  );
}

/** The share of all known open minutes that is booked. */
function usedOf({ specialties }: Statistics): number | null {
  const known = specialties.filter(({ open_minutes }) => open_minutes !== null && open_minutes > 0);
  const open = known.reduce((sum, { open_minutes }) => sum + (open_minutes ?? 0), 0);
  return open === 0 ? null : known.reduce((sum, { booked_minutes }) => sum + booked_minutes, 0) / open;
}
