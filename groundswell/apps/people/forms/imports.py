"""What somebody types to bring in a list: the file, its columns, where it is from."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.apps.people.models import Mapping
from groundswell.apps.people.queries.import_pages import Column, field_choices
from groundswell.apps.places.models import AreaNode
from groundswell.apps.privacy.datasets import CAN_BE_IMPORTED, DATA_SETS
from groundswell.apps.privacy.queries.policy import keep_days, may_keep

MOST_BYTES = 200_000_000


class DateInput(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FileForm(forms.Form):
    """One file. was_cut: the server stopped reading, since it was larger than allowed."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, CSV packed with gzip, Excel or OpenDocument; up to 200 MB."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.ods"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Export it again."),
            "max_length": gettext_lazy("The file’s name is longer than 200 letters. Rename it."),
        },
    )

    def __init__(self, *args: Any, was_cut: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if was_cut:
            self.fields["file"].error_messages["required"] = too_large()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file


def too_large() -> str:
    return _(
        "This file is larger than 200 MB. Split it, pack it with gzip, or import it on the server "
        "with `groundswell people import`."
    )


class ColumnsForm(forms.Form):
    """What each column becomes, and what the list is.

    columns: as `import_pages.columns_of` gives them. areas: those the reader may choose.
    """

    where_from = forms.CharField(
        label=gettext_lazy("Where the list is from"),
        help_text=gettext_lazy("Such as “Swansea sign-up form, May”. People may ask us this."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "sources"}),
        error_messages={"required": gettext_lazy("Say where the list is from.")},
    )
    data_set = forms.ChoiceField(
        label=gettext_lazy("Who is on it"),
        help_text=gettext_lazy("This decides on which ground in law they are kept."),
    )
    area: Any = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        help_text=gettext_lazy("For rows that name none. Organisers of the area will see them."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("None: seen with a role in the whole organisation"),
        error_messages={"required": gettext_lazy("Choose the area that these people live in.")},
    )
    keep_until = forms.DateField(
        label=gettext_lazy("Keep until"),
        help_text=gettext_lazy("After this day, people known only from this list are deleted."),
        widget=DateInput,
        error_messages={
            "required": gettext_lazy("Say until when they are kept."),
            "invalid": gettext_lazy("Give a day, such as 2027-05-31."),
        },
    )

    def __init__(
        self,
        *args: Any,
        columns: list[Column],
        areas: Any,
        needs_area: bool,
        fit_url: str = "",
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.columns, self.fit_url = columns, fit_url
        choices = field_choices()
        chosen = self.initial.get("columns", {})
        for place, column in enumerate(columns):
            name = f"column_{place}"
            self.fields[name] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"class": "select select-s"} | self._watched(place)),
            )
            self.initial[name] = chosen.get(column.name, column.suggested)
        data_set: Any = self.fields["data_set"]
        data_set.choices = [(code, DATA_SETS[code].name) for code in CAN_BE_IMPORTED]
        area: Any = self.fields["area"]
        area.queryset, area.required = areas, needs_area
        area.label_from_instance = _indented
        if needs_area:
            area.empty_label = _("Choose an area")

    def _watched(self, place: int) -> dict[str, str]:
        """Where a page with a script asks how well another choice fits."""
        return {
            "hx-get": f"{self.fit_url}?place={place}",
            "hx-trigger": "change",
            "hx-target": f"#fit-{place}",
        }

    def rows(self) -> list[tuple[Column, forms.BoundField]]:
        """Each column with its select, for the table."""
        return [(column, self[f"column_{n}"]) for n, column in enumerate(self.columns)]

    def chosen(self) -> dict[str, str]:
        """What each column becomes; also of a form whose other fields are wrong."""
        known = {code for code, _name in field_choices()}
        said = {
            column.name: str(self.data.get(f"column_{n}", ""))
            for n, column in enumerate(self.columns)
        }
        return {name: code if code in known else "" for name, code in said.items()}

    def clean_data_set(self) -> str:
        data_set: str = self.cleaned_data["data_set"]
        if why := may_keep(data_set):
            raise forms.ValidationError(why)
        return data_set

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        until: date | None = data.get("keep_until")
        if until and "data_set" in data:
            days = keep_days(data["data_set"])
            ahead = (until - timezone.localdate()).days
            if ahead < 1:
                self.add_error("keep_until", _("This day is past. Choose a later one."))
            elif ahead > days:
                self.add_error(
                    "keep_until",
                    _(
                        "This kind of list is kept for %(days)d days at the most. "
                        "Choose an earlier day."
                    )
                    % {"days": days},
                )
        return data


def _indented(node: AreaNode) -> str:
    """An area under those it lies in, as deep as its path."""
    return "\u2003" * (node.path.count("/") - 2) + node.name


class MappingForm(forms.Form):
    """A name for what was matched."""

    name = forms.CharField(
        label=gettext_lazy("Name of the mapping"),
        max_length=Mapping._meta.get_field("name").max_length,
        error_messages={"required": gettext_lazy("Give the mapping a name.")},
    )


class TurnDownForm(forms.Form):
    """Why the second person says no."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        help_text=gettext_lazy("Who asked will read this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, in a few words.")},
    )
