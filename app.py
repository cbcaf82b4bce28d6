"""The app: `streamlit run app.py`, or `python -m inspector open INDEX`."""

from inspector.ui.shell import run

run()
