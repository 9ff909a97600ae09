from comptoir.kernel.access import Permission

PAYMENTS_VIEW = Permission("payments.view")
PAYMENTS_PAY = Permission("payments.pay")  # open payments and pass on what providers answer
PAYMENTS_RECORD = Permission("payments.record")  # take in providers' messages and bank transfers
PAYMENTS_REFUND = Permission("payments.refund")
PAYMENTS_CONFIGURE = Permission("payments.configure")
