"""What `sam build` made, on its way to where it runs."""
