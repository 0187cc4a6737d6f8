"""Why minutes could not be read or rendered: one class per refusal, each with a sentence for the person."""


class MinutesError(Exception):
    """A refusal of this package; `str()` of it is a sentence that may be shown."""


class InvalidDocument(MinutesError):
    """A document holds a value it may not hold."""


class UnsafeAttribution(InvalidDocument):
    """A document would tie a statement to a person or a small group more closely than allowed."""


class UnknownSchema(MinutesError):
    """A stored document was written by another version of this package."""


class UnnumberedDocument(MinutesError):
    """A document was to be laid out before its paragraphs were numbered."""


class UnknownFormat(MinutesError):
    """There is no renderer of this name."""


class UnknownLanguage(MinutesError):
    """There is no wording in this language."""


class RenderingFailed(MinutesError):
    """A renderer could not set this document."""
