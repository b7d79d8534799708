"""What the tests of tests/access/test_registries.py know of: one line for each thing that runs.

Whoever adds a table, a command, a task, a feed or a letter adds its line here, and so says who may
use it and on whose behalf it works.
"""

# Tables that belong to no organisation, and why.
EVERYBODYS = {
    "accounts.organisation": "the organisations themselves",
    "accounts.user": "one person may work in several organisations",
    "places.boundaryset": "public geography",
    "places.area": "public geography",
    "places.outline": "public geography",
    "places.postcodedistrict": "public geography",
    "elections.party": "public results",
    "elections.seat": "public results",
    "elections.election": "public results",
    "elections.contest": "public results",
    "elections.candidacy": "public results",
    "elections.expectedshare": "public results",
    "elections.backtest": "public results, computed",
}

FILES_ONLY = "whoever has the files; opens no database"
OPERATOR = "whoever runs the server, in its shell; no organisation's rows"
FOR_ONE_ORGANISATION = "whoever runs the server, in its shell, for the one organisation it names"
COMMANDS = {
    "forecast": FILES_ONLY,
    "backtest": FILES_ONLY,
    "targets": FILES_ONLY,
    "dispatch": FILES_ONLY,
    "demo": OPERATOR,
    "serve": OPERATOR,
    "worker": OPERATOR,
    "migrate": OPERATOR,
    "doctor": OPERATOR,
    "places": OPERATOR,
    "people": FOR_ONE_ORGANISATION,
    "organisation": "whoever runs the server, in its shell: makes one and invites who runs it",
    "retention": "whoever runs the server, in its shell: each organisation's rules, in its scope",
}

# task: what it calls first, which enters the scope of the organisation it works for.
TASKS = {
    "dispatch.tasks.run_plan": "work",
    "elections.tasks.run_forecast": "work",
    "people.tasks.duplicates.run_look": "work",
    "people.tasks.exports.delete_export": "scope",
    "people.tasks.exports.write_export": "scope",
    "people.tasks.imports.run_apply": "_work_on",
    "people.tasks.imports.run_check": "_work_on",
    "people.tasks.imports.run_undo": "_work_on",
    "privacy.tasks.run_check_of_record": "work",
    "privacy.tasks.send_codes": "scope",
}
# What a clock calls, and how it enters each organisation's scope.
SCHEDULED = {
    "groundswell.apps.privacy.tasks.run_night_of_all": "each organisation in turn, in its scope",
}

# Routes that other programs read: who may, in words; the matrix says it in full.
FEEDS = {
    "plan-map": "plan.read",
    "plan-csv": "plan.read",
    "finder-map": "anybody; no person in it",
    "finder-calendar": "anybody; one published shift, nobody who comes",
    "forecast-map": "forecast.read",
    "targets-csv": "forecast.read",
    "outlines": "anybody; public geography",
    "import-refused": "import.people, of an import within reach",
    "my-data-json": "the person themselves, after a code sent to their address",
    "processing-register-csv": "privacy.handle; no person in it",
    "request-copy-json": "privacy.handle, with a second factor shown just now",
}

# letter: the variables it may hold. Subjects may name the organisation and nothing else.
LETTERS: dict[str, set[str]] = {
    "account/email/base_message.txt": set(),
    "account/email/login_code_message.txt": {"code", "site"},
    "account/email/login_code_subject.txt": set(),
    "accounts/letters/break_glass.txt": {"hours", "name"},
    "accounts/letters/invitation.txt": {"limit", "link", "name", "role", "until"},
    "accounts/letters/invited_by_server.txt": {"name", "role"},
    "accounts/letters/new_device.txt": {"at", "browser"},
    "accounts/letters/second_factor_changed.txt": {"at"},
    "accounts/letters/second_for_invitation.txt": {"link", "name", "role"},
    "accounts/letters/shift_link.txt": {"limit.words", "link", "minutes", "name"},
    "privacy/letters/code.txt": {"code", "minutes", "name"},
    "privacy/letters/nothing.txt": {"name"},
}

# Code that sends mail, and what it sends.
SENDERS: dict[str, str] = {
    "apps.accounts.mail": "letters of accounts/letters",
    "apps.people.planning.exporting": "that an export is ready: its number",
    "apps.privacy.notices": "that something happened, to data officers: no name, no number",
    "apps.privacy.planning.proving": "letters of privacy/letters, to the address they are about",
}
