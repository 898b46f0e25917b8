"""Statements: every rule of the speech lexicon against the examples beside it, who speaks, and through whom."""

from __future__ import annotations

import pytest

from dateline import extraction
from dateline.events.lexicon import Speech, lexicon
from dateline.model import Document, EventMention, When


def statements(text: str) -> list[EventMention]:
    document = Document(id="x", name="x", text=text, published=When.of("2019-03-20"))
    return [m for m in extraction.extract_document(document).mentions if m.type == "statement"]


def speakers(text: str) -> list[str | None]:
    return [m.speaker for m in statements(text)]


CASES = [(rule, text) for rule in lexicon().statements for text in rule.match]
COUNTER = [(rule, text) for rule in lexicon().statements for text in rule.no_match]


@pytest.mark.parametrize(("rule", "text"), CASES, ids=lambda v: v.name if isinstance(v, Speech) else None)
def test_example_is_told(rule: Speech, text: str) -> None:
    found = statements(text)
    assert any(f"statement.{rule.name}" in m.trace for m in found), [(m.evidence, m.trace) for m in found]


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=lambda v: v.name if isinstance(v, Speech) else None)
def test_counter_example_is_not_told(rule: Speech, text: str) -> None:
    found = [m for m in statements(text) if f"statement.{rule.name}" in m.trace]
    assert not found, [m.evidence for m in found]


def test_every_rule_has_an_example() -> None:
    for rule in lexicon().statements:
        assert rule.match, rule.name
        assert rule.no_match, rule.name


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"We are ready," said the German chancellor, Angela Merkel.', ["Angela Merkel"]),
        ("Her Russian counterpart, Sergei Lavrov, said that the talks would go on.", ["Sergei Lavrov"]),
        ("The Iranian foreign ministry has warned that it would leave the talks.", ["Iranian foreign ministry"]),
        ("Indian officials said that the border was quiet.", ["Indian officials"]),
        ("Emmanuel Macron arrived in Rome. The statement was made by Emmanuel Macron.", ["Emmanuel Macron"]),
        ("Angela Merkel: Germany will not leave the treaty", ["Angela Merkel"]),
        ("Angela Merkel was quoted by TASS as saying that the gas would flow.", ["Angela Merkel"]),
        (
            "Justin Trudeau said in a statement that he would go. The statement also called for calm.",
            ["Justin Trudeau"] * 2,
        ),
        ("Mikhail Gorbachev's offer to cut the army surprised Ronald Reagan.", ["Mikhail Gorbachev"]),
        ("A passer-by said that the road was closed.", []),
        (
            '"It was late. We were tired," one Polish official said. "It was cold. It was dark," he added.',
            ["one Polish official", "one Polish official"],
        ),
        ("Eva Lund, 56, of Bergen, said that the road was closed.", []),
        ("Jan Berg, a neighbour, said that the road was closed.", []),
        ("Jan Berg, an expert in roads, said that the road was closed.", ["Jan Berg"]),
        ("Many Russians said that the road was closed.", []),
        ("The storm hit Norway and claimed twelve lives.", []),
        ('"Never," exclaimed Angela Merkel.', ["Angela Merkel"]),
        ("Polish officers who had been searching for Jan Berg concluded that he had left.", ["Polish officers"]),
        ("The Gazette quoted the Polish minister as saying that the road was closed.", ["Polish minister"]),
        ("Polish investigators concluded in a report that a sensor had failed.", ["Polish investigators"]),
        ("Emmanuel Macron responded by accusing Angela Merkel of delay.", ["Emmanuel Macron"]),
        ("The European Union's observers said that the count was slow.", ["European Union's observers"]),
        ("According to a statement by Equinor, nobody was hurt.", ["Equinor"]),
        # Who spoke as something is called by its noun alone; whose spokesman or office speaks is told with the name.
        (
            "A Fisheries Department official said on Monday that cod was scarce. Fleets stayed in port. "
            "The official said that more would come.",
            ["Fisheries Department official"] * 2,
        ),
        (
            "Siemens said on Monday that it would close a plant. The company said that workers would be paid.",
            ["Siemens"] * 2,
        ),
        (
            "Angela Merkel is undecided about Athens, her spokesman said. The spokesman said that she had time.",
            ["Angela Merkel's spokesman"] * 2,
        ),
        (
            "The government of Burundi said on Tuesday that it would wait. The government statement called for calm.",
            ["government of Burundi"] * 2,
        ),
        # Who goes on speaking has the same name; a company is called without its form.
        (
            'A Fisheries Ministry official said on Monday that cod was scarce. "They will come back," he added.',
            ["Fisheries Ministry official"] * 2,
        ),
        ("Siemens Mobility Inc said on Monday that it would close a plant.", ["Siemens Mobility"]),
        ("U.S. officials said that the border was quiet.", ["US officials"]),
        (
            "Justice Luiz Fux of the supreme court of Brazil stopped the vote. The judge said that it was unlawful.",
            ["Luiz Fux"],
        ),
        ("Merkel 's office has confirmed that she would travel to Athens .", ["Angela Merkel's office"]),
        ("The BBC reported that the road was closed.", []),
        ("“I thank Angela Merkel,” said Emmanuel Macron.", ["Emmanuel Macron"]),
        # "US" is no pronoun, "us" is.
        ("The US announced that it would talk to Cuba.", ["United States"]),
        ("The US has denied that it would talk to Cuba.", ["United States"]),
        ("We announced that it would be cold in Cuba.", []),
        # The parse gives these verbs no subject.
        ("Earlier on Sunday Merkel had said that recent storms in Norway were a sign of change.", ["Angela Merkel"]),
        (
            "In a letter to Macron, the chancellor, Angela Merkel, said she looked forward to the talks.",
            ["Angela Merkel"],
        ),
        (
            '"We intend to stay in parliament," said Merkel, whose Christian Democratic Union (CDU) won most seats '
            "in Monday's election.",
            ["Angela Merkel"],
        ),
        # A quotation with a mark of its own at its end, and two words behind it.
        ('"If people trust me, why not run?" Medvedev asked. Germany was quiet.', ["Dmitry Medvedev"]),
        # "He" is whoever spoke just now, known or not.
        (
            'Germany was led badly by Helmut Kohl, Poltaranin said on Monday. "There are no doubts," he added.',
            ["Poltaranin"] * 2,
        ),
    ],
)
def test_who_speaks(text: str, who: list[str]) -> None:
    assert speakers(text) == who


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Sergei Lavrov told TASS that the talks would go on.", "TASS"),
        ("Sergei Lavrov said that the talks would go on, state media reported.", "state media"),
        ("Sergei Lavrov said in an interview with the Guardian that the talks would go on.", "Guardian"),
        ("Sergei Lavrov said that the talks would go on.\n\nSources: EFE - Xinhua - TASS", "EFE, Xinhua, TASS"),
        ("Sergei Lavrov said that the talks would go on.", None),
    ],
)
def test_through_whom(text: str, outlet: str | None) -> None:
    assert [m.outlet for m in statements(text)] == [outlet]


def test_he_inside_a_quotation_is_not_the_one_who_is_quoted() -> None:
    text = (
        '"The officer was late," Justin Trudeau said in Ottawa on Monday. '
        '"He was shot in the arm on a road in Quebec," Trudeau added.'
    )
    document = Document(id="x", name="x", text=text, published=When.of("2019-03-20"))
    acts = [m for m in extraction.extract_document(document).mentions if m.type != "statement"]
    assert not any("Trudeau" in m.title or "Justin Trudeau" in m.people for m in acts)
    assert not any("Justin Trudeau was shot" in m.title for m in statements(text))


def test_a_verb_of_saying_at_the_end_of_a_line_with_gaps() -> None:
    """White space is no part of a sentence, so that what follows a verb is not where its number says."""
    assert speakers("Q    Prime Minister Brown saying -- ") == ["Brown"]
