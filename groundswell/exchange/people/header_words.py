"""What people write above their columns, in seven languages, and which field each word means."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from groundswell.exchange.people.fields import LEAVE_OUT
from groundswell.exchange.people.plain_text import without_marks

# Headers made plain, "E-mail address" → "emailaddress", by field.
SAID = {
    "full_name": "name fullname contactname personname volunteername electorname displayname "
    "namesurname namevorname vollername nomcomplet nomprenom nombrecompleto nombreyapellidos "
    "nomecompleto nomecognome nominativo volledigenaam naam ονοματεπωνυμο preferredname",
    "full_name_last_first": "lastfirst lastnamefirstname surnameforename surnamefirstname "
    "familyfirst namelastfirst apellidosynombre cognomenome nachnamevorname",
    "first_name": "firstname firstnames first fname givenname givennames given forename forenames "
    "christianname prenom vorname rufname nombre nombres nome primonome voornaam ονομα fornavn "
    "imie",
    "last_name": "lastname last lname surname familyname family secondname nom nomdefamille "
    "nachname familienname zuname apellido apellidos cognome achternaam επωνυμο etternavn "
    "efternamn nazwisko",
    "email": "email emailaddress emails mail mailaddress eaddress emailid preferredemail "
    "homeemail personalemail email1 email2 email3 email4 emailadresse courriel adressemail "
    "adresseemail correo correoelectronico correoe indirizzoemail postaelettronica emailadres "
    "ηλεκτρονικοταχυδρομειο epost",
    "phone": "phone phonenumber phoneno telephone telephonenumber telephoneno tel telno telnumber "
    "landline homephone homenumber prefphone preferredphone contactnumber contactno phone1 phone2 "
    "daytimephone eveningphone telefon telefonnummer festnetz telefono telephonefixe numero "
    "numerodetelephone telefone τηλεφωνο whatsapp",
    "mobile": "mobile mobilenumber mobileno mobilephone mob mobno cell cellphone cellnumber "
    "cellphonenumber handy handynummer mobil mobilnummer mobiltelefon natel portable "
    "telephoneportable telephonemobile movil telefonomovil celular cellulare mobiel κινητο gsm",
    "address": "address fulladdress homeaddress postaladdress streetaddress residentialaddress "
    "addressline addresslines propertyaddress adresse anschrift direccion domicilio indirizzo "
    "adres διευθυνση",
    "house": "house housenumber houseno housename housenumberorname hausnummer hausnr "
    "housenr buildingnumber streetnumber doornumber numerocivico civico huisnummer αριθμος",
    "street": "street streetname road strasse strassenname rue calle via viastrada straat οδος",
    "town": "town city towncity posttown locality municipality village ort stadt wohnort ville "
    "commune ciudad poblacion localidad citta comune plaats woonplaats πολη place",
    "postcode": "postcode postalcode pcode pc zip zipcode zip5 zipcode5 postcodezip zippostalcode "
    "postalzip plz postleitzahl codepostal cp codigopostal cap codicepostale τκ "
    "ταχυδρομικοςκωδικας postnummer",
    "source_id": "id personid memberid membershipid membershipnumber memberno membernumber "
    "membershipno externalid contactid volunteerid vanid voterfilevanid voterid electorid uuid "
    "uid supporterid constituentid userid mitgliedsnummer numeroadherent numerosocio",
    "roll_prefix": "electornumberprefix electorprefix rollprefix pollingdistrict",
    "roll_number": "electornumber electorno rollnumber electoralnumber electoralrollnumber",
    "roll_suffix": "electornumbersuffix electorsuffix rollsuffix",
    "area": "area areacode areaname region branch chapter ward wardcode wardname constituency "
    "constituencycode district localgroup localparty seat riding wahlkreis ortsverband section "
    "circonscription agrupacion circoscrizione precinct precinctname",
    "support_level": "supportlevel level support supportscore candidatesupport id1to5 "
    "supporterlevel likelihoodofsupport votersupport",
    "tags": "tags tag taglist labels label groups lists list segments segment etiquettes "
    "schlagworte etiquetas etichette can2usertags interests",
    "skills": "skills skill abilities competences competencias kenntnisse fahigkeiten experience",
    "slots": "slots slot availability avail available availabletimes whencanyouhelp timeslots "
    "shifts shift times preferredtimes verfugbarkeit disponibilite disponibilites disponibilidad "
    "disponibilita when",
    "consent_contact": "consent okcontact oktocontact cancontact maycontact optin emailoptin "
    "mobileoptin smsoptin subscribed subscriptionstatus gdprconsent gdpr consenttocontact "
    "canwecontactyou permissiontocontact contactpermission agreetocontact marketingconsent "
    "can2subscriptionstatus einwilligung einverstandnis consentement consentimiento consenso "
    "toestemming συγκαταθεση",
    "birth_date": "birthdate dateofbirth dob birthday born bornat electordob geburtsdatum geboren "
    "datedenaissance naissance fechadenacimiento datadinascita geboortedatum "
    "ημερομηνιαγεννησης",
    "do_not_contact": "donotcontact dnc donotknock donotcall donotemail donotphone nocontact "
    "federaldonotcall optout optedout unsubscribed blocked blockeddate nichtkontaktieren "
    "nepascontacter nocontactar nichtanrufen",
}

# What says only whose column it is: "Vol_FullName" means what "FullName" means.
FILLERS = frozenset(
    "vol volunteer volunteers person people contact contacts member members supporter supporters "
    "voter voters your my user users primary main current home the of de del du su votre ihr ihre "
    "ihr tu il la le property elector v".split()
)
NEAR = 0.86  # of difflib's ratio, for slips such as "Frist name"
SHORTEST_FOR_NEAR = 6

_LINE = re.compile(r"^(?:address|addressline|addr|adresse|adresszeile|direccion|indirizzo)([1-6])$")


@dataclass(frozen=True)
class Meaning:
    """The field that a header means, "" if none, and how sure we are, 0 to 1."""

    field: str
    confidence: float


def plain(header: str) -> str:
    """A header without capitals, marks and what isn't a letter or a figure."""
    return "".join(letter for letter in without_marks(header) if letter.isalnum())


@lru_cache(maxsize=4096)
def meaning(header: str) -> Meaning:
    """The field that a header most likely means, by its words alone."""
    for text, sure in _readings(header):
        code = _field_of(text)
        if code:
            return Meaning(code, sure)
    text = plain(header)
    if len(text) >= SHORTEST_FOR_NEAR and text.isascii():
        near = difflib.get_close_matches(text, WORDS, n=1, cutoff=NEAR)
        if near:
            return Meaning(WORDS[near[0]], 0.7)
    return Meaning(LEAVE_OUT, 0.0)


def words_of(header: str) -> list[str]:
    """The words of a header: cut at blanks and signs, and where small letters meet a capital."""
    apart = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])", " ", header)
    return [word for word in re.split(r"[^\w]+|_", without_marks(apart)) if word]


def _readings(header: str) -> Iterator[tuple[str, float]]:
    yield plain(header), 0.95
    yield plain(re.sub(r"[(\[].*?[)\]]", "", header)), 0.9
    words = words_of(header)
    for n in range(1, len(words)):
        if words[n - 1] not in FILLERS:
            break
        yield "".join(words[n:]), 0.85
    yield "".join(word for word in words if word not in FILLERS), 0.8


def _field_of(text: str) -> str:
    line = _LINE.match(text)
    return f"address_{line[1]}" if line else WORDS.get(text, LEAVE_OUT)


WORDS = {plain(word): code for code, words in SAID.items() for word in words.split()}
