"""One chat on screen: transcript, composer, mode bar, the welcome of an empty chat, and the record of an answer."""
