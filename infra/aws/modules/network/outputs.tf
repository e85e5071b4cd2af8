output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Private subnets, one per availability zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "function_security_group_id" {
  description = "Security group of the functions."
  value       = aws_security_group.functions.id
}

output "database_security_group_id" {
  description = "Security group of the database and its proxy."
  value       = aws_security_group.database.id
}

output "kafka_security_group_id" {
  description = "Security group of Kafka."
  value       = aws_security_group.kafka.id
}
