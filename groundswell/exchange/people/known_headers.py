"""The columns of the formats we know, headers made plain (`header_words.plain`), each to our field.

"" leaves a column out on purpose: we have no use for it, or shouldn't keep it. Where each header
was seen published is said in docs/reference/people-files.md.
"""


def _columns(left_out: str = "", /, **fields: str) -> dict[str, str]:
    """From field="header header …" and the headers left out."""
    columns = {header: field for field, headers in fields.items() for header in headers.split()}
    return columns | dict.fromkeys(left_out.split(), "")


# Fourteen columns, or thirteen with one name; some add an elector ID, which the monthly updates
# lack, so that the number on the roll has to tell who is who. Canvassers add columns of their own.
REGISTER_UK = _columns(
    "electorid electormarkers markers rag displayedposter donotleaflet datelastknocked notes "
    "changetype changetypeid",
    roll_prefix="electornumberprefix",
    roll_number="electornumber",
    roll_suffix="electornumbersuffix",
    birth_date="electordob",
    last_name="electorsurname",
    first_name="electorforename",
    full_name_last_first="electorname",
    postcode="postcode propertypostcode electorpostcode",
    address_1="address1 propertyaddress1",
    address_2="address2 propertyaddress2",
    address_3="address3 propertyaddress3",
    address_4="address4 propertyaddress4",
    address_5="address5 propertyaddress5",
    address_6="address6 propertyaddress6",
    do_not_contact="donotknock",
)

# Lists, canvass reports and the columns of bulk imports.
VAN = _columns(
    "middlename suffix sex party age state stateorprovince countrycode displayasentered mzip5 "
    "mcity mstate mzip4 zip4 precinctname registrationstatusname datereg citycouncilname "
    "censustractname "
    "latitude longitude datecanvassed result contacttype canvassedby createdby datecreated "
    "inputtypename minivancampaign surveyresponse surveyquestionname surveyquestiontype votervanid "
    "externalid cellphonecountrycode phonecountrycode maddress dwid race racename ethnicity "
    "datecontacted canvassresult value date",
    source_id="voterfilevanid vanid mycampaignvanid myvotersvanid",
    first_name="firstname",
    last_name="lastname",
    full_name="contactname name",
    email="preferredemail email homeemail",
    mobile="cellphone cell prefcellphone",
    phone="prefphone preferredphone homephone phone phonenumber",
    address="vaddress address streetaddress",
    address_1="addressline1",
    address_2="addressline2",
    address_3="addressline3",
    town="city vcity",
    postcode="zip5 vzip5 zip zipcode zippostal",
    birth_date="dob",
)

ACTION_NETWORK = _columns(
    "can2userstate can2stateabbreviated can2county can2country can2subscriptiondate can2smsstatus "
    "can2lifetimevalue can2language can2timezone can2usercountry can2lastopendate can2createdat",
    source_id="uuid actionnetworkid",
    first_name="firstname",
    last_name="lastname",
    email="email",
    postcode="zipcode can2zipcode",
    phone="can2phone phonenumber phone",
    address="can2useraddress",
    town="can2usercity",
    tags="can2usertags",
    consent_contact="can2subscriptionstatus",
)

NATIONBUILDER = _columns(
    "prefix middlename suffix legalname employer occupation sex party workphonenumber mobileoptin "
    "language isvolunteer pointpersonname pointpersonemail pointpersonid recruitername "
    "recruiteremail recruiterid civicrmid externalid primarystate primarycountry "
    "primarycountrycode primarycounty religion ethnicity note notes",
    source_id="nationbuilderid",
    first_name="firstname",
    last_name="lastname",
    email="email email1 email2 email3 email4",
    phone="phonenumber",
    mobile="mobilenumber",
    birth_date="bornat",
    address_1="primaryaddress1 address1 addressaddress1 registeredaddress1",
    address_2="primaryaddress2 address2 addressaddress2 registeredaddress2",
    address_3="primaryaddress3 address3 addressaddress3 registeredaddress3",
    town="primarycity city addresscity registeredcity",
    postcode="primaryzip zip zipcode addresszip primarypostcode registeredzip",
    support_level="supportlevel",
    tags="taglist",
    consent_contact="emailoptin",
    do_not_contact="donotcontact federaldonotcall",
)

# The mirror's names (user__given_name), and those of the API with its objects unpacked
# (person_given_name). What somebody gave at one sign-up counts where their account has nothing.
MOBILIZE = _columns(
    "id createddate modifieddate eventid timeslotid overridestartdate overrideenddate "
    "organizationid organizationname organizationslug affiliationid affiliationname "
    "affiliationslug status attended experiencefeedbacktype experiencefeedbacktext "
    "referrerutmsource referrerutmmedium referrerutmcampaign referrerutmterm referrerutmcontent "
    "referrerurl customfieldvalues customsignupfieldvalues eventtypename personid personpersonid "
    "personcreateddate personmodifieddate",
    source_id="userid personuserid",
    first_name="usergivenname persongivenname givennameatsignup",
    last_name="userfamilyname personfamilyname familynameatsignup",
    email="useremailaddress emailatsignup personemailaddresses personemailaddress",
    phone="userphonenumber phonenumberatsignup personphonenumbers personphonenumber",
    postcode="userpostalcode personpostaladdresses personpostalcode postalcodeatsignup",
    consent_contact="personsmsoptinstatus",
    do_not_contact="userblockeddate personblockeddate",
)
