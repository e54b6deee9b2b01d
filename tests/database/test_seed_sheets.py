"""Generated deductions, corrections, programmes and standings are sound, and the awkward ones are there."""

import pytest
from test_seeding import new_database, seeded

from fkplus.database.protocols.deductions import parse_deductions

__all__ = ["new_database", "seeded"]  # fixtures

AWKWARD = {
    # Version 8
    "a total that the sheet got wrong": """
        performance where tss <> tes + pcs - deductions and override_reason like '%🐻'""",
    "an element without the judges' grades, for a reason": """
        element where marks = '{}' and goe is not null and override_reason is not null""",
    "a component without the judges' marks, for a reason": """
        component where marks = '{}' and panel_mark is not null and override_reason ~ '[\u0590-\u06FF]'""",
    "a vote without majority": "deduction where points = 0 and votes_for between 1 and votes_of / 2",
    "a vote of nobody": "deduction where points = 0 and votes_for = 0 and votes_of = 20",
    "words of a sheet that nobody understands": """
        deduction where kind = 'other' and points is null and char_length(raw_text) = 1000""",
    "words from right to left": "deduction where raw_text ~ '[\u0590-\u06FF]'",
    "a deduction that says only its kind": """
        deduction where num_nonnulls(points, count, votes_for, raw_text) = 0""",
    "a fall without words": """
        deduction where kind = 'fall' and points > 0 and num_nonnulls(raw_text, count) = 0""",
    "deductions that contradict the total": """
        deduction_difference where recomputed_deductions > deductions
        and char_length(override_reason) = 1000""",
    "several falls in one line": """
        deduction where kind = 'fall' and count > 1 and raw_text ~ '^Falls: -[0-9]+[.]00 '""",
    "two deductions of a performance": "deduction where no = 2 and points > 0",
    "a deduction of a disqualified sheet": """
        deduction join performance using (performance_id) where status = 'dsq'""",
    "deductions that are not told apart": """
        performance p where deductions > 0
        and not exists (select from deduction d where d.performance_id = p.performance_id)""",
    "the longest place of a document": "source_document where char_length(location) = 2000",
    "a document of unknown contents": "source_document where sha256 is null",
    "a document from which nothing was taken": """
        source_document d where not exists (
            select from performance p where p.source_document_id = d.source_document_id)""",
    "a sheet of no known document": "performance where source_document_id is null",
    "a protocol that was corrected twice": """
        performance_revision r join performance p using (performance_id)
        where r.revision = 2 and (r.sheet -> 'performance' ->> 'tss')::numeric < p.tss""",
    "the longest reason of a correction": "performance_revision where char_length(reason) = 1000",
    # Version 9
    "music without composer and performer": "music_work where num_nonnulls(composer, performer) = 0",
    "the longest names of music": """
        music_work where char_length(title) = 300 and char_length(composer) = 300
        and char_length(performer) = 300""",
    "music that is written from right to left": "music_work where title ~ '[\u0590-\u06FF]'",
    "a programme without title and theme": """
        programme where num_nonnulls(title, theme, media_url) = 0""",
    "the longest words of a programme": """
        programme where char_length(title) = 300 and char_length(theme) = 1000
        and char_length(media_url) > 2000""",
    "a programme that was replaced in mid-season": """
        programme a join programme b using (team_id, season, kind)
        where upper(a.during) = lower(b.during) and a.kind = 'free'""",
    "a programme without choreographer": """
        programme p where not exists (
            select from programme_choreographer c where c.programme_id = p.programme_id)""",
    "two choreographers of a programme": "programme_choreographer where position = 2",
    "music that returns": """
        programme_music a join programme_music b using (programme_id, music_work_id)
        where a.position < b.position""",
    "a team whose programmes are not told": """
        entry e where not exists (select from programme p where p.team_id = e.team_id)
        or exists (select from performance p where p.entry_id = e.entry_id
                   and p.status = 'ok' and p.programme_id is null)""",
    "a winner who lost the place by a ruling": """
        standing s join standing_decision d using (category_id)
        join standing_place p using (standing_decision_id, entry_id)
        where d.revision = 1 and p.place = 1 and s.place is null and s.status = 'dsq'""",
    "a tie in a segment that the free one decided": """
        performance a join performance b using (segment_id, rank)
        join standing x on x.entry_id = a.entry_id join standing y on y.entry_id = b.entry_id
        where a.performance_id < b.performance_id""",
    "a disqualified entry in a standing": """
        standing s join standing_decision d using (category_id)
        where s.status = 'dsq' and s.place is null and d.basis = 'rules'""",
    "a ruling over nobody": """
        standing_decision d where basis = 'ruling' and char_length(reason) = 1000 and not exists (
            select from standing_place p where p.standing_decision_id = d.standing_decision_id)""",
}  # fmt: skip


@pytest.mark.parametrize("case", AWKWARD)
def test_an_awkward_case_is_there(seeded, case):
    assert seeded.rows(f"select exists (select from {AWKWARD[case]})") == [(True,)]


def test_single_deductions_add_up_to_the_total(seeded):
    ((told, equal),) = seeded.rows("""
        select count(*), count(*) filter (where points = deductions) from (
            select p.deductions, coalesce(sum(d.points), 0) as points
            from performance p join deduction d using (performance_id)
            where p.status = 'ok' group by p.performance_id
            having bool_and(d.override_reason is null)) x""")
    assert told > 100
    assert equal == told


def test_falls_of_a_sheet_are_those_its_elements_print(seeded):
    ((checked, wrong),) = seeded.rows("""
        select count(*), count(*) filter (where d.count <> printed.falls)
        from deduction d join performance p using (performance_id) join category using (category_id)
        join event using (event_id), lateral (
            select count(*) as falls from element e
            where e.performance_id = d.performance_id and e.info like '%F') printed
        where d.kind = 'fall' and d.override_reason is null and p.status = 'ok' and season >= 2022""")
    assert checked > 30
    assert wrong == 0


def test_words_of_deductions_are_read_as_what_stands_beside_them(seeded):
    rows = seeded.rows("""
        select distinct kind, points, count, votes_for, votes_of, raw_text from deduction
        where raw_text is not null and kind <> 'other' and override_reason is null
        and votes_of is distinct from 20""")
    assert len(rows) > 6
    for *told, text in rows:
        (read,) = parse_deductions(text)
        assert [read.kind, read.points, read.count, read.votes_for, read.votes_of] == told


def test_each_standing_is_what_the_rules_propose_or_what_was_ruled(seeded):
    categories = "array(select category_id from category)"
    compared = f"""
        from (table standing) s full join propose_standings({categories}) p using (category_id, entry_id)
        where (s.place, s.total, s.status) is distinct from (p.place, p.total, p.status)"""
    ruled = {
        category
        for (category,) in seeded.rows("select category_id from standing_decision where basis = 'ruling'")
    }
    assert len({category for (category,) in seeded.rows("select category_id from standing")}) > 50
    different = {category for (category,) in seeded.rows(f"select distinct category_id {compared}")}
    assert len(different) == 1
    assert different < ruled


def test_most_performances_of_the_last_season_show_a_programme_of_their_team_season_and_day(seeded):
    ((skated, shown, wrong),) = seeded.rows("""
        select count(*), count(g.programme_id),
               count(*) filter (where g.season <> v.season or g.kind <> s.kind or g.team_id <> e.team_id
                                or not g.during @> v.starts_on)
        from performance p join segment s using (segment_id) join category c on c.category_id = p.category_id
        join event v using (event_id) join entry e using (entry_id)
        left join programme g using (programme_id)
        where v.season = 2025 and v.kind <> 'other'""")
    assert 0.7 * skated < shown < skated
    assert wrong == 0
