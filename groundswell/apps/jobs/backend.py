"""Django's task API on django-q2: the queue is a table, in the caller's transaction.

Tasks are declared with `django_tasks.task`, which Django 6 has as `django.tasks`; only this file
knows who carries them (docs/decisions/0003-tasks-by-django-q2.md).
"""

from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule
from django_q.tasks import async_task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id


def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What a worker calls: the task's own function, found by its name."""
    return import_string(path).call(*args, **kwargs)


class Q2Backend(BaseTaskBackend):
    """Enqueues by writing a row; a rolled-back transaction takes the row with it.

    A task with `run_after` begins within half a minute of that time: workers look so often.
    """

    supports_defer = True
    supports_get_result = False  # our own Job rows say how work ended
    supports_priority = False  # queues stand for priorities

    def enqueue(self, task: Task, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TaskResult:
        self.validate_task(task)
        name = get_random_id()[:100]
        call = (task.module_path, list(args), dict(kwargs))
        if task.run_after is None:
            async_task(f"{__name__}.run", *call, task_name=name)
        else:
            Schedule(func=f"{__name__}.run", args=repr(call), next_run=task.run_after).save()
        return TaskResult(
            task=task,
            id=name,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
