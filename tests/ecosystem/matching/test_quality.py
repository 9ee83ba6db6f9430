"""The measure of the ranking reads any folder, learns nothing from it, and the product's own score ranks well."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench.quality import Measures, measure, of_one, without
from bench.quality_data import Stages, read_year
from ecosystem.matching.engine.parts import Kind, weights_in_order
from tests.ecosystem.matching.engine import builders

WEIGHTS = weights_in_order(Kind.FUNDERS, builders.WEIGHTS[Kind.FUNDERS])
STARTUPS = "startup_id,name,sectors,country,state,region,city,founded_on,stage_sought,amount_sought_usd,raising_on"
PAST = "investor_id,company,sectors,country,state,region,city,founded_on,stage,round_amount_usd,invested_on"


def written(folder: Path, startups: list[str], past: list[str], truth: list[str], investors: int) -> Path:
    people = [f"i{number},« L’Ancre » n°{number}" for number in range(investors)]
    files = {"startups": (STARTUPS, startups), "past_investments": (PAST, past)}
    files |= {"truth": ("startup_id,investor_id", truth), "investors": ("investor_id,name", people)}
    for name, (head, rows) in files.items():
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


def made_up(folder: Path, seed: int = 3, investors: int = 60) -> Path:
    """A year in which people go on doing what they did: each has a sector, a place and a size of their own."""
    rng = np.random.default_rng(seed)
    sector, city, size = rng.integers(0, 6, investors), rng.integers(0, 5, investors), rng.integers(10, 16, investors)

    def facts(of: int) -> str:
        own = rng.random(3) < 0.8
        chosen = sector[of] if own[0] else rng.integers(0, 6)
        where = city[of] if own[1] else rng.integers(0, 5)
        return f"secteur é{chosen},FRA,,,ville {where},,amorçage,{round(float(np.exp(size[of] + rng.normal(0, 0.3))))}"

    past = [
        f"i{of},maison {number},{facts(of)},20{24 - int(rng.integers(0, 4))}-0{int(rng.integers(1, 10))}-11"
        for number, of in enumerate(rng.integers(0, investors, 900).tolist())
    ]
    asked = rng.integers(0, investors, 80).tolist()
    startups = [f"s{number},pousse {number},{facts(of)},2025-03-0{number % 9 + 1}" for number, of in enumerate(asked)]
    return written(folder, startups, past, [f"s{number},i{of}" for number, of in enumerate(asked)], investors)


def test_the_ranking_of_a_made_up_year_does_not_fall(tmp_path):
    found = measure(read_year(made_up(tmp_path)), WEIGHTS)
    assert found.recall_10.mean() >= 0.85
    assert found.ndcg_10.mean() >= 0.55


def test_every_part_that_the_year_speaks_of_helps(tmp_path):
    year = read_year(made_up(tmp_path))
    whole = measure(year, WEIGHTS).mean()
    for part in ("sector", "ticket", "place"):
        left_out = weights_in_order(Kind.FUNDERS, without(builders.WEIGHTS[Kind.FUNDERS], part))
        assert measure(year, left_out).mean() < whole, part


def test_a_deal_of_the_raising_day_or_later_changes_nothing(tmp_path):
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    startups = ["s1,Une,mer,FRA,,Sud,Aix,,seed,100000,2025-05-05", "s2,Deux,vin,FRA,,Sud,Arles,,seed,,2025-05-05"]
    past = ["i0,A,mer,FRA,,Sud,Aix,,seed,90000,2024-01-01", "i1,B,vin,FRA,,Sud,Arles,,seed,90000,2024-02-01"]
    later = ["i1,C,mer,FRA,,Sud,Aix,,seed,100000,2025-05-05", "i1,D,mer,FRA,,Sud,Aix,,seed,100000,2025-06-01"]
    truth = ["s1,i0", "s2,i1"]
    before = read_year(written(tmp_path / "before", startups, past, truth, 3))
    after = read_year(written(tmp_path / "after", startups, past + later, truth, 3))
    assert [ages.deals.age_days.tolist() for _, ages in after.groups()] == [[31, 0]]
    for name in ("recall_10", "recall_50", "ndcg_10"):
        assert (getattr(measure(before, WEIGHTS), name) == getattr(measure(after, WEIGHTS), name)).all()


def test_startups_that_raise_on_different_days_see_different_deals(tmp_path):
    startups = ["s1,Une,mer,,,,,,,,2025-01-10", "s2,Deux,mer,,,,,,,,2025-03-10"]
    past = ["i0,A,mer,,,,,,,,2024-01-01", "i1,B,mer,,,,,,,,2025-02-01"]
    year = read_year(written(tmp_path, startups, past, ["s1,i0", "s2,i1"], 2))
    seen = {int(row): people.deals.person.tolist() for rows, people in year.groups() for row in rows}
    assert seen == {0: [0], 1: [0, 1]}


def test_nothing_stated_at_all_is_ranked_and_never_crashes(tmp_path):
    startups = ['s1,"Une, ""deux""",,,,,,,,,', "s2,,;;,,,,,,???,nan,31/12/2025", "s1,encore,,,,,,,,,"]
    past = [
        "i0,,,,,,,,,,",
        "i1,X,a|b,,,,,,venture,-5,2025",
        "inconnu,Y,,,,,,,,,2020-01-01",
        "i0,Z,,,,,,,,1e999,2025-13-45",
    ]
    year = read_year(written(tmp_path, startups, past, ["s1,i0", "s2,i9", "s9,i0"], 3))
    found = measure(year, WEIGHTS)
    assert found.recall_50.tolist() == [1.0]
    assert year.notes["truths_unknown"] == 2
    assert year.notes["deals_of_unknown_investors"] == 1
    assert year.notes["startups_without_a_day"] == 2
    for name in ("past_investments.csv", "truth.csv", "startups.csv", "investors.csv"):
        (tmp_path / name).unlink()
    assert measure(read_year(tmp_path), WEIGHTS).summary()["n"] == 0


def test_columns_that_are_missing_are_not_stated(tmp_path):
    made_up(tmp_path)
    for name in ("startups", "past_investments"):
        path = tmp_path / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {key: value for key, value in row.items() if key not in {"sectors", "city"}}
                for row in csv.DictReader(file)
            ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    year = read_year(tmp_path)
    assert (year.people.deals.sector == -1).all()
    assert 0 < measure(year, WEIGHTS).recall_10.mean() < 0.85


def test_stages_with_unknown_names_are_near_to_none():
    stages = Stages()
    known = [stages.of(name) for name in ("Seed", "Série A", "series-b", "series_c_plus")]
    assert np.diff(known).tolist() == [1, 1, 1]
    others = [stages.of(name) for name in ("venture_unspecified", "private equity", "venture unspecified")]
    assert min(abs(one - other) for one in others[:2] for other in [*known, *others] if one != other) > 1
    assert others[0] == others[2] < stages.size
    assert stages.of("") == -1


def test_recall_and_gain_are_the_usual_ones():
    ranked = np.arange(50)
    first = of_one(ranked, frozenset({0, 12}))
    assert first == (0.5, 1.0, pytest.approx(1.0 / (1.0 + 1.0 / np.log2(3))))
    assert of_one(ranked, frozenset({60})) == (0.0, 0.0, 0.0)


def test_the_interval_holds_the_mean_and_is_the_same_each_time():
    values = np.array([0.0, 1.0, 0.5, 0.25] * 20)
    shown = Measures(values, values, values).summary()
    assert shown == Measures(values, values, values).summary()
    low, high = shown["recall@10_95"]
    assert low < shown["recall@10"] < high


def test_a_part_left_out_leaves_weights_that_make_100():
    left = without(builders.WEIGHTS[Kind.FUNDERS], "place")
    assert (left["place"], sum(left.values())) == (0, 100)
    assert set(left) == set(builders.WEIGHTS[Kind.FUNDERS])


def test_the_command_prints_one_line_of_json(tmp_path):
    made_up(tmp_path)
    command = [sys.executable, "-m", "bench.quality", str(tmp_path), "--train", str(tmp_path)]
    line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert line["n"] == 80
    assert line["weights"] == builders.WEIGHTS[Kind.FUNDERS]
    assert line["train"][tmp_path.name]["recall@10"] == line["recall@10"]
    assert {"recall@10", "recall@10_95", "recall@50", "ndcg@10", "seconds"} <= set(line)
