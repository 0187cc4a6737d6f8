"""The shape of the product, held by a machine; and the proof that each rule finds what breaks it."""

import subprocess
import sys

import pytest
from django.urls import URLPattern

from tests.architecture import rules
from tests.architecture.rules import RULES, Rule
from tests.architecture.source import ROOT, imports, parse, product

FAULTS: list[tuple[Rule, str, str]] = [
    (rules.imports_point_down, "dialogue/selectors/agenda.py", "from dialogue.services import threads"),
    (
        rules.imports_point_down,
        "dialogue/services/jobs.py",
        "def wake():\n    from dialogue.tasks import run_job",
    ),
    (rules.imports_point_down, "dialogue/models/threads.py", "from dialogue import rules"),
    (rules.imports_point_down, "dialogue/models/threads.py", "from .. import access"),
    (rules.imports_point_down, "dialogue/models/__init__.py", "from ..rules import may_post"),
    (rules.imports_point_down, "dialogue/access.py", "import dialogue.selectors.people"),
    (rules.imports_point_down, "dialogue/api/threads.py", "from dialogue.views.threads import thread"),
    (rules.imports_point_down, "dialogue/views/threads.py", "from dialogue.middleware import own_language"),
    (rules.imports_point_down, "dialogue/live.py", "from dialogue.enums import Role"),
    (rules.imports_point_down, "dialogue/convergence/rule.py", "from dialogue.minutes import Document"),
    (rules.imports_point_down, "dialogue/reports.py", "x = 1"),
    (rules.imports_point_down, "dialogue/views/home.py", "from dialogue import reports"),
    (rules.the_package_itself_is_empty, "dialogue/__init__.py", "import django"),
    (rules.pure_packages_stay_pure, "dialogue/minutes/texts.py", "from django.utils.html import escape"),
    (rules.pure_packages_stay_pure, "dialogue/minutes/texts.py", "def late():\n    import celery"),
    (
        rules.pure_packages_stay_pure,
        "dialogue/catalogues/reading.py",
        "from dialogue.convergence import Rule",
    ),
    (rules.pure_packages_stay_pure, "dialogue/catalogues/reading.py", "from ..enums import Role"),
    (rules.pure_packages_stay_pure, "dialogue/convergence/rule.py", "import numpy"),
    (rules.pure_packages_stay_pure, "dialogue/convergence/matrix.py", "from scipy.sparse import csr_array"),
    (rules.doors_are_used, "dialogue/views/threads.py", "models.Thread.objects.get(pk=1)"),
    (rules.doors_are_used, "dialogue/api/threads.py", "queryset = Thread._default_manager.all()"),
    (rules.doors_are_used, "dialogue/views/threads.py", "thread = get_object_or_404(Thread, pk=1)"),
    (rules.only_services_write, "dialogue/views/threads.py", "def close(thread):\n    thread.save()"),
    (rules.only_services_write, "dialogue/api/threads.py", "threads.filter(pk=1).update(phase='open')"),
    (rules.only_services_write, "dialogue/selectors/agenda.py", "finding.evidence.set([])"),
    (rules.only_services_write, "dialogue/models/users.py", "def other(self):\n    self.save()"),
    (rules.only_services_write, "dialogue/tasks.py", "Job.objects.bulk_create([])"),
    (rules.files_have_one_noun, "dialogue/services/threads_and_tags.py", ""),
    (rules.files_have_one_noun, "dialogue/views/manager.py", ""),
    (rules.there_is_no_second_home, "dialogue/services/text_utils.py", ""),
    (rules.there_is_no_second_home, "dialogue/common/dates.py", ""),
    (rules.files_and_functions_are_short, "dialogue/rules.py", "x = 1\n" * 331),
    (rules.files_and_functions_are_short, "dialogue/rules.py", "def f():\n" + "    x = 1\n" * 55),
    (rules.public_views_are_declared, "dialogue/views/threads.py", "@login_not_required\ndef thread(r): ..."),
    (rules.public_views_are_declared, "dialogue/urls.py", "path('x', login_not_required(threads.thread))"),
    (rules.public_views_are_declared, "dialogue/api/threads.py", "permission_classes = [AllowAny]"),
    (rules.acts_are_submitted, "dialogue/views/threads.py", "def close(request):\n    form(request.POST)"),
    (rules.acts_are_submitted, "dialogue/views/threads.py", "@require_POST\ndef close(request): ..."),
    (rules.acts_are_submitted, "dialogue/views/threads.py", "@csrf_exempt\ndef a(r):\n    submit(r.POST)"),
    (rules.nothing_is_declared_safe, "dialogue/templatetags/dialogue.py", "mark_safe(text)"),
]

ACCEPTED: list[tuple[Rule, str, str]] = [
    (rules.imports_point_down, "dialogue/views/threads.py", "from dialogue import access, models"),
    (rules.imports_point_down, "dialogue/tasks.py", "from dialogue.services import jobs"),
    (rules.imports_point_down, "dialogue/services/jobs.py", "from dialogue.services.record import enter"),
    (
        rules.pure_packages_stay_pure,
        "dialogue/minutes/texts.py",
        "from .document import Document\nimport docx",
    ),
    (rules.pure_packages_stay_pure, "dialogue/convergence/matrix.py", "import numpy as np"),
    (rules.doors_are_used, "dialogue/views/threads.py", "access.thread_to_read(user, thread_id)"),
    (rules.only_services_write, "dialogue/services/threads.py", "def close(thread):\n    thread.save()"),
    (rules.only_services_write, "dialogue/models/users.py", "def create_user(self):\n    self.save()"),
    (rules.files_have_one_noun, "dialogue/services/threads.py", ""),
    (rules.files_and_functions_are_short, "dialogue/rules.py", "x = 1\n" * 330),
    (rules.files_and_functions_are_short, "dialogue/rules.py", "def f():\n" + "    x = 1\n" * 54),
    (rules.public_views_are_declared, "dialogue/views/help.py", "@login_not_required\ndef page(r): ..."),
    (rules.acts_are_submitted, "dialogue/views/threads.py", "def a(r):\n    submit(r, form(r.POST))"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: Rule) -> None:
    faults = [fault for source in product() for fault in rule(source)]

    assert faults == []


@pytest.mark.parametrize(("rule", "path", "text"), FAULTS)
def test_a_planted_fault_is_found(rule: Rule, path: str, text: str) -> None:
    faults = list(rule(parse(path, text)))

    assert len(faults) == 1
    assert faults[0].startswith(path)


@pytest.mark.parametrize(("rule", "path", "text"), ACCEPTED)
def test_what_keeps_the_rule_is_accepted(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text))) == []


def test_every_rule_is_proven_by_a_planted_fault() -> None:
    assert {rule for rule, _path, _text in FAULTS} == set(RULES)


def test_every_exception_is_still_needed() -> None:
    written = {(each.path, *found[:2]) for each in product() for found in rules.writes(each)}
    declared_safe = {(each.path, found[0]) for each in product() for found in rules.safe_texts(each)}
    defined = {(each.path, function.name) for each in product() for function in rules.functions(each)}

    with_arrays = {
        (each.path, module[0])
        for each in product()
        for module, _line in imports(each)
        if module[0] in rules.ARRAYS.get(each.path, ())
    }

    assert {(path, name) for path, names in rules.ARRAYS.items() for name in names} == with_arrays
    assert set(rules.WRITES_ALLOWED) - written == set()
    assert set(rules.PUBLIC) - defined == set()
    assert set(rules.POST_WITHOUT_ACT) - defined == set()
    assert set(rules.DECLARED_SAFE) - declared_safe == set()


@pytest.mark.parametrize("package", sorted(rules.PURE))
def test_a_pure_package_loads_without_django(package: str) -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['django', 'rest_framework', 'celery']));"
        f"import dialogue.{package}"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_sign_in_is_asked_for_by_default(settings: object) -> None:
    assert "dialogue.middleware.SignInRequired" in settings.MIDDLEWARE  # type: ignore[attr-defined]


def test_routes_open_to_everybody_are_the_declared_ones() -> None:
    """The same as the rule on the source, seen from the addresses: what a decorator on top might undo."""
    from dialogue.urls import urlpatterns

    opened = {
        pattern.callback.__name__
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and not getattr(pattern.callback, "login_required", True)
    }

    assert opened == {name for _path, name in rules.PUBLIC}
