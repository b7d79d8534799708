"""`groundswell worker`: runs what the pages hand over."""


def command() -> None:
    """Run the tasks that the site hands over, until stopped. Any number may run side by side.

    What a killed worker left half done is begun again when the next one starts. Example:

        groundswell worker
    """
    from django.core.management import call_command

    from groundswell.cli import site

    site.set_up()
    site.refuse_unsound()
    from groundswell.apps.jobs.actions import begin_again_what_was_left

    begin_again_what_was_left()
    call_command("qcluster")
