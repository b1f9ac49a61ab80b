"""One GA4 property that can be changed too: create, update and delete calls."""

from __future__ import annotations

from typing import Any

from microconv.providers.ga4.property import ReadProperty
from microconv.providers.ga4.settings import CAN_BE_TWICE, version_of


class Property(ReadProperty):
    """One GA4 property that can be changed too, each write in a call with a time limit.

    Over a connection that can only read, writes raise ReadOnlyError. All methods raise ApiError and CredentialsError.
    """

    def create(self, resource: str, parent: str, content: Any, target: str) -> str:
        """Make a resource below `parent`, a resource name; errors name `target`. The resource name of what was made."""
        made = self._write(resource, f"create_{resource}", target, creating=True, parent=parent, **{resource: content})
        return str(made.name)

    def update(self, resource: str, content: Any, paths: list[str], target: str) -> None:
        """Change the fields in `paths`, and no others."""
        from google.protobuf.field_mask_pb2 import FieldMask

        mask = FieldMask(paths=paths)
        self._write(resource, f"update_{resource}", target, update_mask=mask, **{resource: content})

    def delete(self, resource: str, name: str, target: str) -> None:
        """Delete the resource with this resource name."""
        self._write(resource, f"delete_{resource}", target, name=name)

    def _write(self, resource: str, method: str, target: str, *, creating: bool = False, **content: Any) -> Any:
        from microconv.providers.ga4.errors import unless_read

        call = getattr(self._connection.admin(version_of(resource)), method)
        again = unless_read if creating and resource in CAN_BE_TWICE else None
        creates = resource if creating else ""
        return self._call(lambda timeout: call(timeout=timeout, **content), target=target, creates=creates, again=again)
