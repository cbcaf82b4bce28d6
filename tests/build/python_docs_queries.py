"""Queries in everyday words, each with the docstring that must be among its first five neighbors."""

NEAREST = 5

EXPECTED = {
    "how do I copy a nested list": "copy.deepcopy",
    "count how often each word occurs": "collections.Counter",
    "join two parts of a file path": "os.path.join",
    "parse a date from a string": "datetime.datetime.strptime",
    "run a shell command and get its output": "subprocess.check_output",
    "shuffle a list in random order": "random.shuffle",
    "replace text using a regular expression": "re.sub",
    "remember the results of a function so it is not computed twice": "functools.cache",
    "make a temporary folder that is deleted afterwards": "tempfile.TemporaryDirectory",
    "remove the indentation from a block of text": "textwrap.dedent",
    "build the query string of a URL": "urllib.parse.urlencode",
    "find the three largest numbers": "heapq.nlargest",
    "the middle value of some numbers": "statistics.median",
    "the average of a list of numbers": "statistics.mean",
    "how much free disk space is left": "shutil.disk_usage",
    "create a secure random token": "secrets.token_hex",
    "lock a thread may take twice": "threading.RLock",
    "make all parent folders too": "os.makedirs",
    "highlight the differences between two texts": "difflib.Differ",
}
