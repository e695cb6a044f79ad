"""What a case asks, as its heading says it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["KINDS", "NODES", "VALUES"]

VALUES: Mapping[str, str] = {
    "when": "{0}: when?",
    "Announcement when": "{0}: on which day?",
    "Announcement datePublished": "{0}: when was it told?",
    "Character from": "When was {0} born?",
    "Character until": "When did {0} die?",
    "Person from": "When was {0} born?",
    "Person until": "When did {0} die?",
    "Organization from": "When did {0} begin?",
    "Organization until": "When did {0} end?",
    "from": "{0}: since when?",
    "until": "{0}: until when?",
    "datePublished": "When did {0} come out?",
    "birthPlace": "Where was {0} born?",
    "deathPlace": "Where did {0} die?",
    "degree": "How close is {0} to a real person?",
    "hasOccupation": "What is the occupation of {0}?",
    "outcome": "{0}: what came of it?",
    "altLabel": "What else is {0} called?",
    "memberOf": "What does {0} belong to?",
    "value": "{0}: how much?",
    "setDuring": "When does {0} take place?",
    "identifier": "Which identifier has {0}?",
    "pointOfDivergence": "Where does {0} part from real history?",
}
"""By the property whose values differ, with the class before it where that matters; ``{0}`` is what it is about."""

NODES: Mapping[str, str] = {
    "Casting": "Who plays {character}, {work}?",
    "Credit": "Who is the {role} of {work}?",
    "Post": "{agent}: {role} of {organization}?",
    "Relationship": "{agent}: {role} of {relatedTo}?",
    "Participation": "{event}: was {agent} {role}?",
    "Quantity": "{kind} of {about}: how much?",
    "Nomination": "Which award was {work} up for?",
}
"""By the class of the nodes that exclude each other, or that are judged; the slots are what they join."""

KINDS = (
    *("World", "DivergencePoint", "Event", "Mission", "Craft", "Participation", "Character", "Relationship", "Post"),
    *("Organization", "Place", "Quantity", "Person", "Casting", "Credit", "Nomination", "CompanionWork", "Episode"),
    *("Season", "Show", "Franchise", "Announcement"),
)
"""The classes in the order in which their cases stand: the story and history first, news of the making last."""
