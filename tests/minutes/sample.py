"""A document that holds everything a document can hold: the cast of the golden files."""

from dialogue import minutes
from dialogue.minutes import LocalText, Quotation, Voice

ABOLITIONIST = "abolitionist"
DETERRENCE = "deterrence"
WORKING_TERMS = LocalText(
    {
        "en": (
            "The terms are used to make the discussion clear. Participants did not agree on how to define "
            "them."
        ),
        "zh": "使用这些用语是为了使讨论清楚。与会者未就其定义达成一致。",
    }
)


def figures(
    supporters: tuple[int, int] = (5, 4),
    *,
    objections: int = 0,
    level: str = "convergence",
    reason: str = "rule_met",
    bridge: float = 0.8,
) -> minutes.Figures:
    """Figures of two camps of six, of whom so many agreed or could live with it."""
    first, second = supporters
    return minutes.Figures(
        camps=(
            group(ABOLITIONIST, agree=first - 1, can_live=1),
            group(DETERRENCE, agree=second, disagree=1, objections=objections),
        ),
        neither=group(minutes.NEITHER, agree=0, members=4),
        level=level,  # type: ignore[arg-type]
        reason=reason,  # type: ignore[arg-type]
        bridge=bridge,
        joint_probability=0.8046,
        changes=(minutes.Change("would_not_survive", DETERRENCE, 1),),
    )


def group(
    camp: str, *, agree: int, can_live: int = 0, disagree: int = 0, objections: int = 0, members: int = 6
) -> minutes.GroupFigures:
    stances = {
        "agree": agree,
        "can_live_with_it": can_live,
        "pass": 0,
        "disagree": disagree,
        "object": objections,
    }
    return minutes.GroupFigures(camp, members, stances)


def header(attribution: str = "camp", **changes: object) -> minutes.Header:
    values: dict[str, object] = {
        "workshop": LocalText({"en": "Building Bridges", "zh": "架桥"}),
        "reference": "BB/BUILDING-BRIDGES/S.1",
        "session_number": 1,
        "session_title": LocalText({"en": "The hard questions", "zh": "棘手问题"}),
        "place": LocalText({"en": "Example City", "zh": "范例市"}),
        "dates": ("2031-03-03", "2031-03-04"),
        "issued": "2031-03-12",
        "status": "corrected",
        "original_language": "en",
        "attribution": attribution,
        "k": 4,
        "fictitious": True,
        "edition": 2,
        "revision": 1,
    }
    return minutes.Header(**{**values, **changes})  # type: ignore[arg-type]


def camps() -> tuple[minutes.Camp, ...]:
    return (
        minutes.Camp(
            key=ABOLITIONIST,
            label=LocalText({"en": "abolitionist", "zh": "废除派"}),
            definition=LocalText(
                {
                    "en": "those who hold that nuclear weapons should be eliminated without waiting.",
                    "zh": "主张不再等待、应当消除核武器者。",
                }
            ),
            footnote=WORKING_TERMS,
        ),
        minutes.Camp(
            key=DETERRENCE,
            label=LocalText({"en": "deterrence supporter", "zh": "威慑派"}),
            definition=LocalText(
                {
                    "en": "those who hold that nuclear deterrence is needed for the time being.",
                    "zh": "主张目前仍需要核威慑者。",
                }
            ),
            footnote=WORKING_TERMS,
        ),
    )


def participation() -> minutes.Participation:
    return minutes.Participation(
        groups=(
            minutes.Group(ABOLITIONIST, 6),
            minutes.Group(DETERRENCE, 6),
            minutes.Group(minutes.NEITHER, 4),
        ),
        total=16,
    )


def _danger_positions() -> tuple[minutes.Position, ...]:
    return (
        minutes.Position(
            reference="hq-e.1",
            claim=Quotation("No danger other than a nuclear one needs nuclear weapons to answer it.", "en"),
            reasoning=Quotation(
                "Attack by other means can be traced, resisted and answered. A necessity that one exposed "
                "State may plead is open to all.\n\nWhoever pleads it bears the burden of proof.",
                "en",
            ),
            voice=Voice("camp", camp=ABOLITIONIST),
            version=2,
            part=LocalText({"en": "the first part", "zh": "第一部分"}),
            choice=LocalText({"en": "contested", "zh": "有争议"}),
        ),
        minutes.Position(
            reference="hq-e.2",
            claim=Quotation("الغزو من جار أقوى بكثير (خلال 72 ساعة) قد لا يترك وقتاً لوسائل أخرى.", "ar"),
            reasoning=Quotation(
                "من لا عمق له في أرضه لا يستطيع أن يقايض المكان بالزمن: 15% فقط من القوات جاهزة.", "ar"
            ),
            voice=Voice("camp", camp=DETERRENCE),
        ),
        minutes.Position(
            reference="hq-e.3",
            claim=Quotation("与其证明“敢用”，不如公开证明“难用”：弹头与运载工具应分开存放。", "zh"),
            reasoning=Quotation(
                "分开存放是他方看得见的事实，而意图只能靠猜测。即使一方仍相信威慑，"
                "这一步也不削弱其报复能力，却给外交多留出数日时间。",
                "zh",
            ),
            voice=Voice("camp", camp=ABOLITIONIST),
        ),
        minutes.Position(
            reference="hq-e.4",
            claim=Quotation("The list of tasks is shrinking 🕊, and it is not empty.", ""),
            reasoning=Quotation("拡大抑止の下にある国は、代わりの手段を見てから手放す。", "ja"),
            voice=Voice("camp", camp=DETERRENCE),
        ),
        minutes.Position(
            reference="hq-e.5",
            claim=None,
            reasoning=None,
            withdrawn=True,
            voice=Voice("camp", camp=ABOLITIONIST),
        ),
        minutes.Position(
            reference="hq-e.6",
            claim=Quotation("Necessity should be shown, task by task, before an independent panel.", "en"),
            reasoning=None,
            voice=Voice("camp", camp=minutes.NEITHER),
        ),
    )


def _danger_proposals() -> tuple[minutes.Proposal, ...]:
    return (
        minutes.Proposal(
            reference="hq-e.P1",
            claim=Quotation("A joint register of dangers: one side names a task, the other tests it.", "en"),
            step=Quotation("Open the register at the next session with the ten tasks named so far.", "en"),
            reasoning=Quotation(
                "A list both camps have tested is worth more than two lists nobody else believes.", "en"
            ),
            version=3,
            text_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            figures=figures(),
            conditions=(
                minutes.Condition(
                    Quotation("Only if an entry may stay “contested” for two reviews at most.", "en")
                ),
                minutes.Condition(Quotation("登记册应当每年审议一次。", "zh"), "met"),
                minutes.Condition(Quotation("À condition que chaque tâche soit datée.", "fr"), "not_met"),
            ),
        ),
        minutes.Proposal(
            reference="hq-e.P2",
            claim=Quotation("核武器在应对恐怖主义和低于武装攻击门槛的网络行动方面没有任何作用。", "zh"),
            step=None,
            reasoning=Quotation("双方对此几乎没有分歧，说出来不需要代价。", "zh"),
            text_hash="60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            figures=figures(
                (6, 3), objections=2, level="emerging_convergence", reason="standing_objection", bridge=0.5
            ),
            objections=(
                minutes.Objection(Quotation("Это не должно означать, что прочее применение законно.", "ru")),
                minutes.Objection(None),
            ),
        ),
        minutes.Proposal(
            reference="hq-e.P3",
            claim=Quotation("An observer of the other camp at every exercise.", "en"),
            step=Quotation("Name two observers.", "en"),
            reasoning=None,
            text_hash="fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
            figures=None,
        ),
        minutes.Proposal(
            reference="hq-e.P4",
            claim=None,
            step=None,
            reasoning=None,
            withdrawn=True,
            text_hash="",
            figures=None,
        ),
    )


def danger_thread() -> minutes.Thread:
    return minutes.Thread(
        key="hq-e",
        reference="40 (e)",
        source=LocalText({"en": "Annex II, para. 40 (e)", "zh": "附件二第40段(e)"}),
        title=LocalText(
            {"en": "A danger only nuclear weapons can stop?", "zh": "有没有只有核武器才能制止的危险？"}
        ),
        prompt=LocalText(
            {
                "en": (
                    "Is there a danger, other than a nuclear one, that nothing but nuclear weapons can stop?"
                ),
                "zh": "除核危险之外，是否存在只有核武器才能制止的危险？",
            }
        ),
        addressees=(DETERRENCE,),
        parts=(
            minutes.ThreadPart("(i)", LocalText({"en": "Which danger?", "zh": "什么危险？"}), (DETERRENCE,)),
            minutes.ThreadPart("(ii)", LocalText({"en": "What instead?", "zh": "代之以什么？"})),
        ),
        positions=_danger_positions(),
        proposals=_danger_proposals(),
        summary=minutes.Summary(
            Quotation("Both camps would look at a list together; they differ on what is on it.", "en"),
            ("hq-e.1", "hq-e.2", "hq-e.P1"),
        ),
    )


def benchmark_thread() -> minutes.Thread:
    return minutes.Thread(
        key="hq-f",
        reference="40 (f)",
        title=LocalText({"en": "Benchmarks", "zh": "基准"}),
        prompt=LocalText({"en": "By what would one see that reliance is falling?"}),
        proposals=(
            minutes.Proposal(
                reference="hq-f.P1",
                claim=Quotation("Count the roles, not the warheads.", "en"),
                step=Quotation("Agree on a first list of roles.", "en"),
                reasoning=None,
                text_hash="252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111",
                figures=unanswered(),
                conditions=(minutes.Condition(Quotation("If numbers are published as well.", "en")),),
            ),
        ),
        camps_not_heard=(DETERRENCE,),
    )


def unanswered() -> minutes.Figures:
    return minutes.Figures(
        camps=(group(ABOLITIONIST, agree=0), group(DETERRENCE, agree=0)),
        level="open",
        reason="too_few_answers",
        changes=(
            minutes.Change("answers_needed", ABOLITIONIST, 4),
            minutes.Change("answers_needed", DETERRENCE, 1),
        ),
    )


def findings() -> tuple[minutes.Finding, ...]:
    return (
        minutes.Finding(
            number=1,
            thread="hq-e",
            text=Quotation(
                "A joint register of dangers, reviewed every year, would be useful to both camps.", "en"
            ),
            level="convergence",
            date="2031-03-04",
            basis=("hq-e.1", "hq-e.2", "hq-e.P1", "mp-a.P1"),
            conditions=(
                minutes.Condition(Quotation("An entry stays “contested” for two reviews at most.", "en")),
            ),
        ),
        minutes.Finding(
            number=2,
            thread="hq-e",
            text=Quotation("就恐怖主义而言，核武器没有作用，这一点正在形成趋同。", "zh"),
            level="emerging_convergence",
            date="2031-03-04",
            signed_by="chair",
            version=2,
            basis=("hq-e.P2",),
            beyond_figures=True,
            objections=(
                minutes.Objection(Quotation("Это не должно означать, что прочее применение законно.", "ru")),
            ),
        ),
        minutes.Finding(
            number=3,
            thread="hq-f",
            text=Quotation("How reliance could be measured at all remains a question for both.", "en"),
            level="shared_question",
            date="2031-03-05",
            rests_on_one_camp=True,
            camp=ABOLITIONIST,
        ),
    )


def document(**changes: object) -> minutes.Document:
    """The numbered sample; `changes` replace parts of it."""
    values: dict[str, object] = {
        "header": header(),
        "camps": camps(),
        "participation": participation(),
        "threads": (danger_thread(), benchmark_thread()),
        "findings": findings(),
        "method": minutes.Method(tool_version="0.1.0"),
        "checkpoint": minutes.Checkpoint(
            412, "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592"
        ),
    }
    return minutes.number_paragraphs(minutes.Document(**{**values, **changes}))  # type: ignore[arg-type]
