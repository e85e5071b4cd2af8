import { beforeEach, describe, expect, it, vi } from "vitest";

/** What the server will say, in the order in which it is asked; each when the test lets it. */
let asked: { path: string; token: string | null; answer: (response: Response) => void }[];
let session: typeof import("./session");

const tokenOf = (name: string) => ({ access_token: name, expires_in: 900 });
const said = (body: unknown, status = 200) => new Response(status === 204 ? null : JSON.stringify(body), { status });
const changing = () => new Request("http://clinic.example/v1/me", { method: "PATCH", body: "{}" });
const reading = () => new Request("http://clinic.example/v1/me");

/** Wait until the server has been asked so often; give the last request. */
async function askedTimes(count: number) {
  await vi.waitFor(() => expect(asked).toHaveLength(count));
  return asked[count - 1] as (typeof asked)[number];
}

async function signIn(name: string): Promise<void> {
  await session.begin(async () => tokenOf(name));
}

beforeEach(async () => {
  const kept = new Map<string, string>();
  vi.resetModules();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  // As where pages come over plain HTTP: nothing keeps one answer from overtaking another.
  vi.stubGlobal("navigator", {});
  asked = [];
  vi.stubGlobal("fetch", (input: Request | string) => {
    const request = input instanceof Request ? input : new Request(`http://clinic.example${input}`);
    const token = request.headers.get("authorization");
    return new Promise<Response>((answer) => asked.push({ path: new URL(request.url).pathname, token, answer }));
  });
  session = await import("./session");
});

describe("an answer that comes late", () => {
  it("is nobody's once whoever asked is gone", async () => {
    await signIn("first");
    const mine = session.sendAs(reading());
    const { answer } = await askedTimes(1);
    await signIn("second");
    answer(said({ full_name: "Fay First" }));
    await expect(mine).rejects.toThrow("Whoever asked for this is gone.");
  });

  it("is whoever's asked while they are there", async () => {
    await signIn("first");
    const mine = session.sendAs(reading());
    (await askedTimes(1)).answer(said({ full_name: "Fay First" }));
    expect(await (await mine).json()).toEqual({ full_name: "Fay First" });
  });

  it("to a renewal does not take the place of whoever has signed in since, nor have them write what they did not", async () => {
    await signIn("first");
    const writing = session.sendAs(changing());
    (await askedTimes(1)).answer(said({}, 401));
    const renewal = await askedTimes(2);
    expect(renewal.path).toBe("/v1/sessions/refresh");
    await signIn("second");
    renewal.answer(said(tokenOf("first, renewed")));
    await expect(writing).rejects.toThrow("Whoever asked for this is gone.");
    const next = session.sendAs(changing());
    const { token, answer } = await askedTimes(3);
    answer(said({}));
    await next;
    expect(token).toBe("Bearer second");
  });

  it("that refuses a renewal does not sign out whoever has signed in since", async () => {
    await signIn("first");
    const mine = session.sendAs(reading());
    (await askedTimes(1)).answer(said({}, 401));
    const renewal = await askedTimes(2);
    await signIn("second");
    renewal.answer(said({}, 401));
    await expect(mine).rejects.toThrow("Whoever asked for this is gone.");
    expect(session.getStatus()).toBe("signed-in");
  });
});

describe("requests that are refused at the same time", () => {
  it("share one renewal", async () => {
    await signIn("first");
    const both = [session.sendAs(reading()), session.sendAs(reading())];
    await askedTimes(2);
    for (const { answer } of asked) answer(said({}, 401));
    const renewal = await askedTimes(3);
    renewal.answer(said(tokenOf("renewed")));
    await askedTimes(5);
    for (const { answer } of asked.slice(3)) answer(said({}));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(asked.map(({ path }) => path)).toEqual(["/v1/me", "/v1/me", "/v1/sessions/refresh", "/v1/me", "/v1/me"]);
  });
});
