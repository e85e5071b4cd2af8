# terraform init -backend-config=environments/dev/backend.hcl
bucket = "medbook-dev-terraform-state-111122223333"
key    = "medbook/dev.tfstate"
region = "eu-central-1"
