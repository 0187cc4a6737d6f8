"""Every fixed sentence of the minutes in English, by key. Fields in braces are filled in."""

SENTENCES = {
    # The paper itself
    "kind.minutes": "Minutes",
    "title": "Minutes of the {ordinal} session",
    "banner": "Fictitious demonstration / 虚构演示",
    "banner.sentence": "Fictitious demonstration",
    "not_a_un_document": "This is not a United Nations document.",
    "page_number": "Page {page} of {pages}",
    "place_and_dates": "{place}, {dates}",
    "workshop": "Workshop “{workshop}”",
    "languages": "Original: {original}. This version: {version}.",
    "status_line": "Status: {status}",
    "issued": "Issued: {date}",
    "attribution_line": "Attribution: {attribution}",
    "notes_title": "Notes",
    # Languages
    "language.ar": "Arabic",
    "language.en": "English",
    "language.es": "Spanish",
    "language.fr": "French",
    "language.ja": "Japanese",
    "language.ru": "Russian",
    "language.zh": "Chinese",
    # Status
    "status.draft": "draft for correction",
    "status.corrected": "corrected",
    "status.final": "final",
    "status_note.draft": (
        "These minutes are a draft, circulated for correction. They report what was contributed to the "
        "session; nothing in them has been adopted. Findings are those of the moderator or the chair who "
        "signed them. Participants took part in a personal capacity; nothing here commits any State, "
        "authority or organisation."
    ),
    "status_note.corrected": (
        "These minutes include the corrections of participants. They report what was contributed to the "
        "session; nothing in them has been adopted. Findings are those of the moderator or the chair who "
        "signed them. Participants took part in a personal capacity; nothing here commits any State, "
        "authority or organisation."
    ),
    "status_note.final": (
        "These minutes are final. They report what was contributed to the session; nothing in them has been "
        "adopted. Findings are those of the moderator or the chair who signed them. "
        "Participants took part in a personal capacity; nothing here commits any State, authority or "
        "organisation."
    ),
    # Terms
    "terms.introduction": (
        "Terms. The following are working terms for tendencies that participants declare for themselves. "
        "The terms are disputed; using them here settles nothing, and a camp is not a bloc."
    ),
    "terms.definition": "“{label}”{mark} is used here for: {definition}",
    # Attribution
    "attribution.named": "by name",
    "attribution.role_label": "by role label",
    "attribution.camp": "by camp",
    "attribution.none": "none",
    "attribution.with_k": "{attribution} (groups of at least {count})",
    "attribution_sentence.named": "Statements are attributed by name.",
    "attribution_sentence.role_label": "Statements are attributed by role label, never by name.",
    "attribution_sentence.camp": (
        "Positions are attributed to a camp at most, never to a person; proposals, conditions and objections "
        "are attributed to nobody."
    ),
    "attribution_sentence.none": (
        "Statements are attributed to nobody, not even to a camp; only the figures are given per camp."
    ),
    # Headings
    "section.opening": "Opening and organisation",
    "section.discussion": "Discussion by thread",
    "section.findings": "Findings",
    "section.annex_texts": "Texts of the proposals",
    "section.annex_totals": "Response totals per camp",
    "section.annex_method": "Method",
    "section.thread": "{title} ({reference})",
    "section.thread_question": "Question",
    "section.thread_positions": "Positions heard",
    "section.thread_proposals": "Proposals and responses",
    "section.thread_outcome": "Outcome",
    # Opening
    "attendance.total.one": "The session was attended by {count} participant: {groups}.",
    "attendance.total.other": "The session was attended by {count} participants: {groups}.",
    "attendance.part": (
        "Among those who attended the session were {groups}. The other numbers are not shown, to protect "
        "participants."
    ),
    "attendance.withheld": "The numbers of those who attended are not shown, to protect participants.",
    "attendance.camp.one": "{count} who chose the camp “{label}”",
    "attendance.camp.other": "{count} who chose the camp “{label}”",
    "attendance.neither.one": "{count} of neither camp",
    "attendance.neither.other": "{count} of neither camp",
    "threads_taken_up.one": "It took up {count} thread: {threads}.",
    "threads_taken_up.other": "It took up {count} threads: {threads}.",
    "reading": (
        "Positions, proposals and findings are quoted in the words and in the language of those who wrote "
        "them."
    ),
    # Question
    "question": "Thread {reference} asked:",
    "question.with_source": "Thread {reference} ({source}) asked:",
    "question.parts": "It has the following parts:",
    "addressees": "The question was put to {camps}.",
    "addressees.all": "The question was put to all camps.",
    "addressees.part": "Put to {camps}:",
    "addressees.part.all": "Put to all camps:",
    "camp.quoted": "“{label}”",
    "camp.neither": "neither camp",
    # Voices, at the beginning of a sentence and within one
    "voice.none": "A participant",
    "voice.camp": "A participant ({camp})",
    "voice.role_label": "Participant {text}",
    "voice.role_label_of_camp": "Participant {text} ({camp})",
    "voice.named": "{text}",
    "voice.named_of_camp": "{text} ({camp})",
    "voice_within.none": "one participant",
    "voice_within.camp": "one participant ({camp})",
    "voice_within.role_label": "participant {text}",
    "voice_within.role_label_of_camp": "participant {text} ({camp})",
    "voice_within.named": "{text}",
    "voice_within.named_of_camp": "{text} ({camp})",
    # Positions
    "no_positions": "No position was entered in this thread.",
    "position": "{voice} stated ({details}):",
    "position.withdrawn": "Position {reference} was withdrawn by its author.",
    "reasoning": "Reasons given:",
    "details.joint": "; ",
    "details.version": "version {version}",
    "details.part": "on {part}",
    "details.choice": "choice: {choice}",
    # Proposals
    "proposal": "{voice} proposed ({details}):",
    "proposal.unattributed": "It was proposed ({details}):",
    "proposal.withdrawn": "Proposal {reference} was withdrawn by its author.",
    "proposal.step": "The concrete step asked for:",
    "proposal.co_sponsors": "Co-sponsored by {names}.",
    "proposal.full_text": "The full text is in paragraph {number}.",
    # Responses
    "responses": "Responses to proposal {reference}.",
    "figures.withheld": "The figures are not shown, to protect participants.",
    "figures.nobody": "Nobody has responded to this version yet.",
    "figures.support": "Of those who answered, the following agreed or could live with it: {groups}.",
    "figures.group": "{support} of {answered} (“{label}”)",
    "figures.group_silent": "no answers (“{label}”)",
    "figures.neither": "{support} of {answered} (neither camp)",
    "figures.neither_silent": "no answers (neither camp)",
    "figures.bridge": "The bridge value, the smallest share of any camp, is {bridge}.",
    "figures.bridge_and_joint": (
        "The bridge value, the smallest share of any camp, is {bridge}; the joint probability is {joint}."
    ),
    "figures.level": "The level by the rule: {level}.",
    "bands.support": "In words, once and for this version: {groups}.",
    "bands.group": "{band} in the camp “{label}”",
    "bands.objection": "An objection stands.",
    "bands.at_least": "The level by the rule: at least {level}.",
    "bands.no_level": "The bands carry no level by the rule.",
    "band.broad_support": "broad support",
    "band.split": "split",
    "band.little_support": "little support",
    "reason.rule_met": "All conditions of the rule are met.",
    "reason.standing_objection": "A standing objection keeps it from convergence.",
    "reason.bridge_below_convergence": "The bridge value is below what convergence needs.",
    "reason.joint_probability_below": "There are too few answers behind the shares for convergence.",
    "reason.bridge_below_emerging": "The bridge value is below what emerging convergence needs.",
    "reason.too_few_answers": "There are too few answers to say more.",
    "change.would_not_survive.one": "The level would not survive {count} more No in the camp “{label}”.",
    "change.would_not_survive.other": "The level would not survive {count} more Noes in the camp “{label}”.",
    "change.agreement_needed.one": (
        "It would rise with {count} more who agrees or can live with it in the camp “{label}”."
    ),
    "change.agreement_needed.other": (
        "It would rise with {count} more who agree or can live with it in the camp “{label}”."
    ),
    "change.answers_needed.one": "It needs {count} more answer from the camp “{label}”.",
    "change.answers_needed.other": "It needs {count} more answers from the camp “{label}”.",
    "change.objection_withdrawn": "It would rise if the standing objection were withdrawn.",
    "condition": "Condition of {voice} ({state}):",
    "condition.of_finding": "On the condition:",
    "condition.open": "open",
    "condition.met": "met",
    "condition.not_met": "not met",
    "objection": "Standing objection of {voice}:",
    "objection.without_reason": "Standing objection of {voice}; no reason given yet.",
    # Outcome of a thread
    "summary": "The moderator noted in summary:",
    "rests_on": "It rests on {references}.",
    "reference": "{reference}",
    "reference.with_paragraph": "{reference} (paragraph {number})",
    "thread_findings.one": "The following finding was signed: {findings}.",
    "thread_findings.other": "The following findings were signed: {findings}.",
    "thread_findings.item": "paragraph {number} ({level})",
    "open_points": "The thread leaves open:",
    "open_points.camp_not_heard": "what the camp “{label}” would state; no position of that camp was heard",
    "open_points.proposal_open": "proposal {reference} (paragraph {number}), at the level open",
    "open_points.condition_open": "the {place} condition to proposal {reference} (paragraph {number})",
    # Findings
    "no_findings": "No finding was signed in this session.",
    "findings.overview": "Findings of the session",
    "findings.column.paragraph": "Paragraph",
    "findings.column.finding": "Finding",
    "findings.column.thread": "Thread",
    "findings.column.level": "Level",
    "finding": "Finding {number}, thread {thread}: {level}",
    "finding.one_camp": "It rests on positions of one camp only.",
    "finding.one_named_camp": "It rests on positions of one camp only, “{label}”.",
    "finding.beyond_figures": (
        "This is a finding of the chair, made above what the figures support; standing objections are "
        "printed with it."
    ),
    "finding.signed": "Signed by {signer}, {date}; version {version}.",
    "finding.signer_named": "{name}, {role}",
    "role.moderator": "the moderator",
    "role.chair": "the chair",
    "level.convergence": "convergence",
    "level.emerging_convergence": "emerging convergence",
    "level.shared_question": "shared question",
    "level.clarified_divergence": "clarified divergence",
    "level.open": "open",
    # Annexes
    "text": "Proposal {reference}, version {version}.",
    "text.hash": "SHA-256 of this wording: {hash}",
    "totals": "The responses are counted per camp, for the version responded to.",
    "totals.none": "Response totals are not shown, to protect participants.",
    "totals.withheld": "Not shown, to protect participants: {references}.",
    "totals.caption": "Response totals per camp",
    "totals.column.proposal": "Proposal",
    "totals.column.group": "Group",
    "totals.column.answered": "Answered",
    "totals.neither": "neither camp",
    "totals.answered_of": "{answered} of {members}",
    "stance.agree": "Agree",
    "stance.can_live_with_it": "Can live with it",
    "stance.pass": "Pass",
    "stance.disagree": "Disagree",
    "stance.object": "Object",
    "method.scale": (
        "Scale. A participant with a voice answers a proposal with one of five stances: agree, can live with "
        "it, pass, disagree, object. A pass is an answer, and it is not agreement. Disagree means: this is "
        "not my view. Object means: I ask that this is not recorded as convergence."
    ),
    "method.rule": (
        "Rule. The level of a proposal is convergence if the bridge value is at least {convergence}, the "
        "joint probability at least {joint}, and no objection stands; it is emerging convergence if the "
        "bridge value is at least {emerging}. Both need a quorum in every camp: answers of at least {part} "
        "out of {whole} of its members, and of at least {persons} persons. Everything else is open."
    ),
    "method.values": (
        "Values. The support of a camp is the share of those who answered and who agreed or could live with "
        "the proposal. The bridge value is the smallest support of any camp, never an average. The joint "
        "probability is the product, over the camps, of the probability that more than half of people like "
        "this camp agree. Those of neither camp enter none of these values. Figures only support; findings "
        "are made and signed by people."
    ),
    "method.small_groups": (
        "Small groups. No group of fewer than {count} participants is counted in these minutes. A proposal "
        "is never tied to a camp."
    ),
    "method.bands": (
        "Bands. In this workshop responses are told in words, once for each version, at the close of a "
        "session, so that nobody can be certain how one person answered. Broad support means that all who "
        "answered but at most two agree or can live with it; little support, that at most two do; split, "
        "anything between. Authors and co-sponsors whose camp the room can see are not among those who "
        "answered. A level is named where it is the same whatever the bands leave open. Objections "
        "are told as standing, without their number or their words."
    ),
    "method.tool": (
        "Edition {edition} of these minutes; attribution: {attribution}; drawn up with version {version} of "
        "the tool."
    ),
    "method.checkpoint": (
        "When this edition was drawn up, the record of the workshop stood at entry {number} with the hash "
        "{hash}."
    ),
}
