"""From a decoded page to an understood article: chrome off, names, places, dates, laws."""
