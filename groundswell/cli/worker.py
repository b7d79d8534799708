"""`groundswell worker`: runs what the pages hand over."""


def command() -> None:
    """Run the tasks that the site hands over, until stopped. Any number may run side by side.

    A task whose worker was killed is run again by another. Example:

        groundswell worker
    """
    from django.core.management import call_command

    from groundswell.cli import site

    site.set_up()
    call_command("qcluster")
