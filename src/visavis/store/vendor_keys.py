"""Keys that organizations have for vendors."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id


class VendorKey(Dated, Table):
    __tablename__ = "vendor_keys"
    __table_args__ = (UniqueConstraint("organization_id", "vendor", name="uq_vendor_keys_vendor"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    vendor: Mapped[str] = mapped_column(String(40))
    """As services.key_vendors names it."""
    sealed_key: Mapped[str] = mapped_column(Text)
    ending: Mapped[str] = mapped_column(String(4))
    """The last characters of the key, so that people know theirs again; "" of a short one."""
