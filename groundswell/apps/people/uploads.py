"""Taking in a large file without filling the disk: what is beyond the limit is read and dropped.

Everywhere else a form takes no file larger than memory holds (FILE_UPLOAD_HANDLERS), so nobody can
fill the disk by sending files to a page that wants none.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class LimitedUpload(TemporaryFileUploadHandler):
    """Stores files on disk, up to `most_bytes` in a request; what goes beyond isn't kept."""

    def __init__(self, request: HttpRequest, *, most_bytes: int) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes
        self.n_bytes = 0
        self.was_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one piece, or give up the file."""
        self.n_bytes += len(raw_data)
        if self.n_bytes > self.most_bytes:
            self.was_cut = True
            self.file.close()  # which deletes it
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, unless it was too large."""
        answer: Any = None if self.was_cut else super().file_complete(file_size)
        return answer
