"""The tests, a folder for each room; `project` holds the rules that the whole repository keeps."""
