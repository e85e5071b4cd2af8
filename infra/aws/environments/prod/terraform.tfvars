environment = "prod"
region      = "eu-central-1"
# account_id = "444455556666"

zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
log_retention_days = 90

database_min_capacity = 1
database_max_capacity = 32
database_instances    = 2
database_backup_days  = 35
deletion_protection   = true
final_snapshot        = true

mail_identity = "clinic.example"
mail_from     = "appointments@clinic.example"

# web_domain          = "book.clinic.example"
# web_certificate_arn = "arn:aws:acm:us-east-1:444455556666:certificate/…"
web_firewall = true
# true after the first `sam deploy`
api_deployed = false

alarm_addresses = ["operations@clinic.example"]
# Idling costs 1,013 at the prices of us-east-1, up to a fifth more elsewhere; the first mail comes at 80 % of this.
monthly_budget = 1600

github_repository = "medbook/medbook"
