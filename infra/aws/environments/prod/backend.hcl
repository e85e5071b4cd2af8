# terraform init -backend-config=environments/prod/backend.hcl
bucket = "medbook-prod-terraform-state-444455556666"
key    = "medbook/prod.tfstate"
region = "eu-central-1"
