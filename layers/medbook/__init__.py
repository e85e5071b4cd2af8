"""MedBook's shared package: the rules of booking and the adapters round them. Functions import it; it imports no function."""
