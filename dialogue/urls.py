"""Every page, in reading order."""

from django.urls import URLPattern, URLResolver, path

from dialogue.views import (
    demonstration,
    desk,
    exports,
    findings,
    home,
    live,
    minutes,
    organise,
    participants,
    positions,
    record,
    responses,
    sessions,
    sponsorships,
    summaries,
    tags,
    threads,
    workshop,
    workshops,
)
from dialogue.views import help as help_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("enter/link/<str:token>/", demonstration.enter_by_link, name="enter_by_link"),
    path("enter/<str:persona>/", demonstration.enter_demonstration, name="enter_demonstration"),
    path("help/", help_pages.index, name="help"),
    path("help/<slug:page>/", help_pages.page, name="help_page"),
    path("workshops/<uuid:workshop_id>/", workshop.workshop, name="workshop"),
    path("workshops/<uuid:workshop_id>/camp/", workshop.declare_camp, name="declare_camp"),
    path("threads/<uuid:thread_id>/", threads.thread, name="thread"),
    path("threads/<uuid:thread_id>/news/", threads.thread_news, name="thread_news"),
    path("threads/<uuid:thread_id>/live/", live.thread_live, name="thread_live"),
    path("threads/<uuid:thread_id>/positions/", positions.position_post, name="position_post"),
    path("positions/<uuid:position_id>/", positions.position, name="position"),
    path("positions/<uuid:position_id>/revise/", positions.position_revise, name="position_revise"),
    path("positions/<uuid:position_id>/withdraw/", positions.position_withdraw, name="position_withdraw"),
    path("positions/<uuid:position_id>/why/", positions.why_this_level, name="why_this_level"),
    path("positions/<uuid:position_id>/respond/", responses.respond, name="respond"),
    path("positions/<uuid:position_id>/co-sponsors/", sponsorships.cosponsor_ask, name="cosponsor_ask"),
    path("positions/<uuid:position_id>/co-sponsor/", sponsorships.cosponsor_answer, name="cosponsor_answer"),
    # Those who run it
    path("workshops/new/", workshops.create_workshop, name="create_workshop"),
    path(
        "workshops/<uuid:workshop_id>/convergence/",
        findings.points_of_convergence,
        name="points_of_convergence",
    ),
    path("workshops/<uuid:workshop_id>/minutes/", minutes.minutes_list, name="minutes_list"),
    path("workshops/<uuid:workshop_id>/record/", record.record, name="record"),
    path("workshops/<uuid:workshop_id>/desk/", desk.desk, name="desk"),
    path("workshops/<uuid:workshop_id>/codebook/", tags.codebook_add, name="codebook_add"),
    path("workshops/<uuid:workshop_id>/organise/", organise.organise, name="organise"),
    path("workshops/<uuid:workshop_id>/threads/new/", organise.thread_add, name="thread_add"),
    path("workshops/<uuid:workshop_id>/threads/order/", organise.thread_reorder, name="thread_reorder"),
    path("workshops/<uuid:workshop_id>/sessions/new/", sessions.session_plan, name="session_plan"),
    path(
        "workshops/<uuid:workshop_id>/participants/new/", participants.participant_add, name="participant_add"
    ),
    path(
        "participants/<uuid:participant_id>/roles/", participants.participant_roles, name="participant_roles"
    ),
    path(
        "participants/<uuid:participant_id>/remove/",
        participants.participant_remove,
        name="participant_remove",
    ),
    path("threads/<uuid:thread_id>/edit/", organise.thread_edit, name="thread_edit"),
    path("threads/<uuid:thread_id>/phase/", organise.thread_phase, name="thread_phase"),
    path("threads/<uuid:thread_id>/desk/", desk.thread_desk, name="thread_desk"),
    path("threads/<uuid:thread_id>/findings/new/", findings.finding_new, name="finding_new"),
    path("threads/<uuid:thread_id>/summary/", summaries.summary_edit, name="summary_edit"),
    path("positions/<uuid:position_id>/tags/", tags.tag_set, name="tag_set"),
    path("taggings/<uuid:tagging_id>/remove/", tags.tag_remove, name="tag_remove"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("findings/<uuid:finding_id>/edit/", findings.finding_edit, name="finding_edit"),
    path("sessions/<uuid:session_id>/open/", sessions.session_open, name="session_open"),
    path("sessions/<uuid:session_id>/close/", sessions.session_close, name="session_close"),
    path("minutes/<uuid:edition_id>/", minutes.edition, name="edition"),
    path("minutes/<uuid:edition_id>/exports/", exports.export_make, name="export_make"),
    path("exports/<uuid:export_id>/", exports.export, name="export"),
    path("exports/<uuid:export_id>/file/", exports.export_file, name="export_file"),
]
