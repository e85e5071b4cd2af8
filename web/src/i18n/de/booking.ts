import type words from "../en/booking";
import type { Same } from "../words";

export default {
  title: "Termin buchen",
  steps: { label: "Schritte", time: "Zeit", reason: "Anlass", review: "Prüfen", done: "Fertig" },
  summary: "Ihre Wahl",
  change: "Andere Zeit wählen",
  yourTime: "Ihre eigene Uhr: {{when}}",
  who: {
    title: "Wer kommt?",
    text: "Die Zeit bleibt ausgewählt, während Sie sich anmelden oder ein Konto anlegen.",
    known: "Ich habe ein Konto",
    new: "Ich bin neu hier",
  },
  staff: {
    title: "Patienten buchen selbst",
    doctor: "Sie sind als Ärztin oder Arzt angemeldet. Hier buchen Patientinnen und Patienten mit ihrem eigenen Konto.",
    admin: "Sie sind als Verwaltung angemeldet. Für andere buchen Sie auf der Seite aller Termine.",
    adminLink: "Für jemanden buchen",
  },
  reason: {
    title: "Was führt Sie her?",
    label: "Anlass des Besuchs",
    hint: "So kann man sich vorbereiten. Das sehen nur Sie und die Praxis, und es steht in keiner E-Mail.",
    placeholder: "Seit Montag …",
    next: "Weiter zum Prüfen",
    left: "noch {{count}} Zeichen",
  },
  review: {
    title: "Stimmt alles?",
    reason: "Anlass",
    noReason: "Nicht angegeben",
    editReason: "Anlass ändern",
    cutOff: "Online verschieben oder absagen können Sie bis {{notice}} vor dem Termin.",
    cutOffNone: "Online verschieben oder absagen können Sie bis zum Beginn des Termins.",
    book: "Jetzt buchen",
  },
  taken: {
    title: "Diese Zeit ist vergeben",
    nearest: "Nächstgelegene freie Zeiten bei {{name}}",
    others: "Früheste Termine anderer: {{specialty}}",
    kept: "Was Sie geschrieben haben, bleibt erhalten.",
    none: "In den nächsten zwei Wochen ist sonst nichts frei.",
    all: "Alle freien Zeiten",
    choose: "{{when}} nehmen",
  },
  done: {
    title: "Ihr Termin ist gebucht",
    text: "Eine Bestätigung mit einem Eintrag für Ihren Kalender ist per E-Mail unterwegs.",
    earlier: "Der Termin war schon gebucht; es bleibt bei dem Anlass von damals: „{{reason}}“.",
    earlierNoReason: "Der Termin war schon gebucht, ohne Anlass, und bleibt, wie er ist.",
    see: "Termin ansehen",
    all: "Meine Termine",
  },
} as const satisfies Same<typeof words>;
