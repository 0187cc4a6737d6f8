"""The page: paragraphs, their numbers, and what is said where something is missing or withheld."""

from dataclasses import replace

import pytest

from dialogue import minutes
from dialogue.minutes import LocalText, Quotation, Voice
from dialogue.minutes.blocks import Heading, Page, Paragraph, Table, plain
from dialogue.minutes.sentences.figures import rounded_down
from tests.minutes import sample

OF_A_CAMP = Voice("camp", camp="abolitionist")
OF_NEITHER = Voice("camp", camp="neither")
A3_OF_A_CAMP = Voice("role_label", "A3", "abolitionist")
NIKAU_OF_A_CAMP = Voice("named", "Nikau", "abolitionist")


def _paragraphs(page: Page) -> list[Paragraph]:
    return [block for block in page.blocks if isinstance(block, Paragraph)]


def _said(document: minutes.Document, key: str, language: str = "en") -> str:
    """Everything one paragraph says, part by part."""
    page = minutes.lay_out(document, language)
    found = next(paragraph for paragraph in _paragraphs(page) if paragraph.key == key)
    return " | ".join(f"{part.label} {plain(part.runs)}".strip() for part in found.parts)


def test_paragraphs_are_numbered_without_restart_and_alike_in_all_languages() -> None:
    document = sample.document()

    pages = [_paragraphs(minutes.lay_out(document, language)) for language in minutes.LANGUAGES]

    numbers = [[(paragraph.number, paragraph.key) for paragraph in page] for page in pages]
    assert all(page == numbers[0] for page in numbers)
    assert [number for number, _ in numbers[0]] == list(range(1, len(numbers[0]) + 1))
    assert len(document.paragraphs) == len(numbers[0])


def test_document_without_numbers_is_not_laid_out() -> None:
    document = replace(sample.document(), paragraphs=())

    with pytest.raises(minutes.UnnumberedDocument, match="have not been numbered"):
        minutes.lay_out(document, "en")


def test_reference_used_twice_is_refused() -> None:
    with pytest.raises(minutes.InvalidDocument, match="hq-f.question"):
        sample.document(threads=(sample.benchmark_thread(), sample.benchmark_thread()), findings=())


def test_headings_are_numbered_in_the_way_of_the_language() -> None:
    def headings(language: str) -> list[str]:
        page = minutes.lay_out(sample.document(), language)
        blocks = [block for block in page.blocks if isinstance(block, Heading) and block.level < 3]
        return [f"{block.numeral} {plain(block.runs)}" for block in blocks]

    assert headings("en") == [
        "I. Opening and organisation",
        "II. Discussion by thread",
        "A. A danger only nuclear weapons can stop? (40 (e))",
        "B. Benchmarks (40 (f))",
        "III. Findings",
        "Annex I. Texts of the proposals",
        "Annex II. Response totals per camp",
        "Annex III. Method",
    ]
    assert headings("zh")[:3] == [
        "一、 开幕和组织事项",
        "二、 各专题讨论情况",
        "A. 有没有只有核武器才能制止的危险？（40 (e)）",
    ]
    assert headings("zh")[-1] == "附件三 方法"


def test_session_without_threads_and_findings_says_so() -> None:
    document = sample.document(threads=(), findings=(), checkpoint=None)

    keys = [paragraph.key for paragraph in _paragraphs(minutes.lay_out(document, "en"))]

    assert _said(document, "no_findings") == "No finding was signed in this session."
    assert "threads_taken_up" not in keys
    assert "method.checkpoint" not in keys
    assert not any(isinstance(block, Table) for block in minutes.lay_out(document, "en").blocks)


@pytest.mark.parametrize(
    ("members", "total", "sentence"),
    [
        (
            (6, 5, 4),
            15,
            (
                "The session was attended by fifteen participants: six who chose the camp “abolitionist”, "
                "five who chose the camp “deterrence supporter” and four of neither camp."
            ),
        ),
        (
            (6, 5, None),
            None,
            (
                "Among those who attended the session were six who chose the camp “abolitionist” and five "
                "who chose the camp “deterrence supporter”. The other numbers are not shown, to protect "
                "participants."
            ),
        ),
        (
            (None, None, None),
            None,
            "The numbers of those who attended are not shown, to protect participants.",
        ),
    ],
)
def test_attendance_tells_no_more_than_may_be_told(
    members: tuple[int | None, ...], total: int | None, sentence: str
) -> None:
    keys = (sample.ABOLITIONIST, sample.DETERRENCE, minutes.NEITHER)
    groups = tuple(minutes.Group(key, number) for key, number in zip(keys, members, strict=True))
    participation = minutes.Participation(groups, total)

    assert (
        _said(sample.document(participation=participation, threads=(), findings=()), "attendance") == sentence
    )


def _with_voice(attribution: str, voice: Voice, /, **proposal: object) -> minutes.Document:
    first, *_ = sample.danger_thread().positions
    thread = replace(
        sample.danger_thread(),
        positions=(replace(first, voice=voice),),
        proposals=(replace(sample.danger_thread().proposals[0], **proposal),),  # type: ignore[arg-type]
        summary=None,
    )
    finding = replace(sample.findings()[0], signer="Nikau Example" if attribution == "named" else "")
    return sample.document(header=sample.header(attribution), threads=(thread,), findings=(finding,))


@pytest.mark.parametrize(
    ("attribution", "voice", "english", "chinese"),
    [
        ("none", minutes.ANONYMOUS, "A participant stated", "一位与会者表示"),
        ("camp", OF_A_CAMP, "A participant (abolitionist) stated", "一位与会者（废除派）表示"),
        ("camp", OF_NEITHER, "A participant (neither camp) stated", "一位与会者（不归属任何一方）表示"),
        ("role_label", Voice("role_label", "A3"), "Participant A3 stated", "与会者A3表示"),
        ("role_label", A3_OF_A_CAMP, "Participant A3 (abolitionist) stated", "与会者A3（废除派）表示"),
        ("named", Voice("named", "Nikau"), "Nikau stated", "Nikau表示"),
        ("named", NIKAU_OF_A_CAMP, "Nikau (abolitionist) stated", "Nikau（废除派）表示"),
    ],
)  # fmt: skip
def test_voice_is_told_as_the_document_has_it(
    attribution: str, voice: Voice, english: str, chinese: str
) -> None:
    document = _with_voice(attribution, voice)

    assert _said(document, "position.hq-e.1").startswith(f"{english} (hq-e.1; version 2; on the first part;")
    assert _said(document, "position.hq-e.1", "zh").startswith(
        f"{chinese}（hq-e.1；第2版；关于第一部分；选择：有争议）："
    )


def test_named_minutes_name_sponsors_signers_and_whose_condition_it_is() -> None:
    person = Voice("named", "Nikau")
    document = _with_voice(
        "named",
        person,
        voice=person,
        co_sponsors=("Ada", "Bo"),
        conditions=(minutes.Condition(Quotation("If."), voice=person),),
        objections=(minutes.Objection(None, Voice("role_label", "D2")),),
        figures=None,
    )

    assert _said(document, "proposal.hq-e.P1").startswith("Nikau proposed (hq-e.P1; version 3):")
    assert "Co-sponsored by Ada and Bo. The full text" in _said(document, "proposal.hq-e.P1")
    assert "(a) Condition of Nikau (open):" in _said(document, "responses.hq-e.P1")
    assert "(b) Standing objection of participant D2; no reason given yet." in _said(
        document, "responses.hq-e.P1"
    )
    assert "Signed by Nikau Example, the moderator, 4 March 2031" in _said(document, "finding.1")
    assert "主持人Nikau Example签署，2031年3月4日；第1版。" in _said(document, "finding.1", "zh")


def test_minutes_without_attribution_name_no_camp_beside_a_statement() -> None:
    positions = tuple(replace(item, voice=minutes.ANONYMOUS) for item in sample.danger_thread().positions)
    threads = (
        replace(sample.danger_thread(), positions=positions),
        replace(sample.benchmark_thread(), camps_not_heard=()),
    )
    findings = tuple(replace(finding, camp="") for finding in sample.findings())
    document = sample.document(header=sample.header("none"), threads=threads, findings=findings)

    assert "deterrence" not in _said(document, "position.hq-e.2")
    assert "It rests on positions of one camp only." in _said(document, "finding.3")
    assert "not even to a camp" in _said(document, "reading")
    assert "five of five (“abolitionist”)" in _said(document, "responses.hq-e.P1")


def _responses(figures: minutes.Figures | None, language: str = "en") -> str:
    proposal = replace(sample.danger_thread().proposals[0], figures=figures, conditions=())
    thread = replace(sample.danger_thread(), proposals=(proposal,), summary=None)
    return _said(sample.document(threads=(thread,), findings=()), "responses.hq-e.P1", language)


def test_withheld_figures_are_not_shown_in_totals_either() -> None:
    proposal = replace(sample.danger_thread().proposals[0], figures=None)
    document = sample.document(threads=(replace(sample.danger_thread(), proposals=(proposal,)),), findings=())

    assert "The figures are not shown, to protect participants." in _said(document, "responses.hq-e.P1")
    assert _said(document, "annex_totals") == "Response totals are not shown, to protect participants."
    assert not any(isinstance(block, Table) for block in minutes.lay_out(document, "en").blocks)


def test_figures_without_joint_probability_tell_the_bridge_alone() -> None:
    said = _responses(replace(sample.figures(), joint_probability=None, neither=None, changes=()))

    assert said.endswith(
        "Of those who answered, the following agreed or could live with it: five of five (“abolitionist”) "
        "and four of five (“deterrence supporter”). The bridge value, the smallest share of any camp, is "
        "0.80. The level by the rule: convergence. All conditions of the rule are met."
    )


def test_camp_in_which_nobody_supports_is_counted_as_none() -> None:
    figures = replace(
        sample.figures(),
        camps=(sample.group("abolitionist", agree=0, disagree=2), sample.group("deterrence", agree=0)),
        neither=sample.group("neither", agree=1),
        bridge=None,
    )

    assert (
        "none of two (“abolitionist”), no answers (“deterrence supporter”) and one of one (neither camp)"
        in _responses(figures)
    )
    assert "“废除派”两人中无人，“威慑派”无人作答，不归属任何一方者一人中一人" in _responses(figures, "zh")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (minutes.Change("would_not_survive", "deterrence", 2), "would not survive two more Noes in the camp"),
        (
            minutes.Change("agreement_needed", "abolitionist", 1),
            "with one more who agrees or can live with it",
        ),
        (
            minutes.Change("agreement_needed", "abolitionist", 3),
            "with three more who agree or can live with it",
        ),
        (minutes.Change("objection_withdrawn"), "It would rise if the standing objection were withdrawn."),
    ],
)
def test_what_would_change_the_level_is_told(change: minutes.Change, sentence: str) -> None:
    assert sentence in _responses(replace(sample.figures(), changes=(change,)))


def test_values_are_never_rounded_up_to_a_threshold() -> None:
    assert [rounded_down(value) for value in (0.7999, 0.8, 0.29, 1.0, 0.0)] == [
        "0.79",
        "0.80",
        "0.29",
        "1.00",
        "0.00",
    ]


def test_footnotes_of_camps_are_told_once_or_not_at_all() -> None:
    without = tuple(replace(camp, footnote=None) for camp in sample.camps())
    other = (replace(sample.camps()[0], footnote=LocalText({"en": "Another note."})), sample.camps()[1])

    assert [note.mark for note in minutes.lay_out(sample.document(), "en").footnotes] == ["1"]
    assert minutes.lay_out(sample.document(camps=without), "en").footnotes == ()
    assert [note.mark for note in minutes.lay_out(sample.document(camps=other), "en").footnotes] == ["1", "2"]


def test_workshop_without_camps_has_no_terms_note() -> None:
    document = sample.document(
        camps=(), participation=minutes.Participation((), None), threads=(), findings=()
    )

    kinds = [block.kind for block in minutes.lay_out(document, "en").blocks if hasattr(block, "kind")]

    assert kinds == ["status"]


def test_masthead_of_a_real_workshop_bears_no_banner() -> None:
    header = sample.header("none", fictitious=False, place=None, session_title=None, revision=0)
    thread = replace(sample.benchmark_thread(), camps_not_heard=())
    document = sample.document(header=header, threads=(thread,), findings=())

    page = minutes.lay_out(document, "en")

    assert page.banner == ""
    assert page.subtitle == ()
    assert [plain(line) for line in page.masthead.start] == [
        "Workshop “Building Bridges”",
        "BB/BUILDING-BRIDGES/S.1",
        "3 and 4 March 2031",
        "Original: English. This version: English.",
        "This is not a United Nations document.",
    ]
    assert [plain(line) for line in page.masthead.end] == [
        "Status: corrected",
        "Issued: 12 March 2031",
        "Attribution: none",
    ]


def test_finding_on_a_thread_of_another_document_names_its_key() -> None:
    document = sample.document(threads=(), findings=(replace(sample.findings()[0], basis=()),))

    assert _said(document, "finding.1").startswith("Finding 1, thread hq-e: convergence | A joint register")
    assert "It rests on" not in _said(document, "finding.1")


def test_question_to_everybody_says_so() -> None:
    thread = replace(sample.benchmark_thread(), addressees=(sample.ABOLITIONIST, sample.DETERRENCE))

    assert _said(sample.document(threads=(thread,), findings=()), "thread.hq-f.question").endswith(
        "The question was put to all camps."
    )


def test_summary_without_references_ends_with_its_words() -> None:
    thread = replace(sample.danger_thread(), summary=minutes.Summary(Quotation("Noted.", "en")))

    assert _said(sample.document(threads=(thread,)), "thread.hq-e.summary") == (
        "The moderator noted in summary: | Noted."
    )
