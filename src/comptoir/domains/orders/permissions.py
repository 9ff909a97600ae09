from comptoir.kernel.access import Permission

ORDERS_VIEW = Permission("orders.view")
ORDERS_PLACE = Permission("orders.place")
ORDERS_PREPARE = Permission("orders.prepare")
ORDERS_CANCEL = Permission("orders.cancel")
ORDERS_SETTLE = Permission("orders.settle")
ORDERS_EDIT = Permission("orders.edit")
ORDERS_HOLD = Permission("orders.hold")
ORDERS_NOTE = Permission("orders.note")
ORDERS_RETURN = Permission("orders.return")
ORDERS_CONFIGURE = Permission("orders.configure")  # say which orders are held by rule
ORDERS_FORGET = Permission("orders.forget")
