"""Runs the functions as AWS Lambda does: `awslambdaric` processes against a Runtime API of our own, pooled behind `invoke`."""
