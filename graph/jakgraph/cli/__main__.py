"""``python -m jakgraph.cli``: the command line where the console script is not on the path."""

from jakgraph.cli.group import main

if __name__ == "__main__":
    main()
