"""How the page of a case looks: the colours of the app, by the reader's light or dark, light in print.

The values are those of the app's palette, repeated because a page stands alone; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspector.cases.page.markup import Markup, raw

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff",
    "surface": "#f5f7fa",
    "border": "#dde2e9",
    "text": "#1b2430",
    "muted": "#5a6472",
    "quiet": "#98a2b0",
    "embedding-mark": "#2b78de",
    "embedding-text": "#1b5bbd",
    "embedding-wash": "#e4eefb",
    "keyword-mark": "#d9730d",
    "keyword-text": "#a84e00",
    "keyword-wash": "#fcecdc",
    "hybrid-mark": "#6f2dab",
    "hybrid-text": "#6a2aa3",
    "hybrid-wash": "#efe6f7",
    "query-mark": "#d11f50",
    "query-text": "#b81743",
    "query-wash": "#fbe4ea",
    "expected-mark": "#0a8f68",
    "expected-text": "#08734f",
    "expected-wash": "#dff4ec",
}
DARK: Mapping[str, str] = {
    "ground": "#10151c",
    "surface": "#1a222c",
    "border": "#313c49",
    "text": "#e7eaef",
    "muted": "#9ba6b4",
    "quiet": "#66717f",
    "embedding-mark": "#5290f0",
    "embedding-text": "#84b3ff",
    "embedding-wash": "#1b3050",
    "keyword-mark": "#e58a2e",
    "keyword-text": "#f0a352",
    "keyword-wash": "#43301b",
    "hybrid-mark": "#d2a6f7",
    "hybrid-text": "#d9b4fa",
    "hybrid-wash": "#382a4a",
    "query-mark": "#ff5d80",
    "query-text": "#ff86a0",
    "query-wash": "#46222e",
    "expected-mark": "#34c796",
    "expected-text": "#5fd8ae",
    "expected-wash": "#163a31",
}

_RULES = """
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:1080px;margin:0 auto;padding:40px 32px 64px}
h1{font-size:2rem;line-height:1.2;margin:.2em 0 .5em;letter-spacing:-.01em;font-weight:650}
h2{font-size:1.2rem;margin:2.6em 0 .7em;font-weight:650}
h3{font-size:1rem;margin:0 0 .5em;font-weight:650}
p{margin:0 0 .6em}
.muted,.eyebrow,figcaption,.id{color:var(--muted)}
.eyebrow,figcaption,.small,.id{font-size:.875rem}
.verdict{display:flex;gap:14px;align-items:baseline;border-left:4px solid var(--quiet);background:var(--surface);
padding:14px 18px;margin:0 0 24px;border-radius:0 8px 8px 0}
.verdict.fails{border-color:var(--query-mark)}
.verdict.holds{border-color:var(--expected-mark)}
.verdict b{white-space:nowrap}
.verdict p{margin:0}
.story{display:grid;grid-template-columns:150px 1fr;border-top:1px solid var(--border)}
.story>dt,.story>dd{margin:0;padding:14px 0;border-bottom:1px solid var(--border)}
.story>dt{color:var(--muted);font-size:.875rem;padding-top:17px}
.story>dd{font-size:1.125rem}
.story .asked{font-size:1.3rem;font-weight:600}
.story dd p:last-child{margin:0}
.story ol{margin:0;padding-left:1.5em}
.word{display:inline-block;font-size:.8125rem;padding:1px 9px;border-radius:99px;border:1px solid var(--border);
background:var(--surface);color:var(--muted);vertical-align:middle;white-space:nowrap}
.move{font-weight:600;color:var(--expected-text);white-space:nowrap}
.diamond{color:var(--expected-text)}
.lists{display:grid;grid-template-columns:repeat(3,1fr);gap:20px}
.list{border-top:3px solid var(--mark);min-width:0;padding-top:10px}
.list.keyword{--mark:var(--keyword-mark);--ink:var(--keyword-text)}
.list.embedding{--mark:var(--embedding-mark);--ink:var(--embedding-text)}
.list.hybrid{--mark:var(--hybrid-mark);--ink:var(--hybrid-text)}
.list h3{color:var(--ink);display:flex;justify-content:space-between;gap:8px}
.list h3 span{color:var(--muted);font-weight:400;font-size:.875rem}
.list ol{list-style:none;margin:0;padding:0}
.list li{display:grid;grid-template-columns:1.9em 1fr auto;gap:2px 6px;padding:8px 6px;
border-top:1px solid var(--border)}
.list li.expected{background:var(--expected-wash)}
.chips li,.list li.expected,svg{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.list li>.rank,.list li>.value{color:var(--muted);font-variant-numeric:tabular-nums;font-size:.875rem;padding-top:1px}
.list li>.said{grid-column:2/-1;font-size:.8125rem;color:var(--muted)}
.badge{border:1px solid var(--border);border-radius:4px;padding:0 5px;white-space:nowrap;background:var(--ground)}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin:.2em 0 1.1em;padding:0;list-style:none}
.chips li{border:1px solid var(--border);border-radius:8px;padding:3px 9px;line-height:1.35}
.chips small{display:block;font-size:.75rem;font-variant-numeric:tabular-nums;color:var(--text)}
.chips .closer{--mark:var(--embedding-mark);border-color:var(--embedding-mark)}
.chips .away{--mark:var(--keyword-mark);border-color:var(--keyword-mark)}
.chips .none,.chips .none small{color:var(--muted)}
figure{margin:0}
figcaption{margin-top:8px;max-width:640px}
svg{display:block;width:100%;max-width:640px;height:auto;background:var(--surface);border:1px solid var(--border);
border-radius:8px}
.stages{list-style:none;margin:0;padding:0}
.stages li{display:grid;grid-template-columns:1.6em 1fr;padding:7px 0;border-top:1px solid var(--border)}
.pass{color:var(--expected-text)}
.fail{color:var(--query-text)}
.unknown{color:var(--muted)}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-top:1px solid var(--border);font-weight:400}
th{color:var(--muted);width:14em}
.scroll{overflow-x:auto}
.finding{border-top:1px solid var(--border);padding:12px 0}
.finding ul{margin:.2em 0 .4em;padding-left:1.2em;color:var(--muted);font-size:.875rem}
pre{white-space:pre-wrap;font:inherit;margin:0}
@media(max-width:760px){main{padding:24px 18px 48px}h1{font-size:1.5rem}.lists{grid-template-columns:1fr}
.story{grid-template-columns:1fr}.story>dt{border:0;padding:12px 0 0}.story>dd{padding:2px 0 12px;font-size:1rem}
.verdict{display:block}th{width:9em}}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}.list li,.finding,figure,.story>dd{break-inside:avoid}
body{font-size:11pt}.lists{grid-template-columns:repeat(3,1fr)}}
"""


def style() -> Markup:
    """Give the style sheet."""
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    return raw(f":root{{{_variables(LIGHT)}}}{dark}{_RULES}")


def _variables(inks: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in inks.items())
