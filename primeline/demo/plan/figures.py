"""The figures that the example operator must come out with: lines, levels, flows, reasons.

Money is in yuan a month. Codes are those of the archive's reference data.
"""

from dataclasses import dataclass

INTERNET = "INTERNET_LINE"
DATA = "DATA_LINE"
NETWORK = "NETWORKING"
VOICE = "VOICE_TRUNK"
DIALER = "DIALLER"
VPDN = "VPDN"
SATELLITE = "SATELLITE"
FRAME_RELAY = "FRAME_RELAY"
IDC = "IDC_RACK"
COLOCATION = "COLOCATION"
VIRTUAL_HOST = "CLOUD_HOST"
FAX = "INTERNET_FAX"
MOBILE = "MOBILE_GROUP"
IOT = "IOT"
NUMBERS = "NUMBER_400"
APPLICATION = "DICT"
BROADBAND = "BROADBAND"
FIXED_VOICE = "FIXED_VOICE"

LEASED = (INTERNET, DATA)
CIRCUITS = (INTERNET, DATA, NETWORK, VOICE, SATELLITE)


@dataclass(frozen=True)
class LineFigures:
    """How many of a line of business there are, what they cost and how they come and go.

    `low`, `median` and `high` are the 10 %, 50 % and 90 % points of the fee, with its mean.
    `gain` and `loss` are percent of the base a month, net of moves and swaps.
    """

    key: int
    ordinary: int
    low: float
    median: float
    high: float
    mean: float
    gain: float
    loss: float
    # What ordinary accounts pay on average, where that is less than key accounts do.
    ordinary_mean: float = 0.0


LINES: dict[str, LineFigures] = {
    INTERNET: LineFigures(3140, 0, 680, 1750, 5350, 2600, 1.62, 0.59),
    DATA: LineFigures(2480, 0, 460, 1260, 4900, 2150, 1.15, 0.47),
    NETWORK: LineFigures(1260, 0, 350, 880, 2200, 1150, 2.3, 0.65),
    VOICE: LineFigures(540, 0, 480, 1500, 4700, 2250, 0.75, 0.70),
    DIALER: LineFigures(46, 0, 1300, 3300, 8300, 4300, 0.4, 1.6),
    VPDN: LineFigures(210, 0, 670, 2900, 12500, 5600, 1.7, 0.45),
    SATELLITE: LineFigures(64, 0, 1650, 3900, 9200, 4900, 0.9, 0.7),
    FRAME_RELAY: LineFigures(17, 0, 930, 1700, 3100, 1900, 0, 3.3),
    IDC: LineFigures(260, 0, 1800, 7600, 32000, 14600, 1.3, 0.45),
    COLOCATION: LineFigures(310, 90, 225, 520, 1200, 640, 0.6, 1.1, 500),
    VIRTUAL_HOST: LineFigures(760, 1400, 70, 380, 2050, 890, 2.4, 0.9, 205),
    FAX: LineFigures(85, 120, 40, 90, 210, 115, 0.1, 2.2, 80),
    MOBILE: LineFigures(620, 5100, 375, 1900, 9600, 4200, 0.7, 0.5, 222),
    IOT: LineFigures(240, 450, 185, 1150, 7200, 3250, 2.1, 0.4, 500),
    NUMBERS: LineFigures(330, 700, 200, 800, 3200, 1450, 0.9, 1.0, 490),
    APPLICATION: LineFigures(190, 0, 310, 1500, 7200, 3200, 1.8, 0.6),
    BROADBAND: LineFigures(0, 15900, 130, 239, 430, 265, 1.5, 1.1, 265),
    FIXED_VOICE: LineFigures(0, 6200, 20, 60, 210, 96, 0.5, 0.9, 96),
}

# Share in %, net fee.
INTERNET_BANDWIDTHS: dict[int, tuple[float, float]] = {
    20: (22, 700),
    50: (30, 1400),
    100: (28, 2300),
    200: (11, 3900),
    500: (6, 7800),
    1000: (2.6, 13500),
    10000: (0.4, 42000),
}
BANDWIDTH_NOISE = 0.28
DISTANCES: dict[str, float] = {"IN_CITY": 60, "CROSS_CITY": 27, "CROSS_PROVINCE": 13}
# Share in %, net fee by distance in the order above.
DATA_BANDWIDTHS: dict[int, tuple[float, tuple[float, float, float]]] = {
    2: (16, (380, 800, 1700)),
    10: (38, (650, 1300, 2900)),
    50: (22, (1200, 2600, 6500)),
    100: (20, (1800, 4200, 10500)),
    1000: (4, (5500, 13000, 36000)),
}
ACCESS_KINDS: dict[str, float] = {"OWN_FIBER": 86, "LEASED": 11, "RADIO": 2, "SATELLITE": 1}
ASSURANCE: dict[str, float] = {"AAA": 5, "AA": 15, "A": 30, "NORMAL": 50}
QUANTITIES: dict[str, tuple[int, int]] = {
    # Cards, members and racks: with key accounts in all, and for one ordinary subscription.
    VPDN: (86_000, 0),
    MOBILE: (62_000, 6),
    IOT: (410_000, 120),
    IDC: (830, 0),
}


@dataclass(frozen=True)
class TierFigures:
    """How many accounts a service tier has and what they bring."""

    accounts: int
    mean_fee: float
    contacts: float
    annual_loss: float
    agreements: float
    points: float
    # Between which fees the tier lies; the level policy draws the same borders.
    floor: float
    ceiling: float


DIAMOND, GOLD, SILVER, STANDARD, ORDINARY = "T0", "T1", "T2", "T3", ""
KEY_TIERS = (DIAMOND, GOLD, SILVER, STANDARD)

TIERS: dict[str, TierFigures] = {
    DIAMOND: TierFigures(40, 195_000, 9, 0.01, 5, 8, 80_000, 560_000),
    GOLD: TierFigures(260, 39_000, 6, 0.03, 2.5, 3, 16_000, 80_000),
    SILVER: TierFigures(700, 8_900, 3.5, 0.06, 1.5, 1.5, 5_000, 16_000),
    STANDARD: TierFigures(1_000, 2_850, 2, 0.09, 1, 1, 350, 5_000),
    ORDINARY: TierFigures(18_000, 382, 1.2, 0.15, 0, 0.1, 0, 5_000),
}
POINTS_LIMIT = 50

WHY_INTERNET, WHY_VPDN, WHY_VOICE = "internet", "vpdn", "voice"
WHY_DIALER, WHY_OTHER, WHY_AGENT = "dialer", "other", "agent"

# First rule that fits, by tier: diamond, gold, silver, standard.
WHY_KEY: dict[str, tuple[int, int, int, int]] = {
    WHY_INTERNET: (40, 240, 512, 580),
    WHY_VPDN: (0, 6, 28, 40),
    WHY_VOICE: (0, 0, 48, 120),
    WHY_DIALER: (0, 0, 5, 16),
    WHY_OTHER: (0, 14, 95, 194),
    WHY_AGENT: (0, 0, 12, 50),
}
KEY_THRESHOLD = 2000
NEAR_THRESHOLD_SHARE = 0.11

GOVERNMENT, FINANCE, EDUCATION, HEALTH = "GOVERNMENT", "FINANCE", "EDUCATION", "HEALTH"
MANUFACTURING, LOGISTICS, ENERGY, RETAIL = "MANUFACTURING", "LOGISTICS", "ENERGY", "RETAIL"
IT, CONSTRUCTION, MEDIA, AGENTS = "INTERNET", "CONSTRUCTION", "MEDIA", "AGENT"

# Accounts by tier (diamond, gold, silver, standard) and the share of ordinary accounts in %.
INDUSTRIES: dict[str, tuple[int, int, int, int, float]] = {
    GOVERNMENT: (7, 40, 85, 148, 6),
    FINANCE: (16, 50, 50, 24, 3),
    MANUFACTURING: (4, 45, 120, 211, 17),
    EDUCATION: (3, 22, 65, 90, 5),
    HEALTH: (3, 18, 50, 69, 4),
    LOGISTICS: (2, 20, 60, 78, 8),
    ENERGY: (3, 20, 40, 37, 2),
    RETAIL: (0, 15, 88, 137, 36),
    IT: (2, 22, 78, 58, 7),
    CONSTRUCTION: (0, 4, 28, 68, 9),
    MEDIA: (0, 4, 24, 32, 3),
    AGENTS: (0, 0, 12, 48, 0),
}
