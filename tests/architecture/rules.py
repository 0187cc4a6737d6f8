"""The rules of the architecture, each a function from one parsed file to the sentences of what breaks it."""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tests.architecture.source import Source, decorators, functions, imports, method_calls, names_used

Rule = Callable[[Source], Iterator[str]]

# Who may import whom: only downwards, and siblings of one line not each other.
ORDER: tuple[frozenset[str], ...] = (
    frozenset({"urls", "apps"}),
    frozenset({"views", "api", "management", "admin", "middleware", "templatetags"}),
    frozenset({"forms"}),
    frozenset({"tasks"}),
    frozenset({"services"}),
    frozenset({"selectors"}),
    frozenset({"access"}),
    frozenset({"rules"}),
    frozenset({"models"}),
    frozenset({"enums", "exceptions", "live"}),
    frozenset({"convergence", "minutes", "catalogues"}),
)
PURE = ORDER[-1]
NOT_PURE = frozenset(
    {"django", "rest_framework", "celery", "channels", "allauth", "dialogue", "bridgebuilders", "kombu"}
)

# Files of the mathematics that may import more than the standard library; loaded when first asked for.
ARRAYS: dict[str, frozenset[str]] = {
    f"dialogue/convergence/{name}.py": frozenset({"numpy"})
    for name in (
        "camps_beside_groups", "comparison", "counts", "decomposition", "factorisation", "gate", "groups",
        "map", "matrix", "partitions", "polis", "report", "residuals", "silhouettes", "twins", "typical",
    )
} | {"dialogue/convergence/residuals.py": frozenset({"numpy", "scipy"})}  # fmt: skip

# Writes look like calls of these names on anything; where a name means something else it is told below.
WRITES = frozenset(
    {
        "save", "create", "update", "delete", "get_or_create", "update_or_create", "acreate", "aupdate",
        "adelete", "asave", "bulk_create", "bulk_update", "abulk_create", "abulk_update", "aget_or_create",
        "aupdate_or_create", "set", "aset", "create_user", "create_superuser", "set_password",
        "select_for_update", "executescript", "executemany",
    }
)  # fmt: skip
# file, function or class.function, name of the call → why it is no write of the product
WRITES_ALLOWED: dict[tuple[str, str, str], str] = {
    (
        "dialogue/models/users.py",
        "create_user",
        "save",
    ): "Django’s interface for creating accounts, called by services",
    ("dialogue/models/users.py", "create_user", "set_password"): "the same",
    ("dialogue/models/users.py", "create_superuser", "create_user"): "the same, from Django’s command",
    ("dialogue/live.py", "learn", "set"): "wakes a stream",
    ("dialogue/live.py", "end", "set"): "wakes a stream",
    ("dialogue/live.py", "_wake", "set"): "wakes the hub",
}

LONGEST_FILE = 330
LONGEST_FUNCTION = 55
NO_ROOMS = frozenset(
    {"utils", "helpers", "common", "base", "misc", "tools", "shared", "lib", "util", "helper"}
)
LAYERS_BY_NOUN = frozenset({"models", "services", "selectors", "forms", "views", "api"})
# The nouns of the product, and the few other things a file in a layer may be about. One file, one of them.
NOUNS = frozenset(
    {
        # the vocabulary
        "agenda", "alike", "bands", "camps", "catalogues", "contributions", "convergence", "conversations",
        "deliveries", "editions", "explanations", "exports", "figures", "findings", "imports", "jobs",
        "leads", "levels", "maps", "minutes", "movement", "participants", "people", "pictures", "positions",
        "ranking", "record", "remarks", "responses", "sessions", "sponsors", "sponsorships", "summaries",
        "tags", "tasks", "texts", "threads", "tokens", "turns", "typical", "users", "webhooks", "workshop",
        "workshops",
        # pages and their parts
        "desk", "entrances", "frame", "help", "home", "live", "notices", "organise", "organising", "shown",
        "sentences",
        # how requests are taken
        "acting", "acts", "authentication", "bodies", "demonstration", "parsing", "request_keys", "requests",
        "rows", "schema", "submission", "tables", "urls", "pagination", "problems", "queries", "staging",
        "words", "reading",
        # what operators do with everything at once
        "databases", "dumps", "backups", "restores", "moves",
        # parts of building a document
        "drafting", "heard", "minutes_figures", "minutes_frame",
    }
)  # fmt: skip

# Views that answer whoever is not signed in, and why.
PUBLIC: dict[tuple[str, str], str] = {
    ("dialogue/views/help.py", "index"): "explains the product",
    ("dialogue/views/help.py", "page"): "explains the product",
    ("dialogue/views/home.py", "home"): "the front door",
    ("dialogue/views/demonstration.py", "enter_demonstration"): "the demonstration has no accounts",
    ("dialogue/views/demonstration.py", "enter_by_link"): "the demonstration has no accounts",
}
# Views that take a POST and change nothing of the product.
POST_WITHOUT_ACT: dict[tuple[str, str], str] = {
    ("dialogue/views/demonstration.py", "enter_demonstration"): "signs in",
}
# Text a function may declare safe, and why.
DECLARED_SAFE: dict[tuple[str, str], str] = {
    ("dialogue/templatetags/dialogue.py", "said"): "paragraphs around text that was escaped in the same call",
    (
        "dialogue/templatetags/dialogue.py",
        "opinion_picture",
    ): "a drawing of our own, every word in it escaped",
}


def imports_point_down(source: Source) -> Iterator[str]:
    """Nobody imports upwards, and siblings do not import each other."""
    if not source.layer:
        return
    own = place(source.layer)
    if own is None:
        yield f"{source.path}: “{source.layer}” has no place in the order of imports"
        return
    for module, line in imports(source):
        if module[0] != "dialogue" or len(module) < 2 or module[1] == source.layer:
            continue
        other = place(module[1])
        if other is None or other <= own:
            yield f"{source.path}:{line} imports dialogue.{module[1]}, which is not below {source.layer}"


def place(layer: str) -> int | None:
    return next((number for number, names in enumerate(ORDER) if layer in names), None)


def the_package_itself_is_empty(source: Source) -> Iterator[str]:
    """So that the pure packages load without Django."""
    if source.path == "dialogue/__init__.py" and source.text.strip():
        yield f"{source.path} is not empty"


def pure_packages_stay_pure(source: Source) -> Iterator[str]:
    """No Django, no Celery, not each other; the mathematics the standard library, NumPy where declared."""
    if source.layer not in PURE:
        return
    for module, line in imports(source):
        of_itself = module[:2] == ("dialogue", source.layer)
        if module[0] in NOT_PURE and not of_itself:
            yield f"{source.path}:{line} imports {'.'.join(module)}"
        elif (
            source.layer == "convergence"
            and not of_itself
            and module[0] not in sys.stdlib_module_names
            and module[0] not in ARRAYS.get(source.path, ())
        ):
            yield f"{source.path}:{line} imports {module[0]}, which is not of the standard library"


def doors_are_used(source: Source) -> Iterator[str]:
    """Views and the API never ask a table themselves."""
    if source.layer not in ("views", "api"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            yield f"{source.path}:{node.lineno} touches .{node.attr}"
        if isinstance(node, ast.Name) and node.id in ("get_object_or_404", "get_list_or_404"):
            yield f"{source.path}:{node.lineno} uses {node.id} instead of a door of access"


def only_services_write(source: Source) -> Iterator[str]:
    """No write outside services, but for what is listed with its reason."""
    if source.layer == "services" or source.layer in PURE:
        return
    for function, name, line in writes(source):
        if (source.path, function, name) not in WRITES_ALLOWED:
            yield f"{source.path}:{line} calls .{name}( in {function or 'the module'}"


def writes(source: Source) -> Iterator[tuple[str, str, int]]:
    """(function, name of the call, line) of everything that looks like a write."""
    innermost = functions_around(source)
    for name, call in method_calls(source.tree):
        if name in WRITES:
            yield innermost.get(call, ""), name, call.lineno


def functions_around(source: Source) -> dict[ast.AST, str]:
    """The name of the innermost function around each node."""
    innermost: dict[ast.AST, str] = {}
    for function in functions(source):
        innermost |= dict.fromkeys(ast.walk(function), function.name)
    return innermost


def files_have_one_noun(source: Source) -> Iterator[str]:
    name = PurePosixPath(source.path).stem
    if source.layer in LAYERS_BY_NOUN and len(source.module) > 2 and name != "__init__" and name not in NOUNS:
        yield f"{source.path}: “{name}” is no noun of the product"


def there_is_no_second_home(source: Source) -> Iterator[str]:
    for part in source.module:
        if NO_ROOMS & set(part.split("_")):
            yield f"{source.path}: a room named “{part}” becomes a second home for everything"


def files_and_functions_are_short(source: Source) -> Iterator[str]:
    if source.lines > LONGEST_FILE:
        yield f"{source.path} has {source.lines} lines"
    for function in functions(source):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{source.path}:{function.lineno} {function.name} has {length} lines"


def public_views_are_declared(source: Source) -> Iterator[str]:
    """Everything is behind sign-in, but for what is listed with its reason."""
    for function in functions(source):
        is_public = "login_not_required" in decorators(function)
        if is_public and (source.path, function.name) not in PUBLIC:
            yield f"{source.path}:{function.lineno} {function.name} is public and not declared so"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "login_not_required":
            yield f"{source.path}:{node.lineno} makes something public in passing"
        if isinstance(node, ast.Name) and node.id == "AllowAny":
            yield f"{source.path}:{node.lineno} opens the API to everybody"


def acts_are_submitted(source: Source) -> Iterator[str]:
    """What a page sends goes through `submit`: once, in one transaction, with the text kept."""
    if source.layer != "views" or source.path.endswith("/submission.py"):
        return
    for function in functions(source):
        takes_post = bool(decorators(function) & {"require_POST", "csrf_exempt"}) or any(
            isinstance(node, ast.Attribute) and node.attr in ("POST", "FILES", "body")
            for node in ast.walk(function)
        )
        is_submitted = bool({"submit", "submit_and_show_once"} & names_used(function))
        if takes_post and not is_submitted and not _is_act_free(source, function.name):
            yield f"{source.path}:{function.lineno} {function.name} takes a POST past submit"
        if "csrf_exempt" in decorators(function):
            yield f"{source.path}:{function.lineno} {function.name} takes requests from other sites"


def _is_act_free(source: Source, function: str) -> bool:
    return (source.path, function) in POST_WITHOUT_ACT


def nothing_is_declared_safe(source: Source) -> Iterator[str]:
    """Templates escape, and nobody may say they need not, but for what is listed with its reason."""
    for function, name, line in safe_texts(source):
        if (source.path, function) not in DECLARED_SAFE:
            yield f"{source.path}:{line} calls {name} in {function or 'the module'}"


def safe_texts(source: Source) -> Iterator[tuple[str, str, int]]:
    """(function, name, line) of every call that keeps a text from being escaped."""
    innermost = functions_around(source)
    for node in ast.walk(source.tree):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in ("mark_safe", "SafeString", "SafeText"):
            yield innermost.get(node, ""), name, node.lineno


RULES: tuple[Rule, ...] = (
    imports_point_down,
    the_package_itself_is_empty,
    pure_packages_stay_pure,
    doors_are_used,
    only_services_write,
    files_have_one_noun,
    there_is_no_second_home,
    files_and_functions_are_short,
    public_views_are_declared,
    acts_are_submitted,
    nothing_is_declared_safe,
)
