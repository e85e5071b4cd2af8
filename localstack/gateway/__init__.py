"""The front door: routes HTTP to functions as an API Gateway HTTP API does, and serves the web app and the inbox beside them."""
