"""The commands of the command line, one a file, each named like its module."""
