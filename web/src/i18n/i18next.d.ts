import type account from "./en/account";
import type common from "./en/common";
import type publicWords from "./en/public";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: { account: typeof account; common: typeof common; public: typeof publicWords };
  }
}
