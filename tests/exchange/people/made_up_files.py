"""Files as other tools write them: their published headers, our made-up people."""

import csv
import io
from collections.abc import Sequence

Row = Sequence[str]


def as_csv(*rows: Row, separator: str = ",") -> bytes:
    """Rows as CSV text; the first is the header."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


REGISTER_14 = as_csv(
    ["Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector Markers",
     "Elector DOB", "Elector Surname", "Elector Forename", "PostCode", "Address1", "Address2",
     "Address3", "Address4", "Address5", "Address6"],
    ["AB1", "234", "0", "", "", "HOPKIN", "Ceri", "SA4 3AB", "14 High Street", "Gorseinon",
     "Swansea", "", "", ""],
    ["AB1", "235", "2", "A", "08/06/2009", "O'DOWD", "Ann-Marie", "SA4 3AB", "Flat 2",
     "14 High Street", "Swansea", "", "", ""],
)  # fmt: skip

REGISTER_13 = as_csv(
    ["Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector Markers",
     "Elector DOB", "Elector Name", "PostCode", "Address1", "Address2", "Address3", "Address4",
     "Address5", "Address6"],
    ["AB1", "234", "0", "", "", "HOPKIN, Ceri", "SA4 3AB", "14 High Street", "Gorseinon",
     "Swansea", "", "", ""],
)  # fmt: skip

REGISTER_MONTHLY = as_csv(
    ["ElectorNumber", "ElectorSurname", "ElectorForename", "PropertyAddress1", "PropertyAddress2",
     "PropertyAddress3", "PropertyAddress4", "PropertyAddress5", "PropertyPostCode"],
    ["AB1-234/0", "HOPKIN", "Ceri", "14 High Street", "Gorseinon", "Swansea", "", "", "SA4 3AB"],
    ["AB1-235/2", "O'DOWD", "Ann-Marie", "Flat 2", "14 High Street", "Swansea", "", "", "SA4 3AB"],
)  # fmt: skip

REGISTER_CANVASSED = as_csv(
    ["Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector ID",
     "Elector Markers", "Elector DOB", "Elector Surname", "Elector Forename", "PostCode",
     "Address1", "Address2", "Address3", "Address4", "Address5", "Address6", "Do not knock",
     "Do not leaflet", "Displayed poster", "RAG", "Notes", "Date last knocked"],
    ["AB1", "234", "0", "991", "", "", "HOPKIN", "Ceri", "SA4 3AB", "14 High Street", "Gorseinon",
     "Swansea", "", "", "", "Y", "", "", "R", "has asthma", "01/05/2017"],
)  # fmt: skip

VAN_LIST = as_csv(
    ["Voter File VANID", "FirstName", "MiddleName", "LastName", "Suffix", "Sex", "Party", "Age",
     "Pref Phone ", "Cell Phone", "vAddress", "City", "State", "Zip5", "mZip5", "PrecinctName",
     "RegistrationStatusName", "DateReg", "Latitude", "Longitude"],
    ["1234567", "Rosa", "M", "Diaz", "", "F", "D", "41", "(555) 234-5678", "", "12 Elm St",
     "Boston", "MA", "2134", "02134", "Ward 3", "Active", "1/2/2008", "42.3", "-71.1"],
    ["1234568", "Omar", "", "Okafor", "", "M", "U", "29", "", "555-345-6789", "14 Elm St",
     "Boston", "MA", "02134", "02134", "Ward 3", "Active", "1/2/2012", "42.3", "-71.1"],
)  # fmt: skip

VAN_CONTACT_HISTORY = as_csv(
    ["Voter File VANID", "Contact Name", "Date Canvassed", "Result", "Contact Type",
     "Canvassed By", "Created By", "Date Created", "Input Type Name", "MiniVAN Campaign"],
    ["1234567", "Diaz, Rosa", "5/1/2024", "Canvassed", "Walk", "A B", "A B", "5/1/2024", "MiniVAN",
     "x"],
)  # fmt: skip

ACTION_NETWORK = as_csv(
    ["uuid", "first_name", "last_name", "email", "zip_code", "can2_phone", "can2_user_address",
     "can2_user_city", "can2_user_state", "can2_county", "can2_user_tags",
     "can2_subscription_status", "can2_subscription_date", "can2_sms_status",
     "can2_lifetime_value", "Favourite biscuit"],
    ["f0a1", "Rosa", "Diaz", "Rosa@Example.org", "02134", "5552345678", "12 Elm St", "Boston",
     "MA", "Suffolk", "canvasser, host", "subscribed", "2024-05-01", "unknown", "0", "digestive"],
    ["f0a2", "", "", "omar@example.org", "02134", "", "", "", "", "", "", "unsubscribed",
     "2024-05-01", "", "0", ""],
)  # fmt: skip

NATIONBUILDER = as_csv(
    ["nationbuilder_id", "email", "email_opt_in", "prefix", "first_name", "middle_name",
     "last_name", "suffix", "employer", "occupation", "sex", "party", "born_at", "phone_number",
     "work_phone_number", "mobile_number", "mobile_opt_in", "support_level", "is_volunteer",
     "federal_donotcall", "tag_list", "primary_address1", "primary_city", "primary_zip"],
    ["77", "rosa@example.org", "true", "Ms", "Rosa", "M", "Diaz", "", "", "", "F", "D",
     "1980-05-06", "(555) 234-5678", "", "555-345-6789", "false", "2", "true", "",
     "canvasser, host", "12 Elm St", "Boston", "02134"],
)  # fmt: skip

MOBILIZE_MIRROR = as_csv(
    ["id", "created_date", "user_id", "user__given_name", "user__family_name",
     "user__email_address", "user__phone_number", "user__postal_code", "user__blocked_date",
     "event_id", "timeslot_id", "status", "attended", "experience_feedback_text",
     "email_at_signup", "given_name_at_signup", "family_name_at_signup",
     "phone_number_at_signup", "postal_code_at_signup", "event_type_name"],
    ["1", "1", "500", "Rosa", "Diaz", "rosa@example.org", "15552345678", "02134", "", "9", "1",
     "CONFIRMED", "true", "", "rosa@example.org", "Rosa", "Diaz", "15552345678", "02134",
      "Canvass"],
    ["2", "1", "500", "Rosa", "Diaz", "rosa@example.org", "15552345678", "02134", "", "9", "2",
     "REGISTERED", "", "", "r.diaz@example.org", "Rosa", "Diaz", "15552345678", "02134", "Canvass"],
    ["3", "1", "501", "", "", "", "", "", "2024-05-01", "9", "2", "CANCELLED", "", "",
     "omar@example.org", "Omar", "Okafor", "15553456789", "02134", "Canvass"],
)  # fmt: skip

MOBILIZE_API = as_csv(
    ["id", "status", "attended", "timeslot_id", "person_id", "person_user_id",
     "person_given_name", "person_family_name", "person_email_addresses",
     "person_phone_numbers", "person_postal_addresses", "person_sms_opt_in_status"],
    ["1", "CONFIRMED", "True", "1", "8", "500", "Rosa", "Diaz",
     "[{'primary': True, 'address': 'rosa@example.org'}]",
     "[{'primary': True, 'number': '15552345678'}]",
     "[{'primary': True, 'postal_code': '02134'}]", "OPT_IN"],
)  # fmt: skip

SPOKE = as_csv(
    ["firstName", "lastName", "cell", "zip", "external_id", "pet"],
    ["Rosa", "Diaz", "5552345678", "02134", "77", "cat"],
)

SIGN_UP_FORM = as_csv(
    ["Vol_FullName", "E-mail", "Mob.", "PCode", "Avail", "OK_contact", "Notes (health etc)"],
    ["Ceri Hopkin", "ceri.h@example.org", "07700 900114", "SA4 3AB", "Sat am; Sun am", "Y",
     "bad knee"],
    ["Dafydd Lloyd", "d.lloyd@example.org", "+44 7700 900141", "LL11 2AB", "weekends", "Y", ""],
    ["Ann-Marie O’Dowd", "", "call office", "SA1 6AB", "Sat pm", "N", "asthma"],
    ["T.", "", "", "", "", "", "can drive"],
)  # fmt: skip
