"""The Excel wall: reads any dialect, writes our workbooks, splices users' workbooks."""
