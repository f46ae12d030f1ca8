"""Every deed writes a line on the timeline of the account it touches, or says here why not.

Read from the code: a deed tells if some way through the functions it names leads to `tell`.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from tests.house.house import CODE, ROOT, files, parsed

TELLING = frozenset(
    {
        "primeline.customers.actions.timeline.retell",
        "primeline.customers.actions.timeline.tell",
        "primeline.customers.actions.timeline.tell_many",
        "primeline.customers.actions.timeline.tell_past",
        "primeline.imports.staging.timeline.tell",
    }
)
# Rooms below accounts, and what is set for all accounts alike, is no fact of any one of them.
OF_NO_ACCOUNT = frozenset({"audit", "competences", "files", "hours", "kit", "staff", "standards"})
WHY_NOT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "addresses.change_prefix", "addresses.register_prefix", "addresses.retire_prefix",
            "customers.add_industry", "customers.change_industry", "handovers.add_point",
            "handovers.change_point", "handovers.install_checklist", "papers.add_required_paper",
            "papers.change_required_paper", "papers.install_papers", "papers.name_custodian",
            "privacy.change_limit", "privacy.install_limits", "products.add_line",
            "products.add_termination_reason", "products.change_deadline", "products.change_line",
            "products.change_termination_reason", "products.install_reference",
            "quality.set_number", "rights.decide_period", "rights.propose_period",
            "processes.add", "processes.approve", "processes.draft", "processes.drop",
            "processes.install", "processes.propose", "processes.refuse", "processes.take_back",
            "processes.approve_switch", "processes.end_switch", "processes.propose_switch",
            "processes.redraw", "processes.refuse_switch", "processes.take_back_switch",
            "replays.ask", "replays.bring", "replays.drop", "replays.end",
            "tiers.adopt_policy", "tiers.install_load_limits", "tiers.install_policies",
            "tiers.set_load_limit", "visits.add_standard_action",
            "visits.install_cadence", "visits.set_day_limit", "visits.set_standard_action",
        ),
        "a rule or a word for all accounts alike",
    ),
    **dict.fromkeys(
        (
            "commitments.follow_accounts",
            "customers.make_findable", "customers.seal_what_is_open", "customers.set_monthly_fees",
            "customers.settle_heads", "privacy.look_through_texts", "privacy.rewrap_keys",
            "products.make_findable",
            "products.recognize_replacements", "products.refresh_monthly_fees",
            "quality.find_duplicates", "quality.judge_records", "quality.keep_month",
            "search.forget", "search.index",
        ),
        "worked out of facts that are told where they happen",
    ),
    **dict.fromkeys(
        (
            "imports.abandon", "imports.ask_for_check", "imports.ask_for_commit",
            "imports.ask_for_undo", "imports.begin", "imports.begin_undo", "imports.commit",
            "imports.finish", "imports.finish_undo", "imports.forget_mapping", "imports.map",
            "imports.save_mapping", "imports.take_errors", "imports.upload",
        ),
        "a step of a file; its stages tell each account what the file brought or took back",
    ),
    **dict.fromkeys(
        (
            "rosters.add_shift", "rosters.approve_swap", "rosters.ask_exchange",
            "rosters.assign_shift", "rosters.cancel_shift", "rosters.change", "rosters.close",
            "rosters.lay_out", "rosters.offer_shift", "rosters.open", "rosters.refuse_swap",
            "rosters.set_rotation", "rosters.take_note", "rosters.take_shift",
            "rosters.withdraw_swap", "rosters.write_note", "products.take_in_spare",
            "visits.make_feed", "visits.revoke_feed", "customers.save_view", "customers.drop_view",
            "meetings.open", "meetings.finish",
        ),
        "hangs on a unit or a person, and on no account",
    ),
    **dict.fromkeys(
        ("rosters.begin_call", "rosters.end_call"), "one call of a run; the run is told as a whole"
    ),
    **dict.fromkeys(
        ("rosters.open_chain", "rosters.change_chain"),
        "who would be called; that somebody was, is told",
    ),
    **dict.fromkeys(
        ("privacy.erase", "privacy.erase_again", "privacy.release", "privacy.restrict"),
        "about a person; the request that it answers is told, without naming them",
    ),
    **dict.fromkeys(
        ("quality.tell_apart", "quality.take_back_difference"),
        "names another account, which a reader of this one may not know",
    ),
    **dict.fromkeys(
        ("handovers.note", "handovers.tick"), "a step of a hand-over, which is told as a whole"
    ),
    "products.note_addresses": "told by the room that gives the address",
    "commitments.chase": "a word between colleagues; the page of the matter keeps it",
    "commitments.count_back_from": "it moves due moments, which each matter keeps",
    "commitments.reprice": "a change of rules moves all that is open at once; each matter keeps it",
    "commitments.learn": "what is known moves due moments, which each matter keeps",
    "commitments.put_under_rules": "a rule moves what it speaks of; each matter keeps it",
    "customers.take_out_file": "reading a file, as reading any page",
    "imports.export": "a list, and not one account; lines opened by a grant are told one by one",
    "rights.let_cases_lapse": "nothing was decided",
    "rights.open_cases": "somebody has to decide; what they decide is told",
    "plans.save": "a draft, which is told when it is handed in",
    **dict.fromkeys(
        ("meetings.pin", "meetings.unpin"), "what is talked about, not what is done: minutes say it"
    ),
    "privacy.look_through_texts": "texts are kept as they read, under the key of whom they name",
}  # fmt: skip


def test_every_deed_tells_the_account_or_says_why_not() -> None:
    silent = {
        kind
        for kind, functions in _deeds().items()
        if kind.split(".")[0] not in OF_NO_ACCOUNT and not all(map(_tells, functions))
    }

    assert silent - WHY_NOT.keys() == set(), "these tell nobody: tell, or say why not"
    assert WHY_NOT.keys() - silent == set(), "these tell, or are gone: strike them out here"


def _deeds() -> dict[str, list[str]]:
    """Return the functions that do each deed, by its kind."""
    found: dict[str, list[str]] = {}
    for module, names in _definitions().items():
        for name, node in names.items():
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "deed":
                    kind = str(ast.literal_eval(mark.args[0]))
                    found.setdefault(kind, []).append(f"{module}.{name}")
    return found


def _tells(function: str) -> bool:
    """Test whether some way leads from a function to the timeline."""
    seen, ahead = set[str](), [function]
    while ahead:
        here = ahead.pop()
        if here in TELLING:
            return True
        if here not in seen:
            seen.add(here)
            ahead += _named_by(here)
    return False


@cache
def _named_by(path: str) -> tuple[str, ...]:
    """Return what of ours a function or class names in its body."""
    module, _, name = path.rpartition(".")
    return tuple(_names(module, _definitions()[module][name]))


def _names(module: str, node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            found = _found(f"{module}.{one.id}")
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            alias = _imports()[module].get(one.value.id)
            found = _found(f"{alias}.{one.attr}") if alias else None
        else:
            found = None
        if found:
            yield found


def _found(path: str, *, hops: int = 5) -> str | None:
    """Return where a function or class is defined that a module defines, imports or passes on."""
    module, _, name = path.rpartition(".")
    if name in _definitions().get(module, {}):
        return path
    origin = _imports().get(module, {}).get(name)
    return _found(origin, hops=hops - 1) if origin and hops else None


@cache
def _modules() -> dict[str, ast.Module]:
    """Return the rooms' modules, without doors, tests and what stands beside the house."""
    beside = {"bench", "cli", "demo", "jobs", "migrations", "testing", "tests", "web"}
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): parsed(
            path
        )
        for path in files(".py", below=CODE)
        if not beside & set(path.relative_to(CODE).parts)
    }


@cache
def _definitions() -> dict[str, dict[str, ast.FunctionDef | ast.ClassDef]]:
    return {
        module: {
            node.name: node
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
        for module, tree in _modules().items()
    }


@cache
def _imports() -> dict[str, dict[str, str]]:
    return {
        module: {
            one.asname or one.name: f"{node.module}.{one.name}"
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module
            for one in node.names
        }
        for module, tree in _modules().items()
    }
