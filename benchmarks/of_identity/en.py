"""English names: people and companies of the United States and of Britain."""

from __future__ import annotations

import random

from faker.providers.person.en_GB import Provider as Britain
from faker.providers.person.en_US import Provider as States

from benchmarks.of_identity.picks import falling, said, weighted

NICKNAMES = {
    "Robert": "Bob Rob Bobby", "William": "Bill Will Billy", "Richard": "Rick Dick Rich",
    "James": "Jim Jimmy Jamie", "John": "Jack Johnny", "Michael": "Mike Mick", "Thomas": "Tom",
    "Elizabeth": "Liz Beth Lizzie", "Katherine": "Kate Kathy", "Catherine": "Cathy Kate",
    "Kathleen": "Kathy", "Margaret": "Maggie Peggy Meg", "Jennifer": "Jen Jenny", "Susan": "Sue",
    "Patricia": "Pat Patty Trish", "Joseph": "Joe Joey", "Charles": "Charlie Chuck",
    "Christopher": "Chris", "Daniel": "Dan Danny", "Matthew": "Matt", "Anthony": "Tony",
    "Andrew": "Andy Drew", "Steven": "Steve", "Stephen": "Steve", "Edward": "Ed Eddie Ted",
    "Kenneth": "Ken Kenny", "Timothy": "Tim", "Gregory": "Greg", "Jeffrey": "Jeff",
    "Nicholas": "Nick", "Benjamin": "Ben", "Samuel": "Sam", "Alexander": "Alex", "David": "Dave",
    "Jonathan": "Jon", "Rebecca": "Becky", "Jessica": "Jess", "Samantha": "Sam Sammy",
    "Victoria": "Vicky Tori", "Deborah": "Debbie Deb", "Barbara": "Barb", "Sandra": "Sandy",
    "Pamela": "Pam", "Christine": "Chris Tina", "Christina": "Tina Chris", "Philip": "Phil",
    "Peter": "Pete", "Donald": "Don", "Ronald": "Ron", "Raymond": "Ray", "Lawrence": "Larry",
    "Gerald": "Gerry Jerry", "Zachary": "Zach", "Joshua": "Josh", "Jacob": "Jake",
    "Abigail": "Abby", "Amanda": "Mandy", "Kimberly": "Kim", "Cynthia": "Cindy", "Theresa": "Terri",
}  # fmt: skip

us_surname, us_given = weighted(dict(States.last_names)), weighted(dict(States.first_names))
uk_surname = weighted(dict(Britain.last_names))
uk_given = falling(Britain.first_names, 0.4)
_letter = said("A:9 B:5 C:6 D:5 E:6 F:3 G:4 H:4 J:10 K:3 L:7 M:9 N:3 P:4 R:7 S:6 T:4 V:1 W:3")

TRADES = """
Plumbing:3 Construction:4 Motors:3 Auto_Sales:3 Logistics:3 Consulting:5 Solutions:5 Services:5
Electrical:3 Foods:2
Trading:2 Transport:2 Engineering:4 Design:3 Properties:3 Landscaping:2 Roofing:2 Dental:1
Software:3 Systems:3
Technologies:4 Partners:2 Marketing:2 Media:2 Supplies:2 Manufacturing:2 Builders:3
Insurance_Agency:1 Equipment:2
Car_Care:1 International:2 Industries:2 Capital:1 Freight:1 Catering:1 Cleaning_Services:2
Brothers:1 Security:1
"""
MARKS = """
Summit:3 Pioneer:3 Apex:3 Blue_Ridge:1 Riverside:2 Evergreen:2 Northern:2 Golden_Gate:1 Liberty:2
Premier:3 Sterling:2
Oakwood:2 Silver_Lake:1 Cornerstone:2 Crown:2 Atlantic:2 Pacific:2 Heritage:2 Lakeside:2 Redwood:1
Granite:1 Phoenix:2
Eagle:2 Star:2 Sunrise:2 Horizon:2 Vanguard:1 Beacon:2 Highland:1 Keystone:2 Pinnacle:2
First_Choice:1 Elite:2 Metro:2
Titan:1 Alpha:2 Delta:2 Orion:1 Quantum:1 Bright_Path:1 Clearwater:1 Stonebridge:1 Westfield:1
Kingsway:1 Maple_Leaf:1
All_Seasons:1 Advantage:1 Five_Star:1 Capital_City:1 Great_Lakes:1 Harbour:1 Harbor:1 Ironwood:1
Cedar:1 Falcon:1
"""
US_LEGAL = said(
    "LLC:38 Inc.:18 Inc:14 Corp.:4 Corporation:3 Co.:4 L.L.C.:3 LP:1 Holdings_LLC:2 -:12 Group:3"
)
UK_LEGAL = said("Ltd:52 Limited:24 LLP:4 Plc:2 Holdings_Ltd:2 Group_Ltd:2 (UK)_Ltd:3 -:8")
US_CITIES = """
New_York:9 Los_Angeles:7 Chicago:6 Houston:6 Phoenix:4 Philadelphia:4 San_Antonio:3 San_Diego:4
Dallas:4 San_Jose:2
Austin:3 Jacksonville:2 Columbus:2 Charlotte:3 Indianapolis:2 San_Francisco:3 Seattle:3 Denver:3
Boston:3 Nashville:2
Detroit:2 Portland:2 Las_Vegas:2 Memphis:1 Louisville:1 Baltimore:2 Milwaukee:1 Albuquerque:1
Tucson:1 Fresno:1
Sacramento:2 Mesa:1 Atlanta:3 Kansas_City:1 Miami:3 Raleigh:1 Omaha:1 Oakland:1 Minneapolis:2
Tulsa:1 Tampa:2
"""
US_STATE = {
    "New York": "NY 100", "Los Angeles": "CA 900", "Chicago": "IL 606", "Houston": "TX 770",
    "Phoenix": "AZ 850", "Philadelphia": "PA 191", "San Antonio": "TX 782", "San Diego": "CA 921",
    "Dallas": "TX 752", "San Jose": "CA 951", "Austin": "TX 787", "Jacksonville": "FL 322",
    "Columbus": "OH 432", "Charlotte": "NC 282", "Indianapolis": "IN 462", "Fresno": "CA 937",
    "San Francisco": "CA 941", "Seattle": "WA 981", "Denver": "CO 802", "Boston": "MA 021",
    "Nashville": "TN 372", "Detroit": "MI 482", "Portland": "OR 972", "Las Vegas": "NV 891",
    "Memphis": "TN 381", "Louisville": "KY 402", "Baltimore": "MD 212", "Milwaukee": "WI 532",
    "Albuquerque": "NM 871", "Tucson": "AZ 857", "Sacramento": "CA 958", "Mesa": "AZ 852",
    "Atlanta": "GA 303", "Kansas City": "MO 641", "Miami": "FL 331", "Raleigh": "NC 276",
    "Omaha": "NE 681", "Oakland": "CA 946", "Minneapolis": "MN 554", "Tulsa": "OK 741",
    "Tampa": "FL 336",
}  # fmt: skip
UK_CITIES = """
London:14 Birmingham:6 Manchester:6 Leeds:5 Glasgow:4 Sheffield:3 Bradford:2 Liverpool:4
Edinburgh:3 Bristol:3
Cardiff:2 Leicester:2 Coventry:2 Nottingham:2 Newcastle:2 Brighton:2 Hull:1 Plymouth:1 Reading:2
Derby:1
Southampton:2 Portsmouth:1 York:1 Norwich:1 Oxford:1 Cambridge:1 Exeter:1 Aberdeen:1 Swansea:1
Milton_Keynes:1
"""
UK_POST = {
    "London": "SW", "Birmingham": "B", "Manchester": "M", "Leeds": "LS", "Glasgow": "G",
    "Sheffield": "S", "Bradford": "BD", "Liverpool": "L", "Edinburgh": "EH", "Bristol": "BS",
    "Cardiff": "CF", "Leicester": "LE", "Coventry": "CV", "Nottingham": "NG", "Newcastle": "NE",
    "Brighton": "BN", "Hull": "HU", "Plymouth": "PL", "Reading": "RG", "Derby": "DE",
    "Southampton": "SO", "Portsmouth": "PO", "York": "YO", "Norwich": "NR", "Oxford": "OX",
    "Cambridge": "CB", "Exeter": "EX", "Aberdeen": "AB", "Swansea": "SA", "Milton Keynes": "MK",
}  # fmt: skip
us_city, uk_city, trade, mark = said(US_CITIES), said(UK_CITIES), said(TRADES), said(MARKS)


def person(chance: random.Random, family: str = "", *, british: bool = False) -> str:
    """A given name, in America often a middle initial, a surname."""
    first = (uk_given if british else us_given)(chance)
    last = family or (uk_surname if british else us_surname)(chance)
    draw = chance.random()
    if draw < (0.04 if british else 0.16):
        return f"{first} {_letter(chance)}. {last}"
    if draw < 0.2:
        return f"{first} {(uk_given if british else us_given)(chance)} {last}"
    return f"{first} {last}"


def company(
    chance: random.Random, *, british: bool, place: str = "", of: str = "", does: str = ""
) -> str:
    """Of a person's surname, a mark or initials; what it does; the legal form."""
    name = uk_surname if british else us_surname
    form = (UK_LEGAL if british else US_LEGAL)(chance)
    does, draw = does or trade(chance), chance.random()
    if of:
        core = f"{of} {does}"
    elif draw < 0.25:
        core = f"{name(chance)} {does}"
    elif draw < 0.62:
        core = f"{mark(chance)} {does}"
    elif draw < 0.70:
        core = f"{name(chance)} & {name(chance)}"
    elif draw < 0.76:
        core = f"{name(chance)} & {'Sons' if chance.random() < 0.8 else 'Co'}"
    elif draw < 0.84:
        core = f"{place or mark(chance)} {mark(chance)} {does}"
    elif draw < 0.92:
        core = f"{_letter(chance)}{_letter(chance)}{_letter(chance)} {does}"
    elif draw < 0.96:
        core = f"{name(chance)} Brothers {does}"
    else:
        core = f"{name(chance)} {mark(chance)} {does}"
    comma = "," if form.startswith(("Inc", "LLC")) and chance.random() < 0.3 else ""
    return f"{core}{comma} {form}".strip()
