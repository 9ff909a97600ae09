"""Payment providers: implementations of ``domains.payments.values.PaymentProvider``."""
