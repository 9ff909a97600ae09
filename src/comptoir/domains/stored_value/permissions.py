from comptoir.kernel.access import Permission

STORED_VALUE_VIEW = Permission("stored_value.view")
STORED_VALUE_SPEND = Permission("stored_value.spend")  # pay with it, and give back what was paid
STORED_VALUE_ISSUE = Permission("stored_value.issue")
STORED_VALUE_ADJUST = Permission("stored_value.adjust")  # correct a balance, block, let it expire
STORED_VALUE_FORGET = Permission("stored_value.forget")
