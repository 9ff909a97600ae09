"""The worker process: delivers events and runs jobs until asked to stop. Loads Django; import it after setting up."""
