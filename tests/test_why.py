"""Why a fact holds, and why a claim does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import famkg
from famkg.errors import UnknownNameError
from famkg.query.explanation import Explanation
from tests.conftest import FRANCHISE


def why(kg: famkg.KnowledgeGraph, *words: str) -> Explanation:
    (explanation,) = kg.why(*words)
    return explanation


def add_source(franchise: Path, claims: str, *, status: str = "stated", tier: str = "fan") -> famkg.KnowledgeGraph:
    """The small franchise with one more source, which says these claims in one passage."""
    model = (franchise / "graph/sources/2021/harbour-wiki-1.trig").read_text(encoding="utf-8")
    header = "".join(f"{line}\n" for line in model.splitlines() if line.startswith("@prefix"))
    record = f"""
source:diary-1
  a fam:Source ;
  fam:tier concept:tier-{tier} ;
  schema:datePublished "2019-01-01"^^xsd:date ;
  schema:publisher "Diary" .

passage:diary-1-1
  a fam:Passage ;
  fam:locator "line 1" ;
  fam:revealedIn fam:Production ;
  fam:status concept:status-{status} ;
  prov:wasDerivedFrom source:diary-1 .

passage:diary-1-1 {{ {claims} }}
"""
    (franchise / "graph/sources/2021/diary-1.trig").write_text(header + record, encoding="utf-8")
    return famkg.load(franchise)


def test_a_stated_fact_rests_on_its_passages(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "Ada Quill", "has occupation")
    assert (True, "passages", "") == (found.holds, found.basis, found.because)
    (citation,) = found.citations
    assert ("The Gazette", "2020-01-05", "line 2", "stated", "press") == (
        citation.publisher,
        citation.date,
        citation.locator,
        citation.status,
        citation.tier,
    )
    assert "<https://example.org/press/gazette-2020-01-05>" in str(found)


def test_a_rejected_value_tells_who_decided_and_what_is_held_instead(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "Ada Quill", "from", "1890")
    assert (False, "judged wrong") == (found.holds, found.because)
    (verdict,) = found.verdicts
    assert ("rejected", "claim", "1890") == (verdict.verdict, verdict.of, verdict.value)
    assert "(only as Harbour Wiki, line 5 has it)" in str(found)
    assert "held instead: Ada Marsh — from — 1893" in str(found)


def test_a_value_of_a_lower_tier_says_so(small: famkg.KnowledgeGraph) -> None:
    (rival,) = why(small, "event:lamp-stays-lit", "when").rivals
    assert ("The old lamp stays lit — when — 1912-03", False) == (rival.text, rival.holds)
    assert "said by sources of a lower tier, wiki and not press" == rival.because


def test_a_speculated_claim_is_told_beside_the_passage_that_states_it(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "event:lamp-stays-lit", "led to")
    assert ["stated", "speculated"] == [citation.status for citation in found.citations]


def test_another_value_of_a_property_with_many_is_no_rival(franchise: Path) -> None:
    kg = add_source(franchise, "character:dora-vane fam:appearsIn show:harbour-lights .", status="speculated")
    explanations = kg.why("Dora Vane", "appearsIn")
    assert {()} == {explanation.rivals for explanation in explanations}
    (open_claim,) = [explanation for explanation in explanations if not explanation.holds]
    assert "only speculated" == open_claim.because


def test_another_actor_for_the_same_casting_is_a_rival(small: famkg.KnowledgeGraph) -> None:
    held = why(small, "casting:jonas-wick-bruno-marsh-harbour-lights-1", "agent")
    (rival,) = held.rivals
    assert not rival.holds
    assert "only announced, and the other is stated" == rival.because
    assert "borne by Ines Holt" in rival.text
    lost = why(small, "casting:ines-holt-bruno-marsh-harbour-lights-1", "fam:agent")
    assert (False, "only announced, and the other is stated") == (lost.holds, lost.because)
    assert "held instead: casting:jonas-wick-bruno-marsh-harbour-lights-1 — " in str(lost)


def test_the_rivals_of_the_role_node_behind_a_conclusion_are_told(small: famkg.KnowledgeGraph) -> None:
    text = str(why(small, "Bruno Marsh", "portrayed by"))
    assert "type casting; borne by Jonas Wick; plays character Bruno Marsh" in text
    assert "rival: casting:ines-holt-bruno-marsh-harbour-lights-1" in text


def test_a_conclusion_leads_down_to_passages(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "Bruno Marsh", "spouse")
    assert ("rule", "a marriage makes each the spouse of the other") == (found.basis, found.rule)
    assert {"harbour-wiki-1-2"} == {c.passage.rpartition("/")[2] for premise in found.premises for c in premise.citations}


@pytest.mark.parametrize(("subject", "name"), [("Cleo Marsh", "type"), ("Cleo Marsh", "label"), ("Cleo Marsh", "world")])
def test_what_the_register_says_is_said_to_stand_there(small: famkg.KnowledgeGraph, subject: str, name: str) -> None:
    found = why(small, subject, name)
    assert (True, "register", ()) == (found.holds, found.basis, found.citations)
    assert "stands in the register" in str(found)


def test_a_label_that_was_learned_leads_to_who_says_it(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "Ada Quill", "label")
    assert ("computed", "Ada Marsh") == (found.basis, found.text.rpartition(" — ")[2])
    assert "says Harbour Wiki" in str(found)


def test_a_date_bound_leads_to_the_date(small: famkg.KnowledgeGraph) -> None:
    found = why(small, "event:great-storm", "earliest")
    assert "computed" == found.basis
    assert ["The great storm — when — 1931"] == [premise.text for premise in found.premises]


def test_a_judgement_on_a_passage_is_told_with_the_claim(franchise: Path) -> None:
    path = franchise / "graph/judgements.ttl"
    judgement = """
judgement:diary
  a fam:Judgement ;
  dcterms:description "A forgery."@en ;
  fam:judges passage:diary-1-1 ;
  fam:revealedIn fam:Production ;
  fam:verdict concept:verdict-rejected .
"""
    path.write_text(path.read_text(encoding="utf-8") + judgement, encoding="utf-8")
    found = why(
        add_source(franchise, "character:cleo-marsh schema:hasOccupation concept:occupation-engineer ."),
        "Cleo Marsh",
        "has occupation",
    )
    assert (False, "judged wrong") == (found.holds, found.because)
    assert "judged: rejected all that Diary, line 1 says: A forgery." in str(found)


def test_a_claim_that_nothing_decides_says_so(franchise: Path) -> None:
    kg = add_source(franchise, 'event:great-storm fam:when "1941"^^edtf:EDTF .', tier="wiki")
    one, other = kg.why("event:great-storm", "when")
    assert {"nothing decides between it and its rivals"} == {one.because, other.because}
    assert not one.holds
    assert ["1941"] == [rival.text.rpartition(" — ")[2] for rival in one.rivals]


def test_json_has_terms_and_every_part(small: famkg.KnowledgeGraph) -> None:
    found = json.loads(json.dumps(why(small, "Bruno Marsh", "spouse").to_dict()))
    assert "<https://example.org/harbour/character/bruno-marsh>" == found["fact"][0]
    assert {"text", "fact", "holds", "basis", "because", "citations", "verdicts", "rule", "premises", "rivals"} == set(found)
    assert {"text", "fact"} <= set(found["premises"][0])
    assert "parts" not in found["premises"][0]


def test_a_property_is_found_by_name_or_label_and_an_unknown_one_suggests_the_nearest(small: famkg.KnowledgeGraph) -> None:
    assert why(small, "Ada Quill", "hasOccupation") == why(small, "Ada Quill", "Has occupation")
    with pytest.raises(UnknownNameError, match="did you mean 'has occupation'"):
        small.why("Ada Quill", "has ocupation")


def test_a_viewer_is_not_told_of_a_judgement_to_come() -> None:
    early = famkg.load(FRANCHISE, seen="s01e01")
    (rival,) = why(early, "Ada Quill", "from").rivals
    assert "said by sources of a lower tier, wiki and not press" == rival.because
    assert () == rival.verdicts


def test_a_rejected_casting_of_the_real_graph_names_the_one_held_instead(real: famkg.KnowledgeGraph) -> None:
    text = str(why(real, "casting:cynthy-wu-aleida-rosales-for-all-mankind-4", "fam:agent"))
    assert "(not held): judged wrong" in text
    assert "judged: rejected as a whole: " in text
    assert "held instead: casting:coral-pena-aleida-rosales-for-all-mankind-4" in text


def test_rival_premieres_of_the_real_graph_each_have_their_judgement(real: famkg.KnowledgeGraph) -> None:
    found = why(real, "season:for-all-mankind-2", "date published")
    assert ["2021-02-18", "2021-02-20"] == [rival.text.rpartition(" — ")[2] for rival in found.rivals]
    assert all(rival.verdicts and rival.citations for rival in found.rivals)
