#!/usr/bin/env python3
"""Build the gazetteer of dateline.actors: python tools/build_gazetteer.py [--data ../shared/data]

Reads the facts (country_codes.csv: names and capitals; leaders_reign_1945_2021.csv: leaders by surname;
leaders_factbook_2014_2026.csv: heads of state and government, a line for each reading of the World Factbook) and the
hand-kept files in dateline/actors/data/hand, which win wherever they say something: states.csv, people.csv
(full names, spellings, offices), reign_names.csv (full names for REIGN's surnames).
Writes states.csv, people.csv and offices.csv in dateline/actors/data. The same input gives the same files.
Of the hand-kept files the gazetteer itself reads organisations.csv, places.csv and deaths.csv (days of death).
"""

from __future__ import annotations

import argparse
import calendar
import csv
import html
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dateline.actors.words import fold, key, slug  # noqa: E402

DATA = ROOT / "dateline" / "actors" / "data"
HAND = DATA / "hand"

# Correlates of War abbreviations that REIGN uses, where they differ from ISO 3166 alpha-3.
COW = dict(
    pair.split(":")
    for pair in """
    BHM:BHS HAI:HTI TRI:TTO BAR:BRB GRN:GRD SLU:LCA SVG:VCT AAB:ATG SKN:KNA GUA:GTM HON:HND SAL:SLV COS:CRI BOL:BOL
    PAR:PRY URU:URY UKG:GBR IRE:IRL NTH:NLD FRN:FRA MNC:MCO SWZ:CHE SPN:ESP POR:PRT GMY:DEU GFR:DEU GDR:DDR AUS:AUT
    CZE:CSK CZR:CZE SLO:SVK MNG:MNE MAC:MKD CRO:HRV BOS:BIH KOS:XKX SLV:SVN BUL:BGR MLD:MDA ROM:ROU LAT:LVA LIT:LTU
    GRG:GEO SWD:SWE DEN:DNK ICE:ISL CAP:CPV EQG:GNQ GAM:GMB MAA:MRT NIR:NER CDI:CIV GUI:GIN BFO:BFA SIE:SLE TOG:TGO
    CAO:CMR NIG:NGA CEN:CAF CHA:TCD CON:COG DRC:COD TAZ:TZA BUI:BDI ANG:AGO MZM:MOZ ZAM:ZMB ZIM:ZWE MAW:MWI SAF:ZAF
    LES:LSO BOT:BWA SWA:SWZ MAG:MDG MAS:MUS MOR:MAR ALG:DZA LIB:LBY SUD:SDN LEB:LBN YAR:YEM YPR:YMD KUW:KWT BAH:BHR
    UAE:ARE OMA:OMN TAJ:TJK KYR:KGZ KZK:KAZ MON:MNG ROK:KOR BHU:BTN BNG:BGD MYA:MMR SRI:LKA MAD:MDV NEP:NPL THI:THA
    CAM:KHM DRV:VDR RVN:VNM MAL:MYS SIN:SGP BRU:BRN PHI:PHL INS:IDN ETM:TLS AUL:AUS NEW:NZL VAN:VUT SOL:SLB FIJ:FJI
    NAU:NRU MSI:MHL PAL:PLW SNM:SMR SEY:SYC
""".split()
)
FACTBOOK_NAMES = {
    "Burma": "MMR", "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG", "Cote d'Ivoire": "CIV",
    "Czechia": "CZE", "Gambia, The": "GMB", "Bahamas, The": "BHS", "Holy See (Vatican City)": "VAT",
    "Korea, North": "PRK", "Korea, South": "KOR", "North Korea": "PRK", "South Korea": "KOR", "Turkey (Turkiye)": "TUR",
    "Micronesia, Federated States of": "FSM", "Swaziland": "SWZ", "Macedonia": "MKD", "Cabo Verde": "CPV",
    "Timor-Leste": "TLS", "European Union": "", "Russia": "RUS",
}  # fmt: skip
TITLES = {
    "P": "President", "PM": "Prime Minister", "FM": "Foreign Minister", "C": "Chancellor", "K": "King", "Q": "Queen",
    "E": "Emperor", "GS": "General Secretary", "VP": "Vice President", "DM": "Defence Minister", "SL": "Supreme Leader",
    "SS": "Secretary of State", "CP": "Crown Prince", "FS": "Foreign Secretary", "L": "Leader", "PR": "Premier",
    "SG": "Secretary-General", "CE": "Chief Executive", "EM": "Emir", "SU": "Sultan", "CH": "Chairman", "SH": "Shah",
    "SD": "Secretary of Defense", "TS": "Treasury Secretary", "GOV": "Governor", "NSA": "National Security Adviser",
    "AMB": "Ambassador", "SP": "Speaker", "ML": "Military Leader", "FIN": "Finance Minister", "POPE": "Pope",
    "OPP": "Opposition Leader", "HR": "High Representative", "SEN": "Senator", "AG": "Attorney General",
    "DPM": "Deputy Prime Minister", "DG": "Director General", "HC": "High Commissioner", "ENV": "Special Envoy",
    "MIN": "Minister", "MAYOR": "Mayor", "PRINCE": "Prince", "PRINCESS": "Princess", "GEN": "General",
}  # fmt: skip
SURNAME_FIRST = {"CHN", "PRK", "KOR", "TWN"}
LAST_GIVEN = {"VNM", "VDR"}
# What the Factbook's lines leave in a name that is none.
NO_NAME = re.compile(
    r"^[a-z]|[,(]|\b(?:President|Minister|minister|Cabinet|Council|appointed|formerly|also|China|Australia|government|"
    r"Political|Affairs|Gnu|President-Elect)\b"
)
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "ben",
    "de",
    "van",
    "von",
    "der",
    "den",
    "da",
    "dos",
    "di",
    "du",
    "la",
    "le",
    "ter",
}


@dataclass
class Office:
    """A post of a person: title, alpha-3, first day and last day as ISO strings (year, month or day; "" unknown)."""

    title: str
    country: str
    since: str
    until: str


@dataclass
class Person:
    """A person of the gazetteer while it is built."""

    name: str
    country: str
    gender: str = "m"
    surname: str = ""
    aliases: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)


def surname_of(name: str, country: str) -> str:
    """The part of a name that news use alone, with the particles that belong to it left off."""
    words = name.split()
    if len(words) == 1:
        return name
    if country in SURNAME_FIRST and len(words) >= 2:
        return words[0]
    return words[-1]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def listed(cell: str) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def build_states(codes: list[dict[str, str]], hand: list[dict[str, str]]) -> list[dict[str, str]]:
    """States in order of their code; where the hand-kept file names one, its line wins and the codes fill the gaps."""
    kept = {row["code"]: row for row in hand}
    for row in codes:
        code = row["ISO3166-1-Alpha-3"]
        name = row["CLDR display name"].replace("St. ", "Saint ").replace("&", "and")
        formal = re.sub(r"^the ", "", row["UNTERM English Formal"].strip())
        capital = row["Capital"].strip()
        if code not in kept:
            kept[code] = {"code": code, "name": name, "capitals": "", "aliases": ""}
        state = kept[code]
        known = {fold(part) for part in [state["name"], *listed(state["aliases"])]}
        if formal and fold(formal) not in known and len(formal.split()) > 1:
            state["aliases"] = ";".join([*listed(state["aliases"]), formal])
        if row["is_independent"] == "Yes" and not state["capitals"] and capital not in UNSAFE_CAPITALS:
            state["capitals"] = capital
    columns = ("code", "name", "demonyms", "capitals", "aliases", "since", "until", "successor")
    return [{column: kept[code].get(column) or "" for column in columns} for code in sorted(kept)]


# Capitals that are also common first names, words or the name of their state, or that mean something else in news.
UNSAFE_CAPITALS = {
    "Brussels", "Kingston", "Georgetown", "Victoria", "Wellington", "Santiago", "Male", "San Marino", "Monaco",
    "Singapore", "Luxembourg", "Djibouti", "Vatican City", "Saint John's", "St. John's", "Sao Tome", "East Jerusalem",
    "Jerusalem", "Yaren", "Ciudad de la Paz", "Amsterdam", "Nur-Sultan", "Kingstown", "Hamilton", "Stanley",
}  # fmt: skip


def parse_people(rows: list[dict[str, str]], bodies: dict[str, str]) -> list[Person]:
    """Hand-kept people; an office is ``CODE COUNTRY SINCE/UNTIL`` or ``CODE SINCE/UNTIL`` for the row's country.

    In place of a country stands the id of an organisation for its heads; ``bodies`` gives its name.
    """
    people = []
    for row in rows:
        person = Person(row["name"].strip(), row["country"].strip(), (row["gender"] or "m").strip())
        person.surname = (row.get("surname") or "").strip() or surname_of(person.name, person.country)
        person.aliases = listed(row["aliases"])
        for text in listed(row["offices"]):
            parts = text.split()
            span = parts[-1]
            country = parts[1] if len(parts) == 3 else person.country
            title = TITLES[parts[0]]
            if country in bodies:
                title, country = f"{title} of {bodies[country]}", ""
            since, _, until = span.partition("/")
            person.offices.append(Office(title, country, since, until))
        people.append(person)
    return people


def day_text(day: str, month: str, year: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}" if day and month and year else year


def capitalised(word: str) -> str:
    """``O'NEILL`` -> ``O'Neill``."""
    return "'".join(part.capitalize() for part in word.split("'"))


def clean(text: str) -> str:
    text = html.unescape(text).replace("\xa0", " ")
    return re.sub(r"\s+", " ", text).strip()


# Words of a title in front of a name, in any order and number.
_TITLE_WORDS = re.compile(
    r"^(?:(?:Interim|Acting|Caretaker|Transitional|Transition|Interior|State|Affairs|Commission|Federal|Executive|Supreme|General|"
    r"Chief|Prime|People's|Assembly|Council|Ministers|President|President-elect|Minister|Minister-designate|Chancellor|King|"
    r"Queen|Emperor|Emir|Amir|Sultan|Premier|Taoiseach|Leader|Grand|Duke|Prince|Pope|Secretary|Chairman|Chairwoman|"
    r"Chairperson|Military|Head|Government|Counsellor|Presidential|Leadership|Crown|Co-prince|Co-Prince|Coprince|Captain|"
    r"Captains|Regent|Sheikh|Sovereign|Ayatollah|Dr\.?|Sir|Gen\.|Maj\.|Lt\.|Col\.|Field|Mar\.|Adm\.|Marshal|Major|"
    r"Colonel|Brig\.|Capt\.|Haji|Tuanku|Sayyid|\(Ret\.\)|Sr\.|Senior|ret\.|of|the|and|Republic|Islamic|Afghanistan|"
    r"Taliban|French|Vice|Governor|Sovereignty|National|Council's|Libyan|Swiss|Confederation|Central|Authority|Nation|"
    r"Armed|Forces|Commander|in|Chief|Kingdom|Bosnia|Herzegovina|Presidency|for|Foreign|Dame|Reverend|Hon\.|Rt\.|Mr\.|"
    r"Ms\.|Mrs\.|Cardinal|Archbishop|Bishop|Paramount|O|le|Ao|Ali'i|Ulu|ad|tempore|Pro|\([a-z ]+\)) )+"
)


def parse_factbook(
    rows: list[dict[str, str]], by_name: dict[str, str], independent: set[str], left_out: set[tuple[str, str]]
) -> list[Person]:
    """Holders of the two highest offices, from lines such as "President Emmanuel MACRON (since 14 May 2017)"."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in rows:
        code = by_name.get(fold(row["country"]), "")
        if code not in independent:
            continue
        text = clean(row["text"])
        match = re.match(
            r"(?P<who>[^(;]+?)(?: \([A-Za-z ]+\))? \((?:since|assumed office on) (?P<d>\d{1,2}) (?P<m>[A-Z][a-z]+) "
            r"(?P<y>\d{4})\s*\)",
            text,
        )
        if not code or not match or match["m"] not in MONTHS:
            continue
        who = re.sub(r'"[^"]*" ?', "", match["who"]).strip()
        title_match = _TITLE_WORDS.match(who)
        title = title_match[0].strip() if title_match else ""
        name = who[len(title_match[0]) :] if title_match else who
        name = re.sub(r"^(?:the |Dr\. |Sir )", "", name).strip()
        upper = [w for w in name.split() if w.isupper() and len(w) > 1 and w not in {"II", "III", "IV", "VI"}]
        if (code, name.lower()) in left_out or not upper or len(name.split()) > 6 or re.search(r"\d|[:\"]", name):
            continue
        proper = " ".join(
            "-".join(capitalised(p) if p.isupper() and len(p) > 1 and p not in {"II", "III", "IV", "VI"} else p
                     for p in w.split("-"))
            for w in name.split()
        )  # fmt: skip
        since = f"{match['y']}-{MONTHS[match['m']]:02}-{int(match['d']):02}"
        surname = (
            "-".join(capitalised(p) for p in upper[-1].split("-")) if len(upper) == 1 else surname_of(proper, code)
        )
        entry = found.setdefault(
            (code, slug(proper), row["office"]),
            {
                "name": proper,
                "surname": surname,
                "title": simple_title(title),
                "since": since,
                "seen": row["last_seen"],
            },
        )
        entry["seen"] = max(entry["seen"], row["last_seen"])
        entry["since"] = min(entry["since"], since)
    newest = max(row["last_seen"] for row in rows)
    people: dict[tuple[str, str], Person] = {}
    for (code, who, office), entry in found.items():
        rivals = [
            e["since"] for (c, _, o), e in found.items() if c == code and o == office and e["since"] > entry["since"]
        ]
        until = "" if entry["seen"] >= newest else min(rivals, default=entry["seen"])
        person = people.setdefault((code, who), Person(entry["name"], code, "", entry["surname"]))
        title = entry["title"] or ("President" if office == "chief of state" else "Prime Minister")
        person.offices.append(Office(title, code, entry["since"], until))
    return list(people.values())


def simple_title(title: str) -> str:
    """The title without what makes it provisional or ceremonial."""
    for name in ("Prime Minister", "Premier", "Chancellor", "President", "King", "Queen", "Emperor", "Sultan",
                 "Supreme Leader",
                 "Grand Duke", "Prince", "Pope", "Taoiseach", "State Counsellor", "Chairman"):  # fmt: skip
        if name in title:
            return {"Taoiseach": "Prime Minister"}.get(name, name)
    return "Emir" if re.search(r"Amir|Emir", title) else ""


def parse_reign(rows: list[dict[str, str]], names: list[dict[str, str]]) -> list[Person]:
    """Leaders whose full name the hand-kept file gives; a surname alone is no name and is left out."""
    full = {(row["state"], row["leader"]): row for row in names}
    people: dict[str, Person] = {}
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        known = full.get((row["stateabb"], row["leader"]))
        if not known:
            continue
        code = COW.get(row["stateabb"], row["stateabb"])
        person = people.setdefault(
            slug(known["name"]) + code,
            Person(
                known["name"], code, known["gender"] or "m", known.get("surname") or surname_of(known["name"], code)
            ),
        )
        since = day_text(row["sdate"], row["smonth"], row["syear"])
        until = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] and row["emonth"] else ""
        if not until and following and following["stateabb"] == row["stateabb"]:
            # Lines with a comma in the name lack the year in which the term ended.
            until = day_text(following["sdate"], following["smonth"], following["syear"])
        person.offices.append(Office(known["title"] or "Leader", code, since, until))
    return list(people.values())


def as_day(text: str, *, end: bool) -> date | None:
    """First (or last) possible day of an ISO date at its own precision."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if not end:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    nextm = date(parts[0] + 1, 1, 1) if len(parts) == 1 or parts[1] == 12 else date(parts[0], parts[1] + 1, 1)
    return nextm - timedelta(days=1)


def same_person(one: Person, other: Person) -> bool:
    """One person in two sources: same state, same surname, and a name that agrees or terms that overlap."""
    mine = {key(n) for n in [one.name, *one.aliases]}
    if key(other.name) in mine and one.country == other.country:
        return True
    if one.country != other.country or fold(one.surname) not in key(other.name):
        return False
    if any(set(key(other.name)) <= set(m) or set(m) <= set(key(other.name)) for m in mine if len(m) > 1):
        return True
    for a in one.offices:
        for b in other.offices:
            start, begin = as_day(a.since, end=False), as_day(b.since, end=False)
            if start and begin and abs((start - begin).days) < 45:
                return True
    return False


def merge(base: list[Person], more: Iterable[Person]) -> list[Person]:
    """``base`` wins: of a person whom it knows only a new spelling and offices of another title and time are taken."""
    by_surname: dict[tuple[str, str], list[Person]] = {}
    people = list(base)

    def index(person: Person) -> None:
        for word in {w for n in [person.name, person.surname, *person.aliases] for w in key(n)}:
            by_surname.setdefault((person.country, word), []).append(person)

    for person in people:
        index(person)
    elsewhere = {key(person.name) for person in base if len(key(person.name)) > 1}
    kept = {id(person) for person in base}
    for new in more:
        if key(new.name) in elsewhere and not by_surname.get((new.country, key(new.name)[-1])):
            continue  # the head of another state too: co-prince, king of a realm
        rivals = [p for word in key(new.name) for p in by_surname.get((new.country, word), [])]
        twin = next((p for p in rivals if same_person(p, new)), None)
        if twin is None:
            people.append(new)
            index(new)
            continue
        known = {key(n) for n in [twin.name, *twin.aliases]}
        if key(new.name) not in known and len(key(new.name)) > 1 and not NO_NAME.search(new.name):
            twin.aliases.append(new.name)
        for office in new.offices:
            start = as_day(office.since, end=False)
            clash = [
                o
                for o in twin.offices
                if start and (s := as_day(o.since, end=False)) and (abs((s - start).days) < 500 or
                   (s <= start and (not o.until or (as_day(o.until, end=True) or start) >= start)))
            ]  # fmt: skip
            told = any((o.title, o.country) == (office.title, office.country) for o in twin.offices)
            if not clash and not (told and id(twin) in kept):
                twin.offices.append(office)
    return people


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> int:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the fact files")
    args = parser.parse_args()
    codes = read(args.data / "country_codes.csv")
    states = build_states(codes, read(HAND / "states.csv"))
    independent = {row["ISO3166-1-Alpha-3"] for row in codes if row["is_independent"] == "Yes"} | {"TWN", "XKX", "HKG"}
    by_name = {fold(n): s["code"] for s in states for n in [s["name"], *listed(s["aliases"])]}
    by_name |= {fold(name): code for name, code in FACTBOOK_NAMES.items()}
    left_out = {(row["country"], row["name"].lower()) for row in read(HAND / "left_out.csv")}
    bodies = {row["id"]: row["name"] for row in read(HAND / "organisations.csv")}
    people = parse_people(read(HAND / "people.csv"), bodies)
    reign = parse_reign(read(args.data / "leaders_reign_1945_2021.csv"), read(HAND / "reign_names.csv"))
    people = merge(people, reign)
    people = merge(
        people, parse_factbook(read(args.data / "leaders_factbook_2014_2026.csv"), by_name, independent, left_out)
    )
    ids: dict[str, int] = {}
    person_rows, office_rows = [], []
    people = [p for p in people if not NO_NAME.search(p.name)]
    for person in sorted(people, key=lambda p: (p.country, slug(p.name))):
        base = slug(person.name)
        ids[base] = ids.get(base, 0) + 1
        who = base if ids[base] == 1 else f"{base}-{person.country.lower()}"
        person_rows.append((who, person.name, person.surname, person.gender, person.country, ";".join(person.aliases)))
        office_rows += [
            (who, o.title, o.country, o.since, o.until)
            for o in sorted(person.offices, key=lambda o: (o.since, o.title))
        ]
    columns = ("code", "name", "demonyms", "capitals", "aliases", "since", "until", "successor")
    sys.stdout.write(f"{write(DATA / 'states.csv', columns, (row.values() for row in states))} states\n")
    sys.stdout.write(
        f"{write(DATA / 'people.csv', ('id', 'name', 'surname', 'gender', 'country', 'aliases'), person_rows)} people\n"
    )
    sys.stdout.write(
        f"{write(DATA / 'offices.csv', ('person', 'title', 'country', 'since', 'until'), office_rows)} offices\n"
    )


if __name__ == "__main__":
    main()
