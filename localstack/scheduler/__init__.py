"""EventBridge Scheduler for one machine."""
