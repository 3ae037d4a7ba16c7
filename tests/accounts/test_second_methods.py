"""Each model computed once more in another way, on whatever Hypothesis thinks of."""

from datetime import date, datetime, timedelta
from decimal import Decimal, getcontext
from fractions import Fraction

from accounts.account_builders import TODAY, shipped, with_value
from hypothesis import given, settings
from hypothesis import strategies as st

from kamsheets.accounts.cadence import months_after
from kamsheets.accounts.churn import Signal, churn
from kamsheets.accounts.delivered import Saving, delivered, energy_cost
from kamsheets.accounts.key_test import key_test
from kamsheets.accounts.lifecycle import Standing, lifecycle
from kamsheets.accounts.managers import pay_in_band, span
from kamsheets.accounts.portfolio import Year, position
from kamsheets.accounts.process import standard_process
from kamsheets.accounts.relations import KeyPerson, balance, matrix, overdue
from kamsheets.accounts.service import due
from kamsheets.accounts.surveys import csat
from kamsheets.accounts.value_model import value_score, weights

INDICATORS = list(weights(shipped()))
SIGNALS = {choice.code: choice.score for choice in shipped().choices["churn_signal"]}
STANCES = {choice.code: choice.score for choice in shipped().choices["stance"]}
TESTS = [choice.code for choice in shipped().choices["ka_tests"]]


@given(st.none() | st.integers(0, 200_000_000), st.tuples(*[st.sampled_from((True, False, None))] * len(TESTS)))
def test_key_account_over_every_completion_of_the_unknown(amount, answers):
    """The verdict holds when, and only when, it holds however the open questions are answered."""
    open_ = [k for k, said in enumerate(answers) if said is None]
    verdicts = set()
    for known in (0, 200_000_000) if amount is None else (amount,):
        for bits in range(2 ** len(open_)):
            full = list(answers)
            for n, k in enumerate(open_):
                full[k] = bool(bits >> n & 1)
            verdicts.add(known > 100_000_000 and all(full))
    found = key_test(amount, dict(zip(TESTS, answers, strict=True)), shipped())
    assert found.passed is (verdicts.pop() if len(verdicts) == 1 else None)


@given(st.dictionaries(st.sampled_from(INDICATORS), st.integers(1, 5)))
def test_value_score_in_whole_numbers(scores):
    """Weights 40/25/20/15 over three indicators each, as parts of 300."""
    parts = dict(zip(INDICATORS, [40] * 3 + [25] * 3 + [20] * 3 + [15] * 3, strict=True))
    found = value_score(scores, shipped())
    whole = sum(parts[code] for code in scores)
    assert found.score == (Fraction(sum(parts[c] * s for c, s in scores.items()) * 20, whole) if whole else None)
    assert sum(found.contributions.values()) == (found.score or 0)
    assert set(found.missing) == set(INDICATORS) - set(scores)


PEOPLE = st.lists(
    st.builds(
        KeyPerson, st.just("甲"), st.text("DM0123456789", min_size=1, max_size=4), st.none() | st.integers(1, 5),
        st.none() | st.sampled_from(("positive", "neutral", "negative")), st.none() | st.sampled_from(list(STANCES)),
        st.booleans(), last_contact=st.none() | st.dates(date(2026, 1, 1), TODAY),
    ),
    max_size=12,
)  # fmt: skip


@given(PEOPLE)
def test_stance_balance_is_the_mean_over_influence_units(people):
    """A person of influence 3 counts as three persons."""
    units = [STANCES[p.stance] for p in people if p.stance and p.influence for _ in range(p.influence)]
    assert balance(people, shipped()).value == (Fraction(sum(units), len(units)) if units else None)


@given(PEOPLE)
def test_everybody_stands_once_in_the_matrix_and_late_by_counting_days(people):
    assert sum(matrix(people, shipped()).values()) == len(people)
    days = {1: 90, 2: 30, 3: 30, 4: 7, 5: 7}
    late = [p for p in people if p.influence and (p.last_contact is None
            or (TODAY - p.last_contact).days > days[p.influence])]  # fmt: skip
    assert sorted(p.number for p in late) == sorted(one.person.number for one in overdue(people, shipped()))


@given(st.lists(st.tuples(st.sampled_from(list(SIGNALS)), st.integers(-5, 200))), st.lists(st.integers(-5, 200)))
def test_churn_day_by_day(signals, complaints):
    window = {TODAY - timedelta(days=n) for n in range(91)}
    stages = [SIGNALS[kind] for kind, ago in signals if TODAY - timedelta(days=ago) in window]
    repeated = [ago for ago in complaints if TODAY - timedelta(days=ago) in window]
    made = [Signal("甲", kind, TODAY - timedelta(days=ago)) for kind, ago in signals]
    found = churn(made, [TODAY - timedelta(days=ago) for ago in complaints], shipped())
    assert found.stage == max([0, *stages, *([1] if len(repeated) > 2 else [])])
    assert len(found.signals) == len(stages)


@given(st.lists(st.integers(1, 7)))
def test_csat_by_sorting(scores):
    found = csat(scores, 7, shipped())
    assert found.satisfied == sum(sorted(scores, reverse=True).count(best) for best in (7, 6))
    assert found.mean == (sum(map(Fraction, scores)) / len(scores) if scores else None)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=2, max_size=5))
def test_position_by_decimals(figures):
    """Profit rate and yearly growth with fifty digits; cases on the very bound are left to the table."""
    getcontext().prec = 50
    years = [Year("甲", 2020 + k, revenue, cost) for k, (revenue, cost) in enumerate(figures)]
    found = position(years, shipped())
    first, last = years[0], years[-1]
    if last.revenue > 0:
        rate = Decimal(last.revenue - last.cost) / last.revenue
        assert found.earns is (rate >= Decimal("0.15"))
    if first.revenue > 0 and last.revenue > 0:
        growth = (Decimal(last.revenue) / first.revenue) ** (Decimal(1) / (len(years) - 1)) - 1
        if abs(growth - Decimal("0.05")) > Decimal("1e-40"):
            assert found.grows is (growth > Decimal("0.05"))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1)).map(lambda t: t.replace(second=0, microsecond=0)),
       st.integers(0, 30))  # fmt: skip
@settings(max_examples=30)
def test_working_hours_minute_by_minute(start, hours):
    """Every minute of a working day from 9 to 18 counts one."""
    left, now = hours * 60, start
    while left or not _working(now):
        left -= _working(now)
        now += timedelta(minutes=1)
        if not left:
            break
    found = due(start, hours, with_value("sla_clock", "working"))
    assert found == now if hours else _worked(start, found) == 0
    assert _worked(start, found) == hours * 60


def _working(moment: datetime) -> bool:
    return moment.weekday() < 5 and 9 <= moment.hour < 18


def _worked(start: datetime, end: datetime) -> int:
    return sum(_working(start + timedelta(minutes=n)) for n in range(int((end - start).total_seconds()) // 60))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-24, 24))
def test_months_after_by_walking(day, months):
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)


@given(st.integers(0, 40), st.sets(st.sampled_from([c.code for c in shipped().choices["span_factor"]])))
def test_span_takes_one_account_a_factor(accounts, factors):
    assert span(accounts, factors, shipped()).overloaded is (accounts > max(1, 12 - len(factors)))


@given(st.integers(0, 100), st.integers(0, 100))
def test_pay_mix_by_enumeration(fixed, variable):
    allowed = {(whole, 100 - whole) for whole in range(75, 86)}
    assert pay_in_band(Fraction(fixed, 100), Fraction(variable, 100), shipped()) is ((fixed, variable) in allowed)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 4))
def test_lifecycle_by_the_number_of_its_stage(contacted, project, ordered, grows, stage):
    """The stages as numbers: churn 5, steady 4, growing 3, in touch 2, else 1."""
    number = 5 if stage else (3 if grows else 4) if ordered else 2 if contacted or project else 1
    scores = {choice.code: choice.score for choice in shipped().choices["lifecycle"]}
    assert scores[lifecycle(Standing(contacted, project, ordered, grows, stage))] == number


@given(st.lists(st.tuples(st.integers(0, 10**9), st.booleans())))
def test_savings_are_each_on_one_side(lines):
    confirmed, estimated = delivered(Saving(amount, sure) for amount, sure in lines)
    assert confirmed + estimated == sum(amount for amount, _ in lines)
    assert confirmed == sum(amount * sure for amount, sure in lines)


@given(st.integers(0, 100), st.integers(0, 8784), st.integers(0, 300), st.integers(1, 20))
def test_energy_cost_year_by_year(kw, hours, price, years):
    assert energy_cost(Fraction(kw), hours, Fraction(price), years) == sum(kw * hours * price for _ in range(years))


def test_every_milestone_belongs_to_the_stage_it_names():
    for one in standard_process(shipped()):
        assert all(stage.standard == one.stage.code for stage in one.milestones)
    assert {m.code for one in standard_process(shipped()) for m in one.milestones} == {s.code for s in shipped().stages}
