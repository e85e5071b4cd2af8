import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { meQuery, type Profile } from "@/api/me";
import { isGoodbyeLate, subscribeToGoodbye } from "./goodbye";
import { getEra, getStatus, type Status, subscribe } from "./session";

/** Whether somebody is signed in. */
export function useStatus(): Status {
  return useSyncExternalStore(subscribe, getStatus, getStatus);
}

/** A number that is another one when what is on the page is not the reader's any more. */
export function useEra(): number {
  return useSyncExternalStore(subscribe, getEra, getEra);
}

/** Whether somebody has signed out and the server could not be told yet. */
export function useGoodbyeLate(): boolean {
  return useSyncExternalStore(subscribeToGoodbye, isGoodbyeLate, () => false);
}

/** Who is signed in; undefined while that is not known, and when nobody is. */
export function useMe(): Profile | undefined {
  const status = useStatus();
  const { data } = useQuery({ ...meQuery, enabled: status === "signed-in" });
  return status === "signed-in" ? data?.data : undefined;
}
