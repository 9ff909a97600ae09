from comptoir.kernel.access import Permission

MESSAGES_VIEW = Permission("messages.view")
MESSAGES_SUBSCRIBE = Permission("messages.subscribe")
MESSAGES_SEND = Permission("messages.send")
