"""Adding an area or a whole list of them, renaming and moving one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.places.area_list import AreaLine, read_csv, read_indented
from groundswell.apps.places.models import AreaNode
from groundswell.apps.places.queries.areas import possible_parents
from groundswell.errors import InputError

MOST_BYTES = 2_000_000


class AreaForm(forms.Form):
    """One new area, in the place where the page is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "What lists of people call it. Left empty, it is made from the name."
        ),
    )


class ChangeAreaForm(forms.Form):
    """An area's name, and what it lies in."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    parent = forms.ChoiceField(label=gettext_lazy("Lies in"), required=False)

    def __init__(self, *args: Any, node: AreaNode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parents = {str(one.pk): one for one in possible_parents(node)}
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("Nothing: it is at the top")),
            *((pk, _indented(one)) for pk, one in self._parents.items()),
        ]

    def parent_node(self) -> AreaNode | None:
        """The node chosen. Only after `is_valid`."""
        return self._parents.get(self.cleaned_data["parent"])


def _indented(node: AreaNode) -> str:
    return "\u2007\u2007" * (node.path.count("/") - 2) + node.name


class AreaListForm(forms.Form):
    """Many areas at once, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("A list, one area in a line"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Move a line to the right to put it into the one above. A code may stand before the "
            "name with a colon."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Columns code, name and parent; the parent by its code."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        try:
            given["lines"] = self._lines(given)
        except InputError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return given

    @staticmethod
    def _lines(given: dict[str, Any]) -> list[AreaLine]:
        file = given.get("file")
        if file is None:
            return read_indented(given["text"])
        if file.size > MOST_BYTES:
            raise InputError(
                _("The file has %(mb).1f MB; 2 MB is the most for a list of areas.")
                % {"mb": file.size / 1e6}
            )
        content = file.read()
        try:
            return read_csv(content.decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise InputError(
                _("The file is not in UTF-8. Save it as “CSV UTF-8” and give it again.")
            ) from wrong
