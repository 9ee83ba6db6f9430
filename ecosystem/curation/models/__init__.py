from ecosystem.curation.models.imports import ImportLine, ImportRun

__all__ = ["ImportLine", "ImportRun"]
