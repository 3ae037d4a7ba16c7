"""JTF-008 项目分析会会议纪要 (domain §2.9, §5.3)."""

from collections.abc import Iterator

from word_forms.sheet import Box, Col, Sheet, boxes
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、会议信息", "1  Meeting"),
        s.line(boxes("meeting_type"), split=(7, 41)),
        s.line("meeting_time", "place", split=(7, 21, 6, 14)),
        s.line("chair", "recorder", "region"),
        s.line("issue_deadline", Box("next_meeting"), split=(9, 15, 9, 15)),
    )
    yield s.section(
        ("二、出席与缺席", "2  Attendance"),
        s.line("attendees", split=(7, 41)),
        s.line("absentees", split=(7, 41)),
    )
    yield s.rows(("三、标准议题", "3  Topics"), "template_topics", [Col("item", 16), Col("note", 32)])
    yield s.rows(
        ("四、项目进展", "4  Projects"),
        "project_rows",
        [
            Col("project_no", 8),
            Col("milestone", 6),
            Col("progress", 8),
            Col("plan_vs_actual", 7),
            Col("on_time", 3, label=("按期", "On time")),
            Col("problem", 6),
            Col("decision", 6),
            Col("reporter", 4, ("姓名",)),
        ],
        small=True,
    )
    yield s.rows(
        ("五、决议与行动项", "5  Decisions and actions"),
        "action_rows",
        [Col("action", 22), Col("owner", 10), Col("due", 9), Col("status", 7)],
    )
    yield s.rows(
        ("六、整改计划", "6  Rectification"),
        "rectify_rows",
        [
            Col("project_no", 9),
            Col("cause", 10),
            Col("measure", 11),
            Col("owner", 6, ("姓名",)),
            Col("due", 6, ("短日期",)),
            Col("verify_date", 6, ("短日期",)),
        ],
    )
    yield signatures(s, ("七、签发", "7  Issued by"), ("记录人", "Recorder"), "recorder")
