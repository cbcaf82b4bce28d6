"""What the app remembers: results, resources, jobs, links, sessions; only here is Streamlit's state touched."""
