# An account to try things out in: as cheap as it gets, and deleted without a trace.
environment = "dev"
region      = "eu-central-1"
# account_id = "111122223333"

zones              = ["eu-central-1a", "eu-central-1b"]
log_retention_days = 7

database_min_capacity = 0.5
database_max_capacity = 2
database_instances    = 1
database_backup_days  = 1
deletion_protection   = false
final_snapshot        = false

# One address: follow the link in the mail that Amazon sends it. In SES's sandbox the receivers have to do so too.
mail_identity = "appointments@clinic.example"
mail_from     = "appointments@clinic.example"

web_firewall = false
# true after the first `sam deploy`
api_deployed = false

alarm_addresses = ["operations@clinic.example"]
# Idling costs 849 at the prices of us-east-1, up to a fifth more elsewhere; the first mail comes at 80 % of this.
monthly_budget = 1300

github_repository = "medbook/medbook"
