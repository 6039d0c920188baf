"""What the edit page of a form sends."""

LIST = "/admin/snippets/feedback/feedbackform/"
QUESTION = [
    "slug",
    "kind",
    "text_en",
    "text_cy",
    "low_en",
    "low_cy",
    "high_en",
    "high_cy",
    "desired_direction",
]
OPTION = ["slug", "label_en", "label_cy", "counts_in_base"]
CONDITION = [
    *["slug", "framing", "situation", "framing_name_en", "framing_name_cy"],
    *["situation_name_en", "situation_name_cy"],
]


def formset(name, rows):
    data = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": len([row for row in rows if row.get("id")]),
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for index, row in enumerate(rows):
        data |= {f"{name}-{index}-{field}": value for field, value in row.items()}
        data[f"{name}-{index}-ORDER"] = index + 1
    return data


def posted(form, **changes):
    """What the edit page sends when nothing is changed but ``changes``."""
    data = {
        "title_en": form.title_en,
        "title_cy": form.title_cy,
        "code": form.code,
        "event": form.event_id,
        "status": form.status,
        "delivery": form.delivery,
        "screen": form.screen,
        "anonymous": "on",
    }
    questions, options = [], {}
    for index, question in enumerate(form.questions.all()):
        questions.append(row(question, *QUESTION))
        rows = [row(option, *OPTION) for option in question.options.all()]
        options |= formset(f"questions-{index}-options", rows)
    conditions = [row(each, *CONDITION) for each in form.conditions.all()] if form.pk else []
    data |= formset("questions", questions) | formset("conditions", conditions)
    return data | options | changes


def row(instance, *names):
    """The fields of one row, with boxes as browsers send them: ticked or not at all."""
    values = {"id": instance.pk} | {name: getattr(instance, name) for name in names}
    return {name: "on" if value is True else value for name, value in values.items() if value}
