from typing import NewType
from uuid import UUID

ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
CategoryId = NewType("CategoryId", UUID)
MediaId = NewType("MediaId", UUID)
FileId = NewType("FileId", UUID)
