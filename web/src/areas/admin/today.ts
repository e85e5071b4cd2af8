import { useMe } from "@/session/hooks";
import { type Day, today } from "@/time/instants";

/** Today on the admin's own wall, on which the API counts days too; undefined for as long as the account is read. */
export function useToday(): Day | undefined {
  const me = useMe();
  return me && today(me.time_zone);
}
