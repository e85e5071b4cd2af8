"""English."""

from medbook.mail.catalogue.sentences import AccountKind, AccountSentences, Catalogue, Role, VisitKind, VisitSentences

_CANNOT_COME = (
    "If you cannot come, please move or cancel the appointment in MedBook, so that somebody else can have the time. "
    "Declining the entry in your calendar does not cancel it."
)
_CALENDAR_IS_ONE_WAY = "Changes you make in your own calendar do not change the appointment. Please use MedBook for that."
_REMOVED_FROM_CALENDAR = "The attached calendar file removes the appointment from your calendar."

ENGLISH = Catalogue(
    language="en",
    greeting="Dear {name},",
    greeting_unnamed="Hello,",
    visits={
        (VisitKind.BOOKED, Role.PATIENT): VisitSentences(
            subject="Appointment booked: {when}",
            heading="Your appointment is booked",
            opening="You have an appointment with {other}. These are the details.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.BOOKED, Role.DOCTOR): VisitSentences(
            subject="New appointment: {when}",
            heading="New appointment",
            opening="{other} has an appointment with you.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
        (VisitKind.RESCHEDULED, Role.PATIENT): VisitSentences(
            subject="Appointment moved to {when}",
            heading="Your appointment has a new time",
            opening="Your appointment with {other} has been moved. The old time no longer applies.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.RESCHEDULED, Role.DOCTOR): VisitSentences(
            subject="Appointment moved to {when}",
            heading="An appointment has a new time",
            opening="The appointment with {other} has been moved. The old time no longer applies.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
        (VisitKind.CANCELLED, Role.PATIENT): VisitSentences(
            subject="Appointment cancelled: {when}",
            heading="Your appointment is cancelled",
            opening="Your appointment with {other} will not take place.",
            notes=(_REMOVED_FROM_CALENDAR, "You can book another time in MedBook whenever you like."),
        ),
        (VisitKind.CANCELLED, Role.DOCTOR): VisitSentences(
            subject="Appointment cancelled: {when}",
            heading="An appointment is cancelled",
            opening="The appointment with {other} will not take place.",
            notes=(_REMOVED_FROM_CALENDAR,),
        ),
        (VisitKind.REMINDER, Role.PATIENT): VisitSentences(
            subject="Reminder of your appointment: {when}",
            heading="Your appointment is coming up",
            opening="This is a reminder of your appointment with {other}.",
            notes=(_CANNOT_COME,),
        ),
        (VisitKind.REMINDER, Role.DOCTOR): VisitSentences(
            subject="Reminder of an appointment: {when}",
            heading="An appointment is coming up",
            opening="This is a reminder of your appointment with {other}.",
            notes=(_CALENDAR_IS_ONE_WAY,),
        ),
    },
    accounts={
        AccountKind.VERIFY_EMAIL: AccountSentences(
            subject="Please confirm your email address",
            heading="Please confirm your email address",
            opening="An account at {clinic} was opened with this address. Once you confirm that it is yours, you can sign in and "
            "book appointments.",
            action="Confirm email address",
            second_action="",
            notes=(
                "The link is valid for {validity}.",
                "If you did not open an account, you need not do anything: without confirmation nobody can use it.",
            ),
        ),
        AccountKind.ALREADY_REGISTERED: AccountSentences(
            subject="You already have an account",
            heading="You already have an account",
            opening="Somebody, probably you, tried to open an account at {clinic} with this email address. There already is one, "
            "so please sign in with it.",
            action="Sign in",
            second_action="If you have forgotten your password, you can set a new one here:",
            notes=("If it was not you, you need not do anything: your account is unchanged.",),
        ),
        AccountKind.RESET_PASSWORD: AccountSentences(
            subject="Set a new password",
            heading="Set a new password",
            opening="Somebody, probably you, asked for a new password for your account at {clinic}. You can choose it now.",
            action="Choose a new password",
            second_action="",
            notes=(
                "The link is valid for {validity} and works once.",
                "If it was not you, you need not do anything: your password stays as it is.",
            ),
        ),
        AccountKind.INVITATION: AccountSentences(
            subject="Your MedBook account is ready",
            heading="Your MedBook account is ready",
            opening="{clinic} has opened an account for you, in which you manage appointments. All you need is a password.",
            action="Choose a password",
            second_action="",
            notes=(
                "The link is valid for {validity} and works once.",
                "If it has expired, choose “Forgotten password” on the sign-in page and you will be sent a new one.",
            ),
        ),
    },
    calendar_summary={Role.PATIENT: "Appointment with {other}", Role.DOCTOR: "Appointment: {other}"},
    time_label={
        VisitKind.BOOKED: "When",
        VisitKind.RESCHEDULED: "New time",
        VisitKind.CANCELLED: "Was planned for",
        VisitKind.REMINDER: "When",
    },
    previous_time_label="Old time",
    other_label={Role.PATIENT: "With", Role.DOCTOR: "Patient"},
    specialty_label="Specialty",
    visit_type_label="Type of visit",
    duration_label="Duration",
    location_label="Where",
    own_time="(your local time: {when})",
    view_appointment="View appointment",
    link_below="If the button does not work, open this address in your browser:",
    visit_footer="This message was sent automatically and concerns one of your appointments. Please do not reply to it.",
    account_footer="This message was sent automatically and concerns a MedBook account. Please do not reply to it.",
)
