"""Folders with exports in them: a small one of Polis, changed as a test needs it."""

import gzip
import zipfile
from pathlib import Path

from dialogue.convergence.files import ConversationExport, FileProblem, read_export

FILES = {
    "summary.csv": "topic,A town square\nurl,https://example.org/7\nviews,9\nvoters,3\nconversation-description,\n",
    "comments.csv": (
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        '1500282615559,Mon Jul 17 16:10:15 WIB 2017,0,0,3,0,1,"Plant ""plane"" trees,\nmany of them."\n'
        "1500282615560,Mon Jul 17 16:10:15 WIB 2017,1,0,1,2,0,Ban cars\n"
        "1500282615561,Mon Jul 17 16:10:15 WIB 2017,2,,0,1,-1,Buy my watches\n"
    ),
    "votes.csv": (
        "timestamp,datetime,comment-id,voter-id,vote\n"
        "1500282615600,x,0,0,1\n"
        "1500282615601,x,0,1,1\n"
        "1500282615602,x,0,2,1\n"
        "1500282615603,x,1,0,1\n"
        "1500282615604,x,1,1,-1\n"
        "1500282615605,x,1,0,-1\n"
        "1500282615606,x,1,2,0\n"
        "1500282615607,x,2,2,-1\n"
    ),
    "participants-votes.csv": (
        "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
        "0,0,2,2,1,1,1,-1,\n"
        "1,1,0,2,1,1,1,-1,\n"
        "2,,0,3,1,1,1,0,-1\n"
        "3,,0,0,0,0,,,\n"
    ),
}


def lay_out(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the small export; `votes="…"` is another votes.csv, `votes=None` leaves it out."""
    files: dict[str, str | bytes | None] = dict(FILES)
    files |= {f"{name.replace('_', '-')}.csv": content for name, content in changed.items()}
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def lay_out_zip(path: Path, inside: str = "", extra: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(inside + name, content)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def pack(path: Path) -> Path:
    """Pack a file where it lies."""
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()
    return packed


def problem_of(path: Path, **options: bool) -> FileProblem:
    """Return why an export cannot be read."""
    try:
        read_export(path, **options)
    except FileProblem as problem:
        return problem
    raise AssertionError("It was read.")


def rows_of(export: ConversationExport) -> list[tuple[object, ...]]:
    votes = export.votes
    times = votes.times if votes.times is not None else [None] * len(votes)
    return list(zip(votes.voters, votes.voted, votes.votes, times, strict=True))
