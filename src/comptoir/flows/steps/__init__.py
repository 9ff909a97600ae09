"""Steps that several flows share. A step runs inside its flow's transaction and never opens one of its own."""
