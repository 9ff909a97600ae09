"""`python -m tests.faults.matrix.furnish_late`: the same merchant, who takes the money when the parcel leaves."""

from tests.running.furnish import told_after

if __name__ == "__main__":
    told_after(capture_at="shipment", invoice_at="shipment")
