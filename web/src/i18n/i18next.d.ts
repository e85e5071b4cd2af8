import type account from "./en/account";
import type admin from "./en/admin";
import type booking from "./en/booking";
import type common from "./en/common";
import type doctor from "./en/doctor";
import type publicWords from "./en/public";
import type visits from "./en/visits";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      account: typeof account;
      admin: typeof admin;
      booking: typeof booking;
      common: typeof common;
      doctor: typeof doctor;
      public: typeof publicWords;
      visits: typeof visits;
    };
  }
}
