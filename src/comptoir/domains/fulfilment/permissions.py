from comptoir.kernel.access import Permission

FULFILMENT_VIEW = Permission("fulfilment.view")
FULFILMENT_SHIP = Permission("fulfilment.ship")
FULFILMENT_DOWNLOAD = Permission("fulfilment.download")
FULFILMENT_TRACK = Permission("fulfilment.track")
