"""The service as a WSGI app for any server: ``gunicorn server:app``, ``flask --app server run``.

Settings are environment variables: ``JAKGRAPH_TIMEOUT=10 gunicorn server:app`` (``jakgraph serve --help`` lists them).
"""

from jakgraph.cli.wsgi import standalone_app

app = standalone_app()
