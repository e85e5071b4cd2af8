/** Signing up, signing in, and getting back in. */
import { begin } from "@/session/session";
import { api, call, type Schemas } from "./client";

export type Registration = Schemas["RegisterPatient"];

/** Sign in; the refresh token goes into a cookie that no script reads. Throws: Problem, Unreachable. */
export async function signIn(email: string, password: string): Promise<void> {
  await begin(() => call(api.POST("/v1/sessions", { body: { email, password, refresh_in: "cookie" } })));
}

/** Sign up; the answer is the same when somebody has the address already. Throws: Problem, Unreachable. */
export async function register(body: Registration): Promise<void> {
  await call(api.POST("/v1/patients", { body }));
}

/** Prove a mail address with what its link carries. Throws: Problem, Unreachable. */
export async function verifyEmail(token: string): Promise<void> {
  await call(api.POST("/v1/email-verifications", { body: { token } }));
}

/** Have a link sent, if somebody has the address. Throws: Problem, Unreachable. */
export async function askForReset(email: string): Promise<void> {
  await call(api.POST("/v1/password-resets", { body: { email } }));
}

/** Choose a password with what the link carries. Throws: Problem, Unreachable. */
export async function choosePassword(token: string, password: string): Promise<void> {
  await call(api.POST("/v1/password-resets/confirm", { body: { token, new_password: password } }));
}
