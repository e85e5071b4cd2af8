"""German, formal."""

from medbook.mail.catalogue.sentences import AccountKind, AccountSentences, Catalogue, Role, VisitKind, VisitSentences

_CANNOT_COME = (
    "Sind Sie verhindert? Dann verschieben Sie den Termin bitte in MedBook oder sagen Sie ihn dort ab, damit ihn jemand anderes "
    "nutzen kann. Den Kalendereintrag abzulehnen genügt nicht."
)
_CALENDAR_IS_ONE_WAY = (
    "Änderungen in Ihrem eigenen Kalender wirken sich nicht auf den Termin aus. Bitte nehmen Sie sie in MedBook vor."
)
_REMOVED_FROM_CALENDAR = "Die angehängte Kalenderdatei entfernt den Termin aus Ihrem Kalender."

GERMAN = Catalogue(
    language="de",
    greeting="Guten Tag {name},",
    greeting_unnamed="Guten Tag,",
    visits={
        (VisitKind.BOOKED, Role.PATIENT): VisitSentences(
            subject="Termin gebucht: {when}",
            heading="Ihr Termin ist gebucht",
            opening="hier finden Sie alle Angaben zu Ihrem Termin bei {other}.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.BOOKED, Role.DOCTOR): VisitSentences(
            subject="Neuer Termin: {when}",
            heading="Neuer Termin",
            opening="{other} hat einen Termin bei Ihnen.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
        (VisitKind.RESCHEDULED, Role.PATIENT): VisitSentences(
            subject="Termin verschoben auf {when}",
            heading="Ihr Termin wurde verschoben",
            opening="Ihr Termin bei {other} findet zu einer anderen Zeit statt. Die bisherige Zeit gilt nicht mehr.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.RESCHEDULED, Role.DOCTOR): VisitSentences(
            subject="Termin verschoben auf {when}",
            heading="Ein Termin wurde verschoben",
            opening="der Termin mit {other} findet zu einer anderen Zeit statt. Die bisherige Zeit gilt nicht mehr.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
        (VisitKind.CANCELLED, Role.PATIENT): VisitSentences(
            subject="Termin abgesagt: {when}",
            heading="Ihr Termin wurde abgesagt",
            opening="Ihr Termin bei {other} findet nicht statt.",
            notes=(_REMOVED_FROM_CALENDAR, "Einen neuen Termin können Sie jederzeit in MedBook buchen."),
        ),
        (VisitKind.CANCELLED, Role.DOCTOR): VisitSentences(
            subject="Termin abgesagt: {when}",
            heading="Ein Termin wurde abgesagt",
            opening="der Termin mit {other} findet nicht statt.",
            notes=(_REMOVED_FROM_CALENDAR,),
        ),
        (VisitKind.REMINDER, Role.PATIENT): VisitSentences(
            subject="Erinnerung an Ihren Termin: {when}",
            heading="Ihr Termin steht bevor",
            opening="wir möchten Sie an Ihren Termin bei {other} erinnern.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.REMINDER, Role.DOCTOR): VisitSentences(
            subject="Erinnerung an einen Termin: {when}",
            heading="Ein Termin steht bevor",
            opening="wir möchten Sie an Ihren Termin mit {other} erinnern.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
    },
    accounts={
        AccountKind.VERIFY_EMAIL: AccountSentences(
            subject="Bitte bestätigen Sie Ihre E-Mail-Adresse",
            heading="Bitte bestätigen Sie Ihre E-Mail-Adresse",
            opening="mit dieser Adresse wurde ein Konto bei {clinic} eröffnet. Sobald Sie bestätigen, dass es Ihre ist, "
            "können Sie sich anmelden und Termine buchen.",
            action="E-Mail-Adresse bestätigen",
            second_action="",
            notes=(
                "Der Link ist {validity} gültig.",
                "Haben Sie kein Konto eröffnet? Dann brauchen Sie nichts zu tun: Ohne Ihre Bestätigung kann es niemand nutzen.",
            ),
        ),
        AccountKind.ALREADY_REGISTERED: AccountSentences(
            subject="Sie haben bereits ein Konto",
            heading="Sie haben bereits ein Konto",
            opening="jemand, vermutlich Sie selbst, wollte mit dieser E-Mail-Adresse ein Konto bei {clinic} eröffnen. Es "
            "besteht bereits eines; bitte melden Sie sich damit an.",
            action="Anmelden",
            second_action="Falls Sie Ihr Passwort vergessen haben, können Sie hier ein neues festlegen:",
            notes=("Waren Sie das nicht? Dann brauchen Sie nichts zu tun: Ihr Konto ist unverändert.",),
        ),
        AccountKind.RESET_PASSWORD: AccountSentences(
            subject="Neues Passwort festlegen",
            heading="Neues Passwort festlegen",
            opening="jemand, vermutlich Sie selbst, hat für Ihr Konto bei {clinic} ein neues Passwort angefordert. Sie können es "
            "jetzt festlegen.",
            action="Neues Passwort festlegen",
            second_action="",
            notes=(
                "Der Link ist {validity} gültig und funktioniert nur einmal.",
                "Waren Sie das nicht? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.",
            ),
        ),
        AccountKind.INVITATION: AccountSentences(
            subject="Ihr MedBook-Konto ist eingerichtet",
            heading="Ihr MedBook-Konto ist eingerichtet",
            opening="{clinic} hat ein Konto für Sie eingerichtet, in dem Sie Termine verwalten. Sie brauchen nur noch ein Passwort.",
            action="Passwort festlegen",
            second_action="",
            notes=(
                "Der Link ist {validity} gültig und funktioniert nur einmal.",
                "Ist er abgelaufen, wählen Sie auf der Anmeldeseite „Passwort vergessen“. Sie erhalten dann einen neuen.",
            ),
        ),
    },
    calendar_summary={Role.PATIENT: "Termin bei {other}", Role.DOCTOR: "Termin: {other}"},
    time_label={
        VisitKind.BOOKED: "Wann",
        VisitKind.RESCHEDULED: "Neue Zeit",
        VisitKind.CANCELLED: "War geplant für",
        VisitKind.REMINDER: "Wann",
    },
    previous_time_label="Bisherige Zeit",
    other_label={Role.PATIENT: "Bei", Role.DOCTOR: "Patient/in"},
    specialty_label="Fachgebiet",
    visit_type_label="Art des Termins",
    duration_label="Dauer",
    location_label="Wo",
    own_time="(Ihre Ortszeit: {when})",
    view_appointment="Termin ansehen",
    link_below="Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse im Browser:",
    visit_footer="Diese Nachricht wurde automatisch verschickt und betrifft einen Ihrer Termine. "
    "Bitte antworten Sie nicht darauf.",
    account_footer="Diese Nachricht wurde automatisch verschickt und betrifft ein MedBook-Konto. "
    "Bitte antworten Sie nicht darauf.",
)
