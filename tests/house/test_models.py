"""What every table of ours must say of itself, and where its foreign keys may point."""

from django.apps import apps
from django.db.models import PROTECT, RESTRICT, Field, ForeignKey, Model

from primeline.config.keeping import THIRD_PARTY_WORKING
from primeline.kit.keeping import Keeping
from tests.house.house import FLOOR, OUR_MODELS, of_each

WAYS_OF_NOT_DELETING = (PROTECT, RESTRICT)
ENDINGS = {"DateTimeField": ("_at",), "DateField": ("_date", "month")}


def foreign_keys(model: type[Model]) -> list[ForeignKey[Model, Model]]:
    return [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]


def keeping_of(model: type[Model]) -> Keeping | None:
    keeping: Keeping | None = getattr(model, "keeping", None)
    return keeping


@of_each(OUR_MODELS, called=lambda m: m._meta.label)
def test_every_model_says_whether_it_is_kept_for_ever(model: type[Model]) -> None:
    assert isinstance(keeping_of(model), Keeping), (
        "declare `keeping = Keeping.ARCHIVE` or `Keeping.WORKING`; "
        "a table that joins two others needs a model of its own"
    )


@of_each(
    [app for app in apps.get_app_configs() if not app.name.startswith("primeline.")],
    called=lambda app: app.label,
)
def test_tables_of_libraries_are_known_to_be_working_tables(app: object) -> None:
    label: str = getattr(app, "label")  # noqa: B009
    if any(model._meta.app_label == label for model in apps.get_models()):
        assert label in THIRD_PARTY_WORKING, f"name {label} in primeline/config/keeping.py"


@of_each(OUR_MODELS, called=lambda m: m._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    room = model._meta.app_label
    for field in foreign_keys(model):
        target = field.related_model
        if target in OUR_MODELS and target._meta.app_label != room:
            assert FLOOR[target._meta.app_label] < FLOOR[room], (
                f"{model.__name__}.{field.name} points up or sideways; store an id or move the room"
            )


@of_each(
    [m for m in OUR_MODELS if keeping_of(m) is Keeping.ARCHIVE], called=lambda m: m._meta.label
)
def test_no_archive_row_goes_with_another(model: type[Model]) -> None:
    for field in foreign_keys(model):
        assert field.remote_field.on_delete in WAYS_OF_NOT_DELETING, (
            f"{model.__name__}.{field.name} must be PROTECT: the archive deletes nothing"
        )
        target = field.related_model
        assert isinstance(target, type)
        assert keeping_of(target) is Keeping.ARCHIVE, (
            f"{model.__name__}.{field.name} points at working rows, which may be gone tomorrow"
        )


@of_each(
    [m for m in OUR_MODELS if keeping_of(m) is Keeping.ARCHIVE], called=lambda m: m._meta.label
)
def test_what_a_unit_has_is_on_record_for_whoever_reaches_the_unit(model: type[Model]) -> None:
    # What need not have a unit holds for all of them, or for those below one: everybody reads it.
    is_of_unit = any(one.name == "unit" and not one.null for one in foreign_keys(model))
    if is_of_unit and getattr(model, "reach_through", "") is None:
        assert getattr(model, "on_record", ""), (
            f"{model.__name__} is a unit's: say `on_record = \"primeline.staff.queries"
            '.of_units_on_record"`, or auditors read it of units that they do not reach'
        )


@of_each(OUR_MODELS, called=lambda m: m._meta.label)
def test_every_model_is_explained(model: type[Model]) -> None:
    sentence = (model.__doc__ or "").strip()
    assert sentence and not sentence.startswith(f"{model.__name__}("), (
        f"{model.__name__} needs a sentence on what one row is"
    )


@of_each(OUR_MODELS, called=lambda m: m._meta.label)
def test_fields_are_named_after_what_they_hold(model: type[Model]) -> None:
    for field in model._meta.get_fields():
        kind = field.get_internal_type() if isinstance(field, Field) else ""
        if kind in ENDINGS and field.name not in {"at", "birthday", "last_login"}:
            assert field.name.endswith((*ENDINGS[kind], "_from", "_to", "_until", "_after")), (
                f"{model.__name__}.{field.name}: moments end in _at, days in _date, "
                "months in _month, validity is active_from and active_to"
            )
