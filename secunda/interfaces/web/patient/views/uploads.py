"""Resumable uploads by tus 1.0.0 (tus.io): creation, creation-with-upload, termination and expiration.

One file is one upload. Its bytes lie in the spool, whose size is the offset, so that what came in before
a connection broke or a server stopped is still there.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date

from secunda.foundation.refusal import Hidden, Refusal, Refused
from secunda.foundation.vault import spool, vault
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.journey.cases.states import Role
from secunda.journey.records.actions import begin_upload, cancel_upload, receive_upload
from secunda.journey.records.queries import expires_at, received, refusal_of, upload_for
from secunda.journey.records.rules import NewFile

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration"
PIECES = "application/offset+octet-stream"
CHUNK = 256 * 1024  # larger ones come as new pages of memory each time, which takes longer than more calls
STATUSES = {
    **dict.fromkeys(("file_too_large", "case_full", "too_many"), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    # A fault of ours that passes: a client tries again by itself.
    "no_space": HTTPStatus.INSUFFICIENT_STORAGE,
}


def _speaks_tus(view: Any) -> Any:
    """Answer every request with the version, and refuse another one (tus 1.0.0, Tus-Resumable)."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response: HttpResponse = _says(
                HTTPStatus.PRECONDITION_FAILED, "version", "This server speaks tus 1.0.0."
            )
            response.headers["Tus-Version"] = VERSION
        else:
            try:
                response = view(request, *args, **kwargs)
            except Refused as refused:
                response = _refused(refused.refusal)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
@_speaks_tus
def uploads(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """OPTIONS: what this server can do. POST: make room for a file, and take its first bytes if they come."""
    if request.method == "OPTIONS":
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": EXTENSIONS,
                "Tus-Max-Size": str(settings.SECUNDA_MAX_FILE_BYTES),
            },
        )
    size = _number(request.headers.get("Upload-Length"))
    if request.method != "POST" or size is None:
        return _says(HTTPStatus.BAD_REQUEST, "length", "Say how long the file is (Upload-Length).")
    file = NewFile(_name(request.headers.get("Upload-Metadata", "")), size)
    if refusal := refusal_of(visit.case, [file]):
        return _refused(refusal)
    upload = begin_upload(visit.case, file, by=visit.by, at=visit.at)
    offset = _take(request, visit, upload.id, 0, size) if request.content_type == PIECES or not size else 0
    return HttpResponse(
        status=HTTPStatus.CREATED,
        headers={
            "Location": reverse("patient:upload", args=[visit.case.id, upload.id]),
            "Upload-Offset": str(offset or 0),
            "Upload-Expires": _until(expires_at(upload)),
        },
    )


@on_case(Role.PATIENT, Role.CARER, Role.COORDINATOR)
@_speaks_tus
def upload(request: HttpRequest, visit: CaseVisit, upload_id: UUID) -> HttpResponse:
    """HEAD: how far it is. PATCH: more bytes. DELETE: forget it."""
    match request.method:
        case "HEAD":
            return _standing(visit, upload_id)
        case "PATCH":
            return _more(request, visit, upload_id)
        case "DELETE":
            coming = upload_for(visit.case, upload_id)
            if coming is None:
                raise Hidden
            cancel_upload(coming, by=visit.by, at=visit.at)
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        case _:
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)


def _standing(visit: CaseVisit, upload_id: UUID) -> HttpResponse:
    coming = upload_for(visit.case, upload_id)
    if coming is not None:
        size, offset = coming.size, spool.offset_of(upload_id)
        if offset == size:
            # The server stopped between the last byte and taking the file in. The client will think that all
            # is done when it hears this offset, so it is done first.
            _arrived(visit, upload_id)
    else:
        there = received(visit.case, upload_id)
        if there is None:
            raise Hidden
        size = offset = there.size
    expires = {"Upload-Expires": _until(expires_at(coming))} if coming is not None and offset < size else {}
    return HttpResponse(headers={"Upload-Offset": str(offset), "Upload-Length": str(size), **expires})


def _more(request: HttpRequest, visit: CaseVisit, upload_id: UUID) -> HttpResponse:
    coming = upload_for(visit.case, upload_id)
    if coming is None:
        raise Hidden
    if request.content_type != PIECES:
        return _says(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "type", f"Send the bytes as {PIECES}.")
    offset, length = (
        _number(request.headers.get("Upload-Offset")),
        _number(request.headers.get("Content-Length")),
    )
    if offset is None or offset != spool.offset_of(upload_id):
        return _says(HTTPStatus.CONFLICT, "offset", "The file does not stand there. Ask how far it is.")
    if length is not None and offset + length > coming.size:
        return _says(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "too_long",
            "This is more than the file was said to hold.",
        )
    reached = _take(request, visit, upload_id, offset, coming.size)
    if reached is None:
        return _says(HTTPStatus.CONFLICT, "busy", "Another request is sending this file. Ask how far it is.")
    headers = {"Upload-Offset": str(reached), "Upload-Expires": _until(expires_at(coming))}
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _take(request: HttpRequest, visit: CaseVisit, upload_id: UUID, offset: int, size: int) -> int | None:
    """Append what this request brings; with the last byte, the file goes to the vault and the shoebox."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()  # a slow line must not keep a connection of the pool from everybody else
    reached = spool.append(upload_id, _pieces(request), offset=offset, most=size)
    if reached == size:
        _arrived(visit, upload_id)
    return reached


def _arrived(visit: CaseVisit, upload_id: UUID) -> None:
    coming = upload_for(visit.case, upload_id)
    if coming is not None:
        placed = vault.place_one(visit.case.id, spool.spooled(upload_id))
        receive_upload(coming, placed, by=visit.by, at=visit.at)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(CHUNK):
        yield piece


def _name(metadata: str) -> str:
    """The path from the sender's computer where told, else the file's name (tus 1.0.0, Upload-Metadata)."""
    told: dict[str, str] = {}
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        told[key] = _decoded(value)
    return clean_name(told.get("relativePath") or told.get("filename") or told.get("name") or "")


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def clean_name(name: str) -> str:
    """A name without control characters and leading slash; it is shown, and never used as a path."""
    return (
        "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
        .replace("\\", "/")
        .lstrip("/")
    )


def _until(at: datetime) -> str:
    return http_date(at.timestamp())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None


def _refused(refusal: Refusal) -> HttpResponse:
    return _says(STATUSES.get(refusal.code, HTTPStatus.CONFLICT), refusal.code, str(refusal.says))


def _says(status: HTTPStatus, code: str, says: str) -> JsonResponse:
    return JsonResponse({"code": code, "says": says}, status=status)
