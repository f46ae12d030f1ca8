"""SpiffWorkflow, another engine of BPMN, as an oracle: what waits, and whether it has ended."""

from collections.abc import Mapping
from io import BytesIO

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from primeline.bpmn.tests.pythonic import says


class _Answers(PythonScriptEngine):  # type: ignore[misc] # it has no types
    """Answers conditions from the fields of the case, which branches have in common with us."""

    def __init__(self) -> None:
        super().__init__()
        self.values: Mapping[str, bool] = {}

    def evaluate(self, task: object, expression: str, external_context: object = None) -> bool:
        return bool(says(expression, self.values))


class Oracle:
    """A case of another engine."""

    def __init__(self, file: bytes, values: Mapping[str, bool]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(file)))
        self.answers = _Answers()
        self.answers.values = values
        self.case = BpmnWorkflow(
            parser.get_spec("P"), parser.get_subprocess_specs("P"), script_engine=self.answers
        )
        self.case.do_engine_steps()

    @property
    def tasks(self) -> list[str]:
        """Return what can be finished now."""
        ready = self.case.get_tasks(state=TaskState.READY, manual=True)
        return sorted(task.task_spec.name for task in ready)

    @property
    def has_ended(self) -> bool:
        return bool(self.case.completed)

    def finish(self, known: str, values: Mapping[str, bool]) -> None:
        self.answers.values = values
        ready = self.case.get_tasks(state=TaskState.READY, manual=True)
        next(task for task in ready if task.task_spec.name == known).run()
        self.case.do_engine_steps()
