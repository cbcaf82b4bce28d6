"""A small corpus with all that text can do to a page: script, markup, other scripts, nothing at all, copies, length."""

from __future__ import annotations

from typing import Any

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
MARKUP = "**bold** [link](http://x) $x$ :red[x]"

_TOPICS = (
    ("Copy a nested list", "Use a deep copy when a list holds other lists, so that inner lists are copied too."),
    ("Sort a list in place", "The sort method puts the items of a list in order without making a new list."),
    ("Reverse a list", "Turn the items of a list around, last item first."),
    ("Read a CSV file", "Open the file and go through its rows one by one with a reader."),
    ("Write JSON", "Turn a value into JSON text and write it to a file."),
    ("Fetch a web page", "Download a page over HTTP and read its bytes."),
    ("Wait for a thread", "Wait until a thread has ended, or until the time is over."),
    ("Call a function later", "A timer calls a function after some seconds."),
    ("Split a path", "Cut a path into its folder and its file name."),
    ("Join strings", "Put the pieces of text together with a separator between them."),
    ("Parse a date", "Read a day, a month and a year from text."),
    ("Round a number", "Round half to even, to a number of digits."),
    ("Hash a file", "Compute the SHA-256 digest of a file's content."),
    ("Compress a folder", "Pack all files of a folder into one zip archive."),
    ("Send an email", "Deliver a message by SMTP to a mail server."),
    ("Run a command", "Start a program and wait until it ends, then read its output."),
    ("Log an error", "Write the message and the trace of an error to the log."),
    ("Test a function", "Call it with known input and compare what comes back."),
    ("Pick a random item", "Choose one item of a sequence, each as likely as the other."),
    ("Count words", "Count how often each word stands in a text."),
    ("Match a pattern", "Find text by a regular expression."),
    ("Open a socket", "Connect to a port of another machine."),
    ("Lock a resource", "Let only one thread at a time use something."),
    ("Cache a result", "Keep what a function gave, and give it again."),
    ("Error E-1042", "The sync client lost its token; sign in again."),
    ("Error E-1024", "The sync client lost its folder; choose it again."),
    ("Delete a folder", "Remove a folder with everything in it."),
    ("Rename a file", "Give a file another name in the same folder."),
    ("Sleep a while", "Let the program rest for some seconds."),
    ("Find the largest item", "Give the greatest item of a list, by a key if you like."),
)


def _line(key: str, title: str, text: str, kind: str) -> dict[str, Any]:
    return {"id": key, "title": title, "text": text, "kind": kind}


LINES: tuple[dict[str, Any], ...] = (
    *(_line(f"d{row}", title, text, "howto") for row, (title, text) in enumerate(_TOPICS)),
    _line("hostile", f"Poison {HOSTILE}", f"Poison for pages: {HOSTILE} and what follows it.", "odd"),
    _line("markup", f"Poison in markup {MARKUP}", f"Poison that is bold: {MARKUP}", "odd"),
    _line("arabic", "نسخ قائمة متداخلة", "كيف أنسخ قائمة متداخلة في بايثون؟", "odd"),
    _line("emoji", "🔥 Lists 👩‍👩‍👧‍👦 on fire", "🐍 A list of 🍎 and 🍐, copied with 💥.", "odd"),
    _line("empty", "Only a title about lists", "", "odd"),
    _line("copy", _TOPICS[0][0], _TOPICS[0][1], "howto"),
    _line("long", "Everything about lists", "A list keeps items in order and may hold other lists. " * 120, "howto"),
    _line("untitled", "", "A nested list without any title at all.", "odd"),
)
QUERY = "how do I copy a nested list"
