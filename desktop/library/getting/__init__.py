"""Getting models: the catalogue, other repositories, and downloads under way.

`CataloguePage` shows `ModelOffer`s with their `FileOffer`s, and the `ListedOffer`s of any other repository;
`DownloadsPage` shows the downloads.
"""

from desktop.library.getting.catalogue_page import CataloguePage
from desktop.library.getting.downloads_page import DownloadsPage
from desktop.library.getting.offer import FileOffer, ModelOffer
from desktop.library.getting.repository_box import ListedOffer

__all__ = ["CataloguePage", "DownloadsPage", "FileOffer", "ListedOffer", "ModelOffer"]
