"""Made-up volunteers for the demo: as many as you like, and not one of them real.

First and last names are common ones of the many origins of people in Britain, drawn apart. The
e-mail addresses end in example.org, which belongs to nobody (RFC 2606), and the telephone numbers
are the thousand that Ofcom keeps free for film and drama.
"""

import unicodedata

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from groundswell.errors import InputError

COMMON_FIRST_NAMES = """
    Aaliyah Aaron Abdul Abena Abigail Adam Adaeze Adwoa Agnieszka Ahmed Aisha Alan Alasdair Ali
    Alice Alison Amara Amelia Amina Amir Amit Ana Andrea Andrei Andrew Aneurin Angela Angharad
    Anil Anita Anjali Anna Anthony Anwen Arjun Ashley Asif Ava Ayesha Ayo Babajide Barbara
    Beatriz Ben Beth Bilal Brendan Brian Bronwen Carlos Carol Caroline Carys Catherine
    Cerys Charlotte Chen Chidi Chinedu Chloe Christine Ciara Claire Colin Conor Craig Daisy
    Daniel Danuta Darren David Dawn Deborah Deepa Delroy Denise Dermot Dilys Dmitri Donna Dylan
    Ebony Edward Efua Eilidh Eleanor Elena Elif Elizabeth Ella Ellen Elliot Emeka Emily Emma
    Emre Eoin Ethan Euan Eva Ewa Farah Fatima Femi Fergus Fiona Frances Francesca Funmi Gareth
    Gary Gemma George Gethin Gita Gloria Grace Graham Grzegorz Gwen Habib Hamza Hannah Harjit
    Harpreet Harriet Harry Hasan Hassan Hazel Heather Helen Henry Hui Hywel Ian Ibrahim Ifeoma
    Ines Ioana Iona Isaac Isabel Isla Ismail Iwan Jack Jacob Jade Jagdeep James Jamila Jan
    Jane Janet Jasmine Jaswinder Javier Jean Jennifer Jessica Joanna João John Jordan Joseph
    Joyce Julia Kamal Karen Karolina Kate Kavita Keisha Keith Kelly Kemi Kenneth Kevin Khadija
    Kieran Kiran Krzysztof Kwabena Kwame Lakshmi Latoya Laura Lauren Layla Leanne Lee Leila
    Leon Lewis Li Liam Linda Lisa Lorna Louise Lucy Luis Luke Lynn Maciej Magda Mahmoud Mairead
    Malcolm Manjit Maria Marcin Margaret Marek Mark Marlon Martin Mary Maryam Matthew Maureen
    Megan Mehmet Mei Michael Michelle Mihai Milan Mina Mohammed Moira Molly Monika Morag
    Musa Mustafa Nadia Naomi Natalia Natasha Neha Neil Niamh Nia Nicola Nigel Nikhil Nisha Noor
    Norma Obinna Olga Oliver Olivia Olu Omar Owen Padraig Pamela Patricia Patrick Paul Paula
    Pauline Pedro Peter Philip Piotr Poppy Pradeep Priya Rachel Rafał Rahul Raj Rebecca Rhian
    Rhiannon Rhys Richard Rita Robert Roisin Rory Rosa Rosie Ross Ruby Ruth Ryan Sadia Sally
    Salma Sam Samina Samuel Sandra Sanjay Sara Sarah Scott Sean Shabana Shanice Sharon Sian
    Simon Sinead Siobhan Siva Sofia Sophie Stacey Stefan Stephen Steven Stuart Sunita Susan
    Suresh Svetlana Tahir Tamara Tanya Tariq Teresa Thandiwe Theo Thomas Tim Tomasz Tracey
    Tunde Usha Usman Uzma Valerie Vanessa Vera Victoria Vijay Vikram Vincent Wanjiru Wayne Wei
    Wendy William Winston Xin Yan Yasmin Yetunde Yusuf Zahra Zainab Zara Zoe Zofia
"""
COMMON_LAST_NAMES = """
    Abdi Abdullah Achebe Adams Adebayo Adeyemi Agarwal Ahmed Akhtar Ali Allen Amin
    Anderson Andrews Appiah Armstrong Asante Ashworth Atkinson Aydin Bailey Baker Balogun Banerjee
    Barker Barnes Barrett Bassey Begum Bell Bennett Bhatt Black Boateng Bowen Boyle Bradley
    Brennan Brooks Bryant Burke Burns Butler Byrne Campbell Carr Carter Chan Chapman Chaudhry
    Chen Cheung Chowdhury Clark Clarke Coleman Collins Connolly Cook Cooper Costa Cox
    Craig Cunningham Dahal Daly Daniels Das Davidson Davies Dawson Demir Desai Dhillon Dixon Doherty
    Donnelly Douglas Doyle Duffy Duncan Dyer Edwards Eke Ellis Eze Evans Farah Ferguson
    Fernandes Fernandez Fisher Fitzgerald Fleming Fletcher Forbes Ford Foster Fox Francis Fraser
    Gallagher García Gardner George Gibson Gill Gonçalves Gordon Graham Grant Green Gregory Grewal
    Griffiths Gupta Gurung Hall Hamid Hamilton Hansen Haque Harris Harrison Hart Harvey Hassan
    Hayes Henderson Hernandez Hill Ho Holmes Horvat Howard Howells Hughes Hunter Hussain
    Hussein Ibrahim Igwe Inglis Iqbal Islam Ivanova Iyer Jackson James Jankowski Jenkins Jovanović
    Joseph Joshi Kamara Kane Kapoor Kaur Kaya Kelly Kennedy Khan Khatun King Knight Kovács Kowalska
    Kowalski Kumar Lam Lawson Le Lee Lewandowski Lewis Li Lin Lindsay Liu Lloyd Lopez Lowe
    Lynch Macdonald Mackay Mackenzie Maclean Mahmood Malik Marshall Martin Martins Mason
    McAllister McBride McCarthy McDonald McGrath McIntyre McKenna McLaughlin Mehta Mendes Mensah
    Miah Mills Mistry Mitchell Mohamed Moore Morgan Morris Morrison Moyo Muir Mukherjee Murphy
    Murray Mwangi Nair Ncube Ndlovu Nelson Ng Nguyen Nicholson Novak Nowak Nwosu Obi O'Brien
    O'Connor Odhiambo O'Donnell Ogunleye Okafor Okeke Okonkwo Oliver O'Neill O'Reilly Osei
    O'Sullivan Owen Owusu Palmer Parker Parmar Patel Paterson Payne Pereira Perera Perry Petrov
    Pham Phillips Popescu Potter Powell Price Pritchard Pugh Qureshi Rahman Raman Rana Rao
    Reddy Rees Reid Reynolds Richards Roberts Robertson Robinson Rodrigues Rogers Rose Ross Roy
    Russell Ryan Sahota Saleh Sandhu Santos Saunders Schmidt Scott Sesay Shah Shaikh Sharma
    Shaw Sheikh Silva Simpson Sinclair Singh Smith Soares Spencer Stevens Stewart Stone Sutherland
    Szabó Tan Taylor Thapa Thomas Thompson Thomson Tomlinson Tran Turner Uddin Varma Verma
    Vieira Wade Walker Wallace Walsh Wang Ward Warsame Watkins Watson Webb West White Whitehead
    Wilkinson Williams Wilson Wójcik Wong Wood Wright Wu Xu Yadav Yang Yilmaz Young Yusuf Zhang
"""
FIRST_NAMES = tuple(COMMON_FIRST_NAMES.split())
LAST_NAMES = tuple(COMMON_LAST_NAMES.split())

# The longest journey a person will make, in minutes, and how many say so.
MAX_MINUTES = ((30, 0.25), (60, 0.40), (90, 0.25), (150, 0.10))
# Places for others in a driver's car.
CAR_SEATS = ((0, 0.10), (1, 0.15), (2, 0.20), (3, 0.40), (4, 0.15))
SLOTS = (
    ("sat-am", 0.24),
    ("sat-pm", 0.18),
    ("sun-am", 0.20),
    ("sat-am sat-pm", 0.12),
    ("sat-am sun-am", 0.10),
    ("sat-pm sun-am", 0.06),
    ("sat-am sat-pm sun-am", 0.10),
)
TRAINED_SHARE = 0.2
WALK_SHARE = 0.08
SIGN_UP_DAYS = 44  # from the call of the 2017 election to the last weekend


def made_up_volunteers(n: int, districts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Invent n volunteers, in the order in which they signed up.

    districts: columns district, lon, lat, population (null: nobody lives there), such as
    `groundswell.exchange.open_data.uk_postcode_districts()`.

    Columns: first_name, last_name, email (no two alike), phone, district, lon, lat (the centre of
    the district: a volunteer's home is known no better), max_minutes (one way), mode (car, transit
    or walk), car_seats (for others; 0 without a car), trained, slots (separated by a space),
    signed_up_hours (since sign-up opened; more and more towards the end).

    People come from places in proportion to population × density^0.7: activists are more urban
    than voters. The same generator state gives the same people.

    Raises InputError if n is negative or no district has people.
    """
    if n < 0:
        raise InputError(f"{n} volunteers can't be made up; 0 is the fewest.")
    lived_in = districts.filter(pl.col("population") > 0)
    if lived_in.is_empty():
        raise InputError("No district has people in it, so nobody can be made up to live there.")
    density = how_dense(lived_in)
    weight = lived_in["population"].to_numpy() * density**0.7
    home = rng.choice(lived_in.height, size=n, p=weight / weight.sum())

    first = np.array(FIRST_NAMES)[rng.integers(len(FIRST_NAMES), size=n)]
    last = np.array(LAST_NAMES)[rng.integers(len(LAST_NAMES), size=n)]
    mode = modes(density[home], rng)
    slots = [name for name, _ in SLOTS]
    people = {
        "first_name": first,
        "last_name": last,
        "email": addresses(first, last),
        "phone": [f"07700 900{number:03d}" for number in rng.integers(1000, size=n)],
        "max_minutes": drawn(MAX_MINUTES, n, rng),
        "mode": mode,
        "car_seats": np.where(mode == "car", drawn(CAR_SEATS, n, rng), 0),
        "trained": rng.random(n) < TRAINED_SHARE,
        "slots": np.array(slots)[rng.choice(len(SLOTS), size=n, p=[p for _, p in SLOTS])],
        # The square root of a uniform number: the rate of sign-ups grows in a straight line.
        "signed_up_hours": np.sort(np.sqrt(rng.random(n))) * SIGN_UP_DAYS * 24,
    }
    places = lived_in.select("district", "lon", "lat")[home]
    return (
        pl.DataFrame(people)
        .hstack(places)
        .select(
            *("first_name", "last_name", "email", "phone", "district", "lon", "lat"),
            *("max_minutes", "mode", "car_seats", "trained", "slots", "signed_up_hours"),
        )
    )


def how_dense(districts: pl.DataFrame) -> NDArray[np.float64]:
    """(n_districts,) one over the distance to the twelfth nearest district, in 1/km."""
    lat = np.radians(districts["lat"].to_numpy())
    lon = np.radians(districts["lon"].to_numpy())
    on_globe = np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    distances, _ = cKDTree(on_globe).query(on_globe, k=min(13, districts.height))
    furthest = np.atleast_2d(distances.reshape(districts.height, -1))[:, -1]
    return 1 / np.maximum(furthest * 6371.0, 0.1)


def modes(density: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.str_]:
    """How each person travels: about half by car, fewer where the city is dense."""
    spread = np.log(density)
    spread = (spread - spread.mean()) / max(float(spread.std()), 1e-9) if spread.size else spread
    car = np.clip(0.5 - 0.12 * spread, 0.1, 0.85)
    draw = rng.random(density.size)
    return np.where(draw < car, "car", np.where(draw < car + WALK_SHARE, "walk", "transit"))


def drawn(
    table: tuple[tuple[int, float], ...], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    values = np.array([value for value, _ in table])
    return values[rng.choice(len(table), size=n, p=[chance for _, chance in table])]


def addresses(first: NDArray[np.str_], last: NDArray[np.str_]) -> list[str]:
    """An address for each person, numbered so that no two are alike."""
    plain = {name: as_ascii(name) for name in (*FIRST_NAMES, *LAST_NAMES)}
    pairs = zip(first.tolist(), last.tolist(), strict=True)
    return [
        f"{plain[one]}.{plain[other]}.{number}@example.org"
        for number, (one, other) in enumerate(pairs, start=1)
    ]


def as_ascii(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
