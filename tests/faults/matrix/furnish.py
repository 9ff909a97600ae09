"""`python -m tests.faults.matrix.furnish`: the small merchant of the other tests, who invoices at payment."""

from tests.running.furnish import told_after

if __name__ == "__main__":
    told_after(capture_at="authorisation", invoice_at="payment")
