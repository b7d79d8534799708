"""Small files of an election for the tests of `forecast`, `backtest` and `targets`."""

import csv
import json

HEADER = "election_date,seat_code,seat_name,region,nation,electorate,valid_votes,party,votes".split(
    ","
)
SEATS = [
    ("N1", "Northfield", "North", "Ayland"),
    ("N2", "Norton", "North", "Ayland"),
    ("S1", "Southam", "South", "Ayland"),
    ("B1", "Beeton", "Beeland", "Beeland"),
]
VOTES = {
    "2015-05-07": [(500, 400, 100), (420, 480, 100), (300, 450, 250), (350, 350, 300)],
    "2019-12-12": [(450, 460, 90), (460, 450, 90), (330, 450, 220), (300, 380, 320)],
}


def candidacies(votes=None):
    """Rows of a results file, as lists of text."""
    return [
        [day, *seat, "2000", str(sum(row)), party, str(count)]
        for day, table in (votes or VOTES).items()
        for seat, row in zip(SEATS, table, strict=True)
        for party, count in zip("XYZ", row, strict=True)
    ]


def write(path, rows, header=HEADER):
    """Write a CSV file and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def read(path):
    """The rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(capsys, *arguments):
    """Run a command: its exit code, what it said on standard output, and on standard error."""
    from groundswell import cli

    capsys.readouterr()
    code = cli.run([str(one) for one in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def answer(capsys, *arguments):
    """The JSON object of a command that must succeed."""
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def complaint(capsys, *arguments):
    """The one line of a command that must refuse its input."""
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, ""), (code, out, err)
    assert err.count("\n") == 1, err
    return err.strip()
