from comptoir.kernel.access import Permission

MESSAGES_VIEW = Permission("messages.view")
MESSAGES_SUBSCRIBE = Permission("messages.subscribe")
MESSAGES_SEND = Permission("messages.send")
MESSAGES_LINK = Permission("messages.link")
"""To have the link of an order sent to whoever ordered: what every visitor may ask for."""
