"""Every fixed sentence of the minutes in simplified Chinese, by key, with the fields of the English one."""

SENTENCES = {
    # The paper itself
    "kind.minutes": "会议记录",
    "title": "第{ordinal}次会议记录",
    "banner": "虚构演示 / Fictitious demonstration",
    "banner.sentence": "虚构演示",
    "not_a_un_document": "本文件不是联合国文件。",
    "page_number": "第{page}页，共{pages}页",
    "place_and_dates": "{place}，{dates}",
    "workshop": "“{workshop}”研讨会",
    "languages": "原文：{original}。本文本：{version}。",
    "status_line": "状态：{status}",
    "issued": "印发日期：{date}",
    "attribution_line": "署名规则：{attribution}",
    "notes_title": "注",
    # Languages
    "language.ar": "阿拉伯文",
    "language.en": "英文",
    "language.es": "西班牙文",
    "language.fr": "法文",
    "language.ja": "日文",
    "language.ru": "俄文",
    "language.zh": "中文",
    # Status
    "status.draft": "草稿，供更正",
    "status.corrected": "已更正",
    "status.final": "最终文本",
    "status_note.draft": (
        "本记录为草稿，分发供更正。本记录叙述本次会议期间提出的内容，其中任何内容均未获通过。"
        "各项结论由签署的主持人或主席负责。与会者以个人身份参加；本文件对任何国家、当局或组织均无约束力。"
    ),
    "status_note.corrected": (
        "本记录已纳入与会者的更正。本记录叙述本次会议期间提出的内容，其中任何内容均未获通过。"
        "各项结论由签署的主持人或主席负责。与会者以个人身份参加；本文件对任何国家、当局或组织均无约束力。"
    ),
    "status_note.final": (
        "本记录为最终文本。本记录叙述本次会议期间提出的内容，其中任何内容均未获通过。"
        "各项结论由签署的主持人或主席负责。与会者以个人身份参加；本文件对任何国家、当局或组织均无约束力。"
    ),
    # Terms
    "terms.introduction": (
        "用语说明。以下用语是工作用语，指与会者自行声明的倾向。"
        "这些用语本身存在争议；在此使用不预断任何问题，任一阵营均不构成一个集团。"
    ),
    "terms.definition": "“{label}”{mark}在此指：{definition}",
    # Attribution
    "attribution.named": "具名",
    "attribution.role_label": "按角色代号",
    "attribution.camp": "按阵营",
    "attribution.none": "不具名",
    "attribution.with_k": "{attribution}（每组至少{count}人）",
    "attribution_sentence.named": "发言均署姓名。",
    "attribution_sentence.role_label": "发言只署角色代号，不署姓名。",
    "attribution_sentence.camp": "立场至多注明所属阵营，不注明个人；提案、条件和反对意见均不注明来源。",
    "attribution_sentence.none": "发言一律不注明来源，也不注明所属阵营；仅统计数字按阵营列出。",
    # Headings
    "section.opening": "开幕和组织事项",
    "section.discussion": "各专题讨论情况",
    "section.findings": "结论",
    "section.annex_texts": "提案案文",
    "section.annex_totals": "各阵营回应统计",
    "section.annex_method": "方法",
    "section.thread": "{title}（{reference}）",
    "section.thread_question": "问题",
    "section.thread_positions": "听取的立场",
    "section.thread_proposals": "提案和回应",
    "section.thread_outcome": "讨论结果",
    # Opening
    "attendance.total.one": "出席会议的与会者共{count}人：{groups}。",
    "attendance.total.other": "出席会议的与会者共{count}人：{groups}。",
    "attendance.part": "出席会议者包括：{groups}。为保护与会者，其余人数不予列出。",
    "attendance.withheld": "为保护与会者，出席人数不予列出。",
    "attendance.camp.one": "自述属于“{label}”者{count}人",
    "attendance.camp.other": "自述属于“{label}”者{count}人",
    "attendance.neither.one": "不归属任何一方者{count}人",
    "attendance.neither.other": "不归属任何一方者{count}人",
    "threads_taken_up.one": "会议讨论了{count}个专题：{threads}。",
    "threads_taken_up.other": "会议讨论了{count}个专题：{threads}。",
    "reading": "立场、提案和结论均按作者原文及其所用语文引述。",
    # Question
    "question": "专题{reference}提出的问题是：",
    "question.with_source": "专题{reference}（{source}）提出的问题是：",
    "question.parts": "该问题包括以下部分：",
    "addressees": "该问题向{camps}提出。",
    "addressees.all": "该问题向各阵营提出。",
    "addressees.part": "向{camps}提出：",
    "addressees.part.all": "向各阵营提出：",
    "camp.quoted": "“{label}”",
    "camp.neither": "不归属任何一方",
    # Voices, at the beginning of a sentence and within one
    "voice.none": "一位与会者",
    "voice.camp": "一位与会者（{camp}）",
    "voice.role_label": "与会者{text}",
    "voice.role_label_of_camp": "与会者{text}（{camp}）",
    "voice.named": "{text}",
    "voice.named_of_camp": "{text}（{camp}）",
    "voice_within.none": "一位与会者",
    "voice_within.camp": "一位与会者（{camp}）",
    "voice_within.role_label": "与会者{text}",
    "voice_within.role_label_of_camp": "与会者{text}（{camp}）",
    "voice_within.named": "{text}",
    "voice_within.named_of_camp": "{text}（{camp}）",
    # Positions
    "no_positions": "本专题没有提出任何立场。",
    "position": "{voice}表示（{details}）：",
    "position.withdrawn": "立场{reference}已由作者撤回。",
    "reasoning": "所述理由：",
    "details.joint": "；",
    "details.version": "第{version}版",
    "details.part": "关于{part}",
    "details.choice": "选择：{choice}",
    # Proposals
    "proposal": "{voice}提议（{details}）：",
    "proposal.unattributed": "有与会者提议（{details}）：",
    "proposal.withdrawn": "提案{reference}已由作者撤回。",
    "proposal.step": "所要求的具体步骤：",
    "proposal.co_sponsors": "共同提案人：{names}。",
    "proposal.full_text": "全文见第{number}段。",
    # Responses
    "responses": "对提案{reference}的回应。",
    "figures.withheld": "为保护与会者，数字不予列出。",
    "figures.nobody": "尚无人对此版本作出回应。",
    "figures.support": "作答者中，同意或可以接受的情况如下：{groups}。",
    "figures.group": "“{label}”{answered}人中{support}人",
    "figures.group_silent": "“{label}”无人作答",
    "figures.neither": "不归属任何一方者{answered}人中{support}人",
    "figures.neither_silent": "不归属任何一方者无人作答",
    "figures.bridge": "搭桥值（各阵营支持比例中的最小值）为{bridge}。",
    "figures.bridge_and_joint": "搭桥值（各阵营支持比例中的最小值）为{bridge}；联合概率为{joint}。",
    "figures.level": "按规则所得级别：{level}。",
    "bands.support": "以文字概述，对此版本仅公布一次：{groups}。",
    "bands.group": "“{label}”{band}",
    "bands.objection": "有反对意见仍然有效。",
    "bands.at_least": "按规则所得级别：至少为{level}。",
    "bands.no_level": "凭此概述，按规则不能确定级别。",
    "band.broad_support": "广泛支持",
    "band.split": "意见分歧",
    "band.little_support": "支持很少",
    "reason.rule_met": "规则的各项条件均已满足。",
    "reason.standing_objection": "因有一项反对意见仍然有效，不能称为趋同。",
    "reason.bridge_below_convergence": "搭桥值低于趋同所需的数值。",
    "reason.joint_probability_below": "支持这些比例的回应太少，不足以称为趋同。",
    "reason.bridge_below_emerging": "搭桥值低于正在形成的趋同所需的数值。",
    "reason.too_few_answers": "回应太少，尚不足以得出更多判断。",
    "change.would_not_survive.one": "“{label}”再有{count}人不同意，该级别即不能维持。",
    "change.would_not_survive.other": "“{label}”再有{count}人不同意，该级别即不能维持。",
    "change.agreement_needed.one": "“{label}”再有{count}人同意或可以接受，该级别即可提高。",
    "change.agreement_needed.other": "“{label}”再有{count}人同意或可以接受，该级别即可提高。",
    "change.answers_needed.one": "“{label}”还需{count}人作答。",
    "change.answers_needed.other": "“{label}”还需{count}人作答。",
    "change.objection_withdrawn": "如该项反对意见撤回，该级别即可提高。",
    "condition": "{voice}的条件（{state}）：",
    "condition.of_finding": "所依条件：",
    "condition.open": "待定",
    "condition.met": "已满足",
    "condition.not_met": "未满足",
    "objection": "{voice}的反对意见，仍然有效：",
    "objection.without_reason": "{voice}的反对意见，仍然有效；尚未说明理由。",
    # Outcome of a thread
    "summary": "主持人在小结中指出：",
    "rests_on": "所依据的内容：{references}。",
    "reference": "{reference}",
    "reference.with_paragraph": "{reference}（第{number}段）",
    "thread_findings.one": "已签署以下结论：{findings}。",
    "thread_findings.other": "已签署以下结论：{findings}。",
    "thread_findings.item": "第{number}段（{level}）",
    "open_points": "本专题尚待解决的问题：",
    "open_points.camp_not_heard": "“{label}”将表示何种立场；未听取该阵营的任何立场",
    "open_points.proposal_open": "提案{reference}（第{number}段），级别为未决",
    "open_points.condition_open": "对提案{reference}（第{number}段）的第{place}项条件",
    # Findings
    "no_findings": "本次会议没有签署任何结论。",
    "findings.overview": "本次会议的结论",
    "findings.column.paragraph": "段次",
    "findings.column.finding": "结论",
    "findings.column.thread": "专题",
    "findings.column.level": "级别",
    "finding": "结论{number}，专题{thread}：{level}",
    "finding.one_camp": "该结论仅以一个阵营为依据。",
    "finding.one_named_camp": "该结论仅以“{label}”为依据。",
    "finding.beyond_figures": "该结论由主席本人作出，超出数字所能支持的程度；仍然有效的反对意见一并载列。",
    "finding.signed": "{signer}签署，{date}；第{version}版。",
    "finding.signer_named": "{role}{name}",
    "role.moderator": "主持人",
    "role.chair": "主席",
    "level.convergence": "趋同",
    "level.emerging_convergence": "正在形成的趋同",
    "level.shared_question": "共同问题",
    "level.clarified_divergence": "已澄清的分歧",
    "level.open": "未决",
    # Annexes
    "text": "提案{reference}，第{version}版。",
    "text.hash": "本案文的SHA-256值：{hash}",
    "totals": "回应按阵营统计，以所回应的版本为准。",
    "totals.none": "为保护与会者，回应统计不予列出。",
    "totals.withheld": "为保护与会者，以下提案的统计不予列出：{references}。",
    "totals.caption": "各阵营回应统计",
    "totals.column.proposal": "提案",
    "totals.column.group": "组别",
    "totals.column.answered": "作答/成员",
    "totals.neither": "不归属任何一方",
    "totals.answered_of": "{answered}/{members}",
    "stance.agree": "同意",
    "stance.can_live_with_it": "可以接受",
    "stance.pass": "暂不表态",
    "stance.disagree": "不同意",
    "stance.object": "反对",
    "method.scale": (
        "回应方式。有发言权的与会者对提案作出以下五种回应之一：同意、可以接受、暂不表态、不同意、反对。"
        "暂不表态也是一种回应，但不算同意。“不同意”表示：这不是我的看法。“反对”表示：我要求不将此记录为趋同。"
    ),
    "method.rule": (
        "规则。搭桥值不低于{convergence}、联合概率不低于{joint}且没有仍然有效的反对意见的，提案的级别为趋同；"
        "搭桥值不低于{emerging}的，级别为正在形成的趋同。两者均要求每一阵营达到法定人数："
        "每{whole}名成员中至少有{part}人作答，且作答者不少于{persons}人。其余一律为未决。"
    ),
    "method.values": (
        "数值。一个阵营的支持比例，是该阵营作答者中同意或可以接受提案者所占的比例。搭桥值是各阵营支持比例中的最小值，"
        "从不取平均值。联合概率是各阵营“与该阵营相类似的人中过半数同意”这一概率的乘积。"
        "不归属任何一方者不计入上述各项数值。数字仅供参考；结论由人作出并签署。"
    ),
    "method.small_groups": (
        "人数较少的组别。本记录不列出少于{count}人的任何一组的人数。提案从不注明来自哪一阵营。"
    ),
    "method.bands": (
        "文字概述。本研讨会以文字概述回应情况，对每一版本仅在会议结束时公布一次，使任何人都无法确知某一人如何作答。"
        "“广泛支持”指作答者中至多两人未表示同意或可以接受；“支持很少”指至多两人表示同意或可以接受；"
        "“意见分歧”指介于两者之间。凡与会者可见其阵营的作者和共同提案人，不计入作答者。只有无论概述留下何种余地，级别均相同时，才列出级别。"
        "反对意见只列明是否仍然有效，不列数目和内容。"
    ),
    "method.tool": "本记录第{edition}版；署名规则：{attribution}；由本工具{version}版编制。",
    "method.checkpoint": "编制本版本时，研讨会的记录链载至第{number}条，其哈希值为{hash}。",
}
