import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { meQuery, type Profile } from "@/api/me";
import { getStatus, type Status, subscribe } from "./session";

/** Whether somebody is signed in. */
export function useStatus(): Status {
  return useSyncExternalStore(subscribe, getStatus, getStatus);
}

/** Who is signed in; undefined while that is not known, and when nobody is. */
export function useMe(): Profile | undefined {
  const status = useStatus();
  const { data } = useQuery({ ...meQuery, enabled: status === "signed-in" });
  return status === "signed-in" ? data?.data : undefined;
}
