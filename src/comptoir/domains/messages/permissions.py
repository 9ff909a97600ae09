from comptoir.kernel.access import Permission

MESSAGES_VIEW = Permission("messages.view")
MESSAGES_SEND = Permission("messages.send")
