"""How many rows every table gets for a SEED_COUNT, which is the number of users."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Rows of a table: `rows` for each `users`, within bounds; `is_about`: other tables or chance decide."""

    rows: int = 1
    users: int = 1
    least: int = 0
    most: int | None = None
    is_about: bool = False

    def of(self, seed_count: int) -> int:
        """Return the number of rows for `seed_count` users."""
        count = max(self.least, seed_count * self.rows // self.users)
        return count if self.most is None else min(count, self.most)


# People by what they are; the awkward ones come on top.
PEOPLE: Mapping[str, Ratio] = {
    "athletes": Ratio(users=20, least=24),
    "coaches": Ratio(users=100, least=6),
    "officials": Ratio(users=50, least=30),
}
# The calendar holds all seasons and events that tell something from 12,000 users on, and grows no more.
SEASONS = Ratio(users=150, least=3, most=6)
EVENTS_OF_A_SEASON = Ratio(users=200, least=5, most=60)
# Entries are shared out over the categories of the calendar, in proportion to their usual fields.
ENTRIES = Ratio(least=250)
CLUBS = Ratio(users=100, least=8)
DOCUMENTS = Ratio(users=200, least=20, most=60)
REVISIONS = Ratio(users=1_000, least=3, most=100)
MUSIC_WORKS = Ratio(users=50, least=40, most=2_000)
MODERATION_CASES = Ratio(users=50, least=12)
# In the order of seeding. The entries of a table are what `fkplus seed` announces; a seed asks for the exact
# ones with `ROWS["public.post"].of(context.seed_count)`. A test misses an entry for a seeded table.
ROWS: Mapping[str, Ratio] = {
    "public.account": Ratio(),
    "public.account_profile": Ratio(4, 5, is_about=True),
    "private.account_credential": Ratio(98, 100, is_about=True),
    "public.person": Ratio(8, 100, least=66, is_about=True),
    "public.person_name": Ratio(17, 100, least=140, is_about=True),
    "public.athlete": Ratio(1, 20, least=24),
    "public.club": Ratio(1, 100, least=13, is_about=True),
    "public.team": Ratio(4, 100, least=20, is_about=True),
    "public.team_member": Ratio(5, 100, least=26, is_about=True),
    "public.membership_period": Ratio(5, 100, least=30, is_about=True),
    "public.team_country": Ratio(4, 100, least=20, is_about=True),
    "public.team_club": Ratio(6, 100, least=30, is_about=True),
    "public.team_coach": Ratio(8, 100, least=40, is_about=True),
    "public.event": Ratio(1, 40, least=21, most=366, is_about=True),
    "public.category": Ratio(1, 8, least=80, most=2_100, is_about=True),
    "public.segment": Ratio(1, 4, least=160, most=4_200, is_about=True),
    "public.panel_seat": Ratio(4, 1, least=2_000, most=62_000, is_about=True),
    "public.entry": Ratio(1, 1, least=250, most=48_000, is_about=True),
    "public.performance": Ratio(2, 1, least=480, most=92_000, is_about=True),
    "public.element": Ratio(18, 1, least=4_300, most=830_000, is_about=True),
    "public.component": Ratio(8, 1, least=2_000, most=350_000, is_about=True),
    "public.source_document": Ratio(1, 200, least=23, most=63, is_about=True),
    "public.deduction": Ratio(1, 5, least=110, most=15_000, is_about=True),
    "public.performance_revision": REVISIONS,
    "public.music_work": Ratio(1, 50, least=44, most=2_004, is_about=True),
    "public.programme": Ratio(1, 8, least=100, most=11_600, is_about=True),
    "public.programme_choreographer": Ratio(1, 8, least=100, most=12_200, is_about=True),
    "public.programme_music": Ratio(1, 5, least=160, most=19_000, is_about=True),
    "public.standing_decision": Ratio(1, 8, least=80, most=2_100, is_about=True),
    "public.standing_place": Ratio(1, 1, least=250, most=48_000, is_about=True),
    "public.tag": Ratio(1, 20, least=40, most=5_000),
    "public.follow_account": Ratio(11, 1, is_about=True),
    "public.follow_team": Ratio(18, 1, is_about=True),
    "public.follow_person": Ratio(2, 1, is_about=True),
    "public.follow_event": Ratio(1, 1, is_about=True),
    "public.follow_tag": Ratio(2, 1, is_about=True),
    "public.favourite": Ratio(4, 1, is_about=True),
    "private.team_note": Ratio(1, 2, least=10, is_about=True),
    "private.account_block": Ratio(1, 25, is_about=True),
    "private.account_mute": Ratio(1, 12, is_about=True),
    "public.bear_transfer": Ratio(6, 1, is_about=True),
    "private.bear_message": Ratio(1, 2, is_about=True),
    "public.prediction_contest": Ratio(1, 100, most=300, is_about=True),
    "public.prediction": Ratio(4, 1, is_about=True),
    "public.post": Ratio(2, 1, least=40, is_about=True),
    "public.comment": Ratio(5, 1, is_about=True),
    "public.comment_reaction": Ratio(5, 1, is_about=True),
    "public.comment_mention": Ratio(1, 1, is_about=True),
    "public.post_reaction": Ratio(14, 1, is_about=True),
    "public.post_tag": Ratio(2, 1, is_about=True),
    "public.post_mention": Ratio(1, 10, is_about=True),
    "public.post_subject": Ratio(4, 5, is_about=True),
    "public.media": Ratio(2, 5, is_about=True),
    "private.notification": Ratio(5, 1, is_about=True),
    "private.notification_preference": Ratio(1, 5, is_about=True),
    "private.chat": Ratio(1, 2, is_about=True),
    "private.chat_member": Ratio(3, 2, is_about=True),
    "private.message": Ratio(4, 1, least=40, is_about=True),
    "public.programme_rating": Ratio(3, 1, is_about=True),
    "public.fantasy_league": Ratio(least=3, most=3),
    "public.fantasy_round": Ratio(1, 200, most=60, is_about=True),
    "public.fantasy_pool": Ratio(3, 200, most=180, is_about=True),
    "public.fantasy_pool_entry": Ratio(1, 10, most=8_000, is_about=True),
    "public.fantasy_pick": Ratio(1, 1, is_about=True),
    "private.moderator": Ratio(users=500, least=6),
    "private.moderation_case": Ratio(users=50, least=14, is_about=True),
    "private.report": Ratio(users=28, least=20, is_about=True),
    "private.moderation_action": Ratio(users=75, least=8, is_about=True),
    "private.appeal": Ratio(users=250, least=2, is_about=True),
}


def expected(seed_count: int, without: Collection[str] = ()) -> Mapping[str, int]:
    """Return about how many rows each table gets, but for the tables `without`."""
    return {table: ratio.of(seed_count) for table, ratio in ROWS.items() if table not in without}
