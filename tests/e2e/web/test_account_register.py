"""Signing up, when the link in the mail is followed somewhere else."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import PHONE
from tests.support.visitors import PASSWORD, Visitor


def test_a_link_that_was_followed_on_another_device_is_told_by_a_button(open_screen: OpenScreen, clinic: Visitor) -> None:
    email = f"{uuid4().hex}@newcomer.example"
    screen = open_screen(width=PHONE)
    screen.expect_refusal(403, "/v1/sessions")
    page = screen.go("/register").page
    page.get_by_label("First and last name").fill("Olga Otherwhere")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    followed = page.get_by_role("button", name="I have followed the link")
    followed.click()
    expect(page.get_by_role("alert")).to_contain_text("Not yet: this mail address is not confirmed.")
    assert [] == screen.violations_in_both_themes()
    assert not screen.overflows()

    (mail,) = clinic.mails(email, 1)
    token = re.search(r"#token=([\w.~-]+)", mail["text"])
    assert token
    assert clinic.another().http.post("/v1/email-verifications", json={"token": token[1]}).status_code == 204
    followed.click()
    expect(page.get_by_role("heading", name="My appointments")).to_be_visible()


def test_what_is_wrong_is_said_once_and_at_its_field(open_screen: OpenScreen) -> None:
    screen = open_screen()
    screen.expect_refusal(422, "/v1/patients")
    page = screen.go("/register").page
    password = page.get_by_label("Password", exact=True)
    submit = page.get_by_role("button", name="Create account")
    submit.click()
    expect(page.get_by_text("Please fill this in.")).to_have_count(3)
    page.get_by_label("First and last name").fill("Wendy Weak")
    page.get_by_label("Mail address").fill("wendy@newcomer.example")
    password.fill("short")
    submit.click()
    expect(password).to_have_accessible_description(re.compile("^These are fewer than 8 characters"))
    password.fill("password123")
    submit.click()
    expect(password).to_have_accessible_description(re.compile("This is easy to guess"))
    expect(password).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert [] == screen.violations_in_both_themes()
