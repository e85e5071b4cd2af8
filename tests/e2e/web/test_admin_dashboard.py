"""The clinic in figures, as the API counts them; and what needs a look."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import PHONE, Screen
from tests.support.visitors import Visitor

BERLIN = ZoneInfo("Europe/Berlin")


def figure(page: Page, name: str) -> Locator:
    """The figure under a name."""
    return page.locator("dt", has_text=re.compile(f"^{name}$")).locator("xpath=../dd[1]")


def test_figures_are_those_of_the_days_that_are_chosen(desk: Screen, clinic: Visitor) -> None:
    page = desk.go("/admin").page
    page.get_by_text("Next 30 days").click()
    today = datetime.now(BERLIN).date()
    counted = clinic.http.get("/v1/admin/statistics", params={"from": str(today), "to": str(today + timedelta(days=29))}).json()
    totals = counted["totals"]
    expect(figure(page, "Confirmed")).to_have_text(str(totals["confirmed"]))
    expect(figure(page, "Cancelled")).to_have_text(str(totals["cancelled"]))
    page.get_by_text("Show as a table").first.click()
    table = page.get_by_role("table", name="Visits and bookings per day")
    busiest = max(counted["days"], key=lambda day: day["visits"])
    row = table.get_by_role("row").nth(1 + counted["days"].index(busiest))
    expect(row.get_by_role("cell").first).to_have_text(str(busiest["visits"]))
    # The chart says of a day that is pointed at what the table says.
    page.locator("svg[viewBox]").filter(has=page.locator("polyline")).hover(position={"x": 2, "y": 20})
    expect(page.get_by_text("In all")).to_have_count(1)


def test_days_of_one_s_own_stand_in_the_address(desk: Screen) -> None:
    first = datetime.now(BERLIN).date() - timedelta(days=40)
    page = desk.resize(PHONE).go("/admin").page
    page.get_by_text("Other days").click()
    page.get_by_label("First day").fill(f"{first:%d %b %Y}")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(f"from={first}"))
    expect(page.get_by_role("heading", name=re.compile(f"^Figures, {first.day} {first:%b}"))).to_be_visible()


def test_todays_visits_that_nobody_confirmed_are_one_click_away(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor, patient = clinic.new_doctor(), clinic.another().register("Uma Unconfirmed")
    assert 201 == patient.book(doctor, patient.slots(doctor)[0]).status_code
    # Somebody with most of the day ahead, whatever the time is here.
    early = clinic.another().register("Ada Early", time_zone=where_it_is_early())
    assert 200 == clinic.http.patch(f"/v1/admin/users/{early.account_id}", json={"role": "admin"}).status_code
    page = open_screen().sign_in(early.email, early.password).go("/admin").page
    page.get_by_role("link", name=re.compile("of today (is|are) not confirmed yet")).click()
    expect(page.get_by_role("row").filter(has_text="Uma Unconfirmed")).to_be_visible()


def where_it_is_early() -> str:
    """A zone in which it is about six in the morning."""
    ahead = (6 - datetime.now(UTC).hour + 12) % 24 - 12
    # The sign is the other way round in these names.
    return f"Etc/GMT{-ahead:+d}"
