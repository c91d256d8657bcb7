"""The page that measures the speed."""
